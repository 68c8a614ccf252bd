import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { toHash } from '../src/plan/share.ts';
import { browserless, raceOf, usePage } from './use-page.ts';

const race = raceOf(
  [
    { type: 'cosineAnnealing', from: 0.5, to: 0, over: 120 },
    { type: 'reduceOnPlateau', initial: 0.4, factor: 0.5, patience: 0, threshold: 0.2, monitor: 'val_loss' },
  ],
  { steps: 120 },
);

describe.skipIf(browserless)('what is shared and kept', { timeout: 60_000 }, () => {
  const demo = usePage();
  const { button } = demo;

  it('gives a link that opens the same race, with the same losses', async () => {
    await demo.open(race);
    const rows = await demo.whole();
    await button('Share').click();
    await demo.page.getByText(/A link to this race is copied/).waitFor();
    const link = await demo.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/#v1:/);
    // From far below, too, one sees that it is done.
    await demo.page.evaluate(() => scrollTo(0, 9999));
    await button('Share').click();
    await expect
      .poll(() => demo.page.locator('#message').evaluate((said) => said.getBoundingClientRect().top))
      .toBeGreaterThan(40);
    demo.page = await demo.context.newPage();
    await demo.page.goto(link);
    await demo.statusTo(/^Ready/);
    expect(await demo.whole()).toEqual(rows);
  });

  it.each(['#v1:AAAA', '#v9:abc', '#<script>alert(1)</script>', `#v1:${'A'.repeat(30_000)}`])(
    'opens with a message where the link is none: %.20s',
    async (hash) => {
      await demo.page.goto(demo.address + hash);
      await demo.statusTo(/^Ready/);
      expect(await demo.text('message')).toMatch(/^This link cannot be opened/);
      expect(await demo.page.locator('.card').count()).toBeGreaterThan(0);
    },
  );

  it('opens a link that is pasted over another one', async () => {
    await demo.open(race);
    await demo.page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      await toHash({ ...race, seed: 77 }),
    );
    await expect.poll(() => demo.page.getByLabel('Seed').inputValue()).toBe('77');
    await demo.statusTo(/^Ready/);
  });

  it('says so where a link belongs to a file', async () => {
    await demo.open({ ...race, data: { ...race.data, kind: 'csv' } });
    expect(await demo.text('message')).toMatch(/was run on a file, which the link does not hold/);
    expect(await demo.whole()).toHaveLength(240);
  });

  it('loses nothing in a reload: what was paused goes on to the same end', async () => {
    await demo.open(race);
    const whole = await demo.whole();
    await button('Reset').click();
    await demo.statusTo(/^Ready/);
    await demo.page.getByLabel('Speed').selectOption('50');
    await button('Run').click();
    await demo.stepsTo(15);
    const at = await demo.pause();
    const before = await demo.rows();
    await demo.page.reload();
    await demo.statusTo(new RegExp(`^Paused at step ${at} of 120`));
    expect(await demo.rows()).toEqual(before);
    await demo.fullSpeed();
    await button('Resume').click();
    await demo.statusTo(/^Done/);
    expect(await demo.rows()).toEqual(whole);
  });

  it('writes JSONL with a header that holds the set-up, and a CSV that says the same', async () => {
    await demo.open(race);
    const rows = await demo.whole();
    const [header] = (await demo.downloaded('jsonl')).split('\n');
    const { anneal, config } = JSON.parse(header as string);
    expect(anneal).toBe(1);
    expect(config.setup.steps).toBe(120);
    expect(config.setup.racers).toHaveLength(2);
    expect(rows.some(({ causes = [] }) => causes.length > 0)).toBe(true);
    const { data, errors } = Papa.parse<Record<string, string>>(await demo.downloaded('csv-download'), {
      header: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(rows.length);
    expect(data.map(({ loss, rate }) => [Number(loss), Number(rate)])).toEqual(
      rows.map(({ loss, rate }) => [loss, rate]),
    );
  });
});
