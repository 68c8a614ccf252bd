import { describe, expect, it } from 'vitest';
import { browserless, raceOf, usePage } from './use-page.ts';

const cosine = { type: 'cosineAnnealing', from: 0.5, to: 0, over: 200 };
const cold = { type: 'constant', rate: 0.001 };
const zero = { type: 'constant', rate: 0 };

describe.skipIf(browserless)('a race', { timeout: 60_000 }, () => {
  const demo = usePage();
  const { button } = demo;

  it('waits on the first visit, with a lesson, a big button, and nothing run', async () => {
    await demo.first();
    expect(await demo.page.locator('#presets [aria-pressed=true]').count()).toBe(1);
    expect((await demo.text('lesson')).length).toBeGreaterThan(40);
    expect(await button('Run the race').isVisible()).toBe(true);
    expect(await demo.rows()).toEqual([]);
    await demo.page.waitForTimeout(300);
    expect(await demo.finished()).toBe(0);
    await button('Run the race').click();
    await demo.stepsTo(1);
    expect(await button('Run the race').isVisible()).toBe(false);
  });

  it('learns: losses fall, rates are those of the schedules, and the leader is who learned most', async () => {
    await demo.open(raceOf([cold, cosine]));
    const rows = await demo.whole();
    expect(rows).toHaveLength(400);
    const of = (lane: number) => rows.filter((row) => row.lane === lane);
    const [slow, fast] = [of(0), of(1)];
    const tail = (all: typeof rows) => all.slice(-20).reduce((sum, { loss }) => sum + loss, 0) / 20;
    expect(tail(fast)).toBeLessThan(0.7 * (fast[0]?.loss as number));
    expect(tail(fast)).toBeLessThan(tail(slow));
    expect(fast.map(({ rate }) => rate)[0]).toBe(0.5);
    for (const { step, rate } of fast)
      expect(rate).toBeCloseTo((0.5 * (1 + Math.cos((Math.PI * step) / 200))) / 2, 12);
    // The same weights and the same first batch; then the schedules part them.
    expect(fast[0]?.loss).toBe(slow[0]?.loss);
    expect(fast[99]?.loss).not.toBe(slow[99]?.loss);
    const board = await demo.page.locator('#leaderboard tbody tr').allInnerTexts();
    expect(board[0]).toMatch(/racer 2/);
    expect(board[0]).toMatch(/won/);
    expect(board[1]).toMatch(/done/);
  });

  it('pauses, takes exactly one step, goes on, and comes back to the same start', async () => {
    await demo.open(raceOf([cosine, cold]));
    await button('Run').click();
    await demo.stepsTo(20);
    const at = await demo.pause();
    await demo.page.waitForTimeout(200);
    expect(await demo.finished()).toBe(at);
    await button('Step').click();
    await demo.statusTo(new RegExp(`^Paused at step ${at + 1} `));
    const before = await demo.rows();
    expect(before).toHaveLength(2 * (at + 1));
    await button('Resume').click();
    await demo.stepsTo(60);
    await button('Reset').click();
    await demo.statusTo(/^Ready/);
    expect(await demo.rows()).toEqual([]);
    const again = await demo.whole();
    expect(again.slice(0, before.length)).toEqual(before);
  });

  it('stands still to the last bit where the rate is 0', async () => {
    await demo.open(raceOf([zero, cold], { steps: 60 }));
    const rows = await demo.whole();
    const asked = (lane: number) =>
      rows.filter((row) => row.lane === lane).flatMap(({ heldOutLoss }) => heldOutLoss ?? []);
    expect(asked(0).length).toBeGreaterThan(5);
    expect(new Set(asked(0)).size).toBe(1);
    expect(new Set(asked(1)).size).toBeGreaterThan(5);
  });

  it('marks a racer that diverges, keeps it on the chart, and lets the others go on', async () => {
    await demo.open(raceOf([{ type: 'linear', from: 1e30, to: 1e38, over: 3 }, cosine], { steps: 80 }));
    const rows = await demo.whole();
    expect(rows.filter(({ lane }) => lane === 1)).toHaveLength(80);
    const gone = rows.filter(({ lane }) => lane === 0);
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.length).toBeLessThan(80);
    const [, last] = await demo.page.locator('#leaderboard tbody tr').allInnerTexts();
    expect(last).toMatch(/racer 1[\s\S]*diverged at step \d/);
    await demo.tab('Event log');
    expect(await demo.page.locator('#log-list').textContent()).toMatch(/racer 1\s*Diverged/);
  });

  it('adds, duplicates, hides and removes racers, up to six', async () => {
    await demo.open(raceOf([cosine, cold]));
    const cards = demo.page.locator('.card');
    for (let more = 3; more <= 6; more++) {
      await button('Add a racer').click();
      expect(await cards.count()).toBe(more);
    }
    expect(await button('Add a racer').isDisabled()).toBe(true);
    const names = await demo.page.locator('.card-name').allInnerTexts();
    expect(new Set(names).size).toBe(6);
    await demo.page.getByLabel('racer 2 on the charts').click();
    expect(await demo.page.getByLabel('racer 2 on the charts').getAttribute('aria-pressed')).toBe('false');
    await button('Remove racer 1').click();
    expect(await cards.count()).toBe(5);
    await demo.page.getByLabel('Name').fill('mine');
    await demo.page.keyboard.press('Enter');
    await demo.page.locator('.card.focused .card-name', { hasText: 'mine' }).waitFor();
    const rows = await demo.whole();
    expect(rows).toHaveLength(5 * 200);
  });

  it('says so where the engine cannot be loaded, and the page stays usable', async () => {
    await demo.first();
    await demo.page.route(/worker-.*\.js/, (route) => route.abort());
    await demo.page.reload();
    await demo.statusTo(/^The race has failed\. The worker could not be loaded/);
    await demo.page.unroute(/worker-.*\.js/);
    await button('Run').click();
    await demo.stepsTo(1);
    // The browser says so, too.
    demo.complaints.length = 0;
  });

  it('runs on while the page is hidden, and has all of it after', async () => {
    await demo.open(raceOf([cosine, cold]));
    await demo.fullSpeed();
    await button('Run').click();
    await demo.stepsTo(1);
    const other = await demo.context.newPage();
    await other.bringToFront();
    await other.waitForTimeout(1200);
    await other.close();
    await demo.page.bringToFront();
    await demo.statusTo(/^Done/);
    expect(await demo.rows()).toHaveLength(400);
  });

  it('has one cursor for both charts, and tells of it in words', async () => {
    await demo.open(raceOf([cosine, cold]));
    await demo.whole();
    const chart = demo.page.getByRole('slider', { name: 'Learning rate by step' });
    await chart.focus();
    await demo.page.keyboard.press('Home');
    await demo.page.keyboard.press('ArrowRight');
    expect(await chart.getAttribute('aria-valuenow')).toBe('1');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(
      /^step 1; racer 1: loss \d.*rate 0\.500; racer 2: loss/,
    );
    await demo.page.locator('#loss-chart .u-over').hover({ position: { x: 300, y: 50 } });
    const lines = await demo.page
      .locator('.chart .u-cursor-x')
      .evaluateAll((all) => all.map((line) => Math.round(line.getBoundingClientRect().left)));
    expect(lines.slice(0, 2)).toEqual([lines[0], lines[0]]);
    expect(await demo.page.locator('#rate-chart .note').isVisible()).toBe(true);
    await demo.page.getByText('The losses in words and numbers').click();
    await demo.page.locator('#loss-data tbody tr').nth(199).waitFor();
    expect(await demo.page.locator('#loss-data .in-words').textContent()).toMatch(/racer 1: from .* lowest/);
  });
});
