import type { Curve } from '@anneal/core';
import { describe, expect, it } from 'vitest';
import { choiceOf, presetsOf } from '../src/schedules.ts';
import { browserless, usePage } from './use-page.ts';

const steps = 1080;

describe.skipIf(browserless)('the page', () => {
  const demo = usePage();
  const { button, pick, fullSpeed } = demo;

  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('learns under the schedule: the loss falls, and every rate is the one that the schedule says', async () => {
    await fullSpeed();
    const rows = await demo.whole();
    expect(rows).toHaveLength(steps);
    // Said aloud as well.
    expect(await demo.text('status')).toBe(await demo.text('status-now'));
    const choice = choiceOf('warmup-cosine');
    const { at } = choice.make(presetsOf(choice), steps) as Curve;
    expect(rows.map(({ rate }) => rate)).toEqual(rows.map(({ planned }) => planned));
    // Engines differ in the last bit of a sine.
    for (const { step, rate } of rows) expect(rate).toBeCloseTo(at(step), 14);
    expect(mean(rows.slice(-9).map(({ loss }) => loss))).toBeLessThan(0.1 * (rows[0]?.loss as number));
    expect(Number.parseFloat(await demo.text('figure-accuracy'))).toBeGreaterThan(90);
  });

  it('pauses, goes on, and comes back to the start', async () => {
    await button('Run').click();
    await demo.stepsTo(20);
    await button('Pause').click();
    await demo.statusTo(/^Paused after step/);
    const before = await demo.still();
    await demo.page.waitForTimeout(300);
    expect(await demo.steps()).toEqual(before);

    await button('Resume').click();
    await demo.stepsTo(before.length + 1);
    await button('Reset').click();
    await demo.statusTo(/^Ready/);
    expect(await demo.still()).toEqual([]);
    expect(await demo.text('figure-step')).toBe('0 / 1,080');
    expect(await button('Run').count()).toBe(1);
  });

  it('takes exactly one step at a time, from the start and across the end of an epoch', async () => {
    for (let step = 1; step <= 11; step++) {
      await button('Step').click();
      await demo.stepsTo(step);
      expect(await demo.steps()).toHaveLength(step);
    }
    // Nothing that the last press has set going is still to come.
    const stepped = await demo.still();
    expect(stepped).toHaveLength(11);

    await button('Reset').click();
    await demo.statusTo(/^Ready/);
    await button('Run').click();
    await demo.stepsTo(11);
    // What is stepped through is the same run.
    expect((await demo.steps()).slice(0, 11)).toEqual(stepped);
  });

  it('steps on from a pause, and not while it runs', async () => {
    await button('Run').click();
    await demo.stepsTo(5);
    expect(await button('Step').getAttribute('aria-disabled')).toBe('true');
    await button('Step').click({ force: true });
    expect(await button('Pause').count()).toBe(1);
    await button('Pause').click();
    await demo.statusTo(/^Paused/);
    const { length } = await demo.still();
    await button('Step').click();
    await demo.stepsTo(length + 1);
    expect(await demo.still()).toHaveLength(length + 1);
  });

  it('runs again from the start when another schedule is picked, if it was running', async () => {
    await button('Run').click();
    await demo.stepsTo(30);
    await pick('constant');
    expect(await button('Pause').count()).toBe(1);
    await demo.page.waitForFunction(() => document.querySelector('#figure-rate')?.textContent === '0.500');
    await demo.stepsTo(10);
    // From its first step on: nothing is left of the climb.
    expect(new Set((await demo.steps()).map(({ rate }) => rate))).toEqual(new Set([0.5]));
  });

  it('only shows another schedule when it was paused, and then runs nothing', async () => {
    await button('Step').click();
    await demo.statusTo(/^Paused after step 1/);
    await pick('plateau');
    await demo.statusTo(/^Ready/);
    expect(await demo.text('code')).toContain('reduceOnPlateau({');
    expect(await demo.text('act')).toMatch(/not known before the run/);
    expect(await demo.still()).toEqual([]);
    expect(await button('Run').count()).toBe(1);
  });

  it('says why a schedule acted, and tells both charts in words', async () => {
    await fullSpeed();
    await pick('plateau');
    const rows = await demo.whole();
    expect(await demo.text('act')).toMatch(
      /^The schedule says: reduced from .+ at step \d+: no gain > 0\.01 \(relative\) over val_loss .+ in 5 readings\.$/,
    );
    expect(rows.at(-1)?.rate).toBeLessThan(0.5);
    expect(await demo.words('loss-data')).toMatch(
      /^Smoothed loss: first 1\.\d+, now .+ at step 1,079, lowest .+ Held-out loss: first/,
    );
    expect(await demo.words('rate-data')).toMatch(
      /^Planned: first 0\.500.+ That is if it never acts\. In force: .+ It acted \d+ times, first at step \d+/,
    );
    // As many marks in the table as acts in the words.
    const acted = (await demo.table('rate-data')).filter(([, , act]) => act === 'yes').length;
    expect(await demo.words('rate-data')).toContain(`It acted ${acted} times`);
    expect(await button('Step').getAttribute('aria-disabled')).toBe('true');
  });

  it('repeats a run of the same seed to the last bit, and no run of another seed', async () => {
    await fullSpeed();
    const one = await demo.whole();
    await button('Reset').click();
    await demo.statusTo(/^Ready/);
    expect(await demo.whole()).toEqual(one);

    await demo.page.getByLabel('Seed').fill('4');
    await demo.page.keyboard.press('Tab');
    await demo.statusTo(/^Ready/);
    await button('Step').click();
    await demo.stepsTo(1);
    expect((await demo.steps())[0]?.loss).not.toBe(one[0]?.loss);
  });

  it('begins with the same loss for one seed under any schedule, and then they part', async () => {
    const firsts: { loss: number }[][] = [];
    for (const id of ['cosine', 'exponential', 'warmup-plateau', 'zero']) {
      await pick(id);
      await demo.statusTo(/^Ready/);
      for (let step = 1; step <= 2; step++) {
        await button('Step').click();
        await demo.stepsTo(step);
      }
      firsts.push(await demo.steps());
    }
    expect(new Set(firsts.map(([first]) => first?.loss)).size).toBe(1);
    expect(new Set(firsts.map(([, second]) => second?.loss)).size).toBeGreaterThan(1);
  });

  it('learns nothing at rate 0', async () => {
    await fullSpeed();
    await pick('zero');
    await button('Run').click();
    await demo.stepsTo(90);
    const rows = await demo.steps();
    expect(new Set(rows.map(({ rate }) => rate))).toEqual(new Set([0]));
    // The same nine batches over and over: none of them ever gets better.
    expect(new Set(rows.map(({ loss }) => loss)).size).toBe(9);
  });

  it('says in words that the worker is not to be had, and tries again when told to', async () => {
    await demo.page.route('**/worker-*.js', (route) => route.abort());
    await demo.page.reload();
    await demo.statusTo(/^Training has failed\. The worker could not be loaded\.$/);
    const said = demo.complaints.splice(0);
    expect(said.every((text) => /Failed to load resource|net::ERR_FAILED/.test(text))).toBe(true);
    await demo.page.unroute('**/worker-*.js');
    await button('Run').click();
    await demo.statusTo(/^Step/);
  });
});
