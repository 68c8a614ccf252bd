import { describe, expect, it } from 'vitest';
import type { RaceRow } from '../src/page/download.ts';
import { browserless, raceOf, usePage } from './use-page.ts';

const steady = { type: 'constant', rate: 0.1 };
const falling = { type: 'exponentialDecay', initial: 0.2, factor: 0.5, every: 50 };

describe.skipIf(browserless)('live control', { timeout: 60_000 }, () => {
  const demo = usePage();
  const { button } = demo;

  /** Pauses a race of two after some steps, and says how many have run. */
  async function paused(): Promise<number> {
    await demo.open(raceOf([steady, falling], { steps: 150 }));
    await button('Run').click();
    await demo.stepsTo(20);
    return demo.pause();
  }

  const ended = async () => {
    await demo.fullSpeed();
    await button('Resume').click();
    await demo.statusTo(/^Done/);
    return demo.rows();
  };
  const of = (rows: readonly RaceRow[], lane: number) => rows.filter((row) => row.lane === lane);

  it('takes the rate in hand, and releases it; the acts are in the log, and run again to the same losses', async () => {
    const at = await paused();
    const field = demo.page.locator('#live-rate');
    await field.fill('0.03');
    await field.press('Enter');
    await button('Step').click();
    await demo.statusTo(new RegExp(`step ${at + 1} `));
    await button('Step').click();
    await demo.statusTo(new RegExp(`step ${at + 2} `));
    const [first, second] = of(await demo.rows(), 0).slice(at);
    // The rate of the step that comes next may have been let out already.
    expect([first?.rate, second?.rate]).toContain(0.03);
    expect(second?.rate).toBe(0.03);
    await button('Raise the rate by a tenth').click();
    await button('Step').click();
    await demo.statusTo(new RegExp(`step ${at + 3} `));
    await button('Step').click();
    await demo.statusTo(new RegExp(`step ${at + 4} `));
    expect(of(await demo.rows(), 0).at(-1)?.rate).toBe(0.033);
    await button('Release').click();
    const rows = await ended();
    expect(of(rows, 0).at(-1)?.rate).toBe(0.1);
    const acts = rows.flatMap(({ acts = [] }) => acts) as { kind: string }[];
    expect(acts.map(({ kind }) => kind)).toEqual(['rate', 'rate', 'release']);

    await demo.tab('Event log');
    const log = await demo.page.locator('#log-list').textContent();
    expect(log).toMatch(/By hand: released from 0\.033 to 0\.1 at step \d+/);
    expect(log).toMatch(/By hand: set by hand from 0\.1 to 0\.03 at step \d+/);
    await button('Run again with the same acts').click();
    await demo.statusTo(/^At step/);
    await demo.statusTo(/^Done/);
    expect(await demo.rows()).toEqual(rows);
  });

  it('counts each press while it is paused, and refuses what is no rate', async () => {
    const at = await paused();
    const field = demo.page.locator('#live-rate');
    for (const shown of ['0.110', '0.121', '0.133']) {
      await button('Raise the rate by a tenth').click();
      await expect.poll(() => field.inputValue()).toBe(shown);
    }
    await field.fill('');
    await field.press('Enter');
    expect(await field.inputValue()).toBe('0.133');
    expect(await demo.text('live-hint')).toMatch(/^That is no rate/);
    await field.fill('0,05');
    await field.press('Enter');
    await field.press('ArrowUp');
    await expect.poll(() => field.inputValue()).toBe('0.0550');
    // The same rate once more, after a release, is an act of its own.
    await button('Release').click();
    await demo.page.waitForFunction(() => document.querySelector('#live-release')?.ariaDisabled === 'true');
    await field.fill('0.055');
    await field.press('Enter');
    await demo.page.waitForFunction(() => document.querySelector('#live-release')?.ariaDisabled === 'false');
    const rows = await ended();
    const mine = of(rows, 0);
    expect([mine[at - 1]?.rate, mine.at(-1)?.rate]).toEqual([0.1, 0.055]);
    await demo.tab('Event log');
    await button('Run again with the same acts').click();
    await demo.statusTo(/^At step/);
    await demo.statusTo(/^Done/);
    expect(await demo.rows()).toEqual(rows);
  });

  it('lets the arrows scroll the page while there is no rate to turn', async () => {
    await demo.open(raceOf([steady]));
    await demo.page.locator('h1').click();
    await demo.page.keyboard.press('ArrowDown');
    await expect.poll(() => demo.page.evaluate(() => scrollY)).toBeGreaterThan(0);
  });

  it('lets the rate line be dragged', async () => {
    const at = await paused();
    const handle = demo.page.locator('.handle');
    const box = (await handle.boundingBox()) as { x: number; y: number; width: number; height: number };
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await demo.page.mouse.move(x, y);
    await demo.page.mouse.down();
    await demo.page.mouse.move(x, y + 15, { steps: 4 });
    await demo.page.mouse.move(x, y + 30, { steps: 4 });
    await demo.page.mouse.up();
    const rows = of(await ended(), 0);
    expect(rows[at - 1]?.rate).toBe(0.1);
    expect(rows.at(-1)?.rate).toBeLessThan(0.07);
    expect(rows.flatMap(({ acts = [] }) => acts).length).toBeGreaterThan(0);
  });

  it.each([
    ['restart', (_: number) => 0.4],
    ['progress', (at: number) => 0.4 * 0.5 ** (at / 50)],
    ['value', (_: number, before: number) => before],
  ] as const)('swaps a composed schedule in, in mid-run, splice %s', async (splice, expected) => {
    await paused();
    await demo.page.keyboard.press('2');
    const swap = button('Swap in');
    expect(await swap.getAttribute('aria-disabled')).toBe('true');
    const field = demo.page.locator('#composer').getByLabel('First rate', { exact: true });
    await field.fill('0.4');
    await field.press('Enter');
    await demo.page.waitForFunction(() => document.querySelector('#live-swap')?.ariaDisabled === 'false');
    await demo.page.getByLabel('Splice').selectOption(splice);
    await swap.click();
    const rows = of(await ended(), 1);
    const [act] = rows.flatMap(({ acts = [] }) => acts as { at: number; splice: string }[]);
    expect(act?.splice).toBe(splice);
    const at = act?.at as number;
    // With the height in force, the new schedule begins with the rate that the old one would have had.
    expect(rows[at]?.rate).toBeCloseTo(expected(at, 0.2 * 0.5 ** (at / 50)), 2);
    await demo.tab('Event log');
    expect(await demo.page.locator('#log-list').textContent()).toMatch(/exponentialDecay took over/);
  });
});
