import type { Curve } from '@anneal/core';
import { describe, expect, it } from 'vitest';
import { choiceOf, choices } from '../src/schedules.ts';
import { figure } from '../src/words.ts';
import { browserless, usePage } from './use-page.ts';

const steps = 1080;

describe.skipIf(browserless)('the parameters', () => {
  const demo = usePage();
  const { button, pick, field, slider, fullSpeed } = demo;

  /** What the preview says of a step. */
  const planned = async (step: number) => Number((await demo.table('rate-data'))[step]?.[0]);

  it('have a slider and a field each, for every schedule', async () => {
    for (const { id, parameters } of choices) {
      await pick(id);
      const rows = await demo.page.locator('.parameter').evaluateAll((all) =>
        all.map((row) => {
          const [slider, field] = row.querySelectorAll('input');
          return [field?.labels?.[0]?.textContent, field?.value, slider?.ariaLabel, slider?.ariaValueText];
        }),
      );
      expect(rows).toEqual(
        Object.values(parameters).map(({ label, preset }) => [
          label,
          String(preset),
          `${label}, slider`,
          String(preset),
        ]),
      );
    }
  });

  it('change code, small curve and preview in the frame in which the slider moves', async () => {
    await pick('cosine');
    await demo.page.getByText('The rates in words and numbers').click();
    await demo.page.waitForSelector('#rate-data tbody tr');
    const changed = await demo.page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const element = (selector: string) => document.querySelector(selector) as HTMLElement;
      const look = () => ({
        code: element('#code').textContent,
        spark: element('.choice:has(:checked) path').getAttribute('d'),
        chart: (element('#rate-chart canvas') as HTMLCanvasElement).toDataURL(),
        field: (element('#parameter-over') as HTMLInputElement).value,
        plan: element('#rate-data tbody tr:nth-child(600) data').textContent,
      });
      await frame();
      const before = look();
      const range = element('.parameter:has(#parameter-over) [type=range]') as HTMLInputElement;
      range.valueAsNumber = 49;
      range.dispatchEvent(new Event('input', { bubbles: true }));
      await frame();
      const after = look();
      return { before, after };
    });
    const { before, after } = changed;
    expect(after.code).toContain('over: 0.5 * steps,');
    expect(after.field).toBe('0.5');
    expect(after.plan).toBe('0');
    for (const part of ['code', 'spark', 'chart', 'plan'] as const)
      expect(after[part]).not.toBe(before[part]);
  });

  it('can be typed in full, and the run follows them to the last bit', async () => {
    await pick('cosine');
    await field('First rate').fill('0.3123');
    await field('Final rate').fill('0.01');
    await field('Length').fill('0.71');
    const code = await demo.text('code');
    for (const line of ['from: 0.3123,', 'to: 0.01,', 'over: 0.71 * steps,']) expect(code).toContain(line);
    const { at } = choiceOf('cosine').make({ from: 0.3123, to: 0.01, over: 0.71 }, steps) as Curve;
    expect(await planned(500)).toBeCloseTo(at(500), 14);
    await fullSpeed();
    await button('Run').click();
    await demo.stepsTo(100);
    const rows = await demo.steps();
    expect(rows.map(({ rate }) => rate)).toEqual(rows.map(({ planned }) => planned));
    for (const { step, rate } of rows) expect(rate).toBeCloseTo(at(step), 14);
  });

  it('refuse what makes no schedule in its own words, and lose nothing', async () => {
    await pick('step');
    await field('Factor').fill('0.25');
    const before = await demo.text('code');
    const refused = demo.page.locator('#refused-factor');
    for (const [wrong, got] of [
      ['1.5', '1.5'],
      ['0', '0'],
      ['-1', '-1'],
      ['', 'NaN'],
    ] as const) {
      await field('Factor').fill(wrong);
      expect(await refused.textContent()).toBe(`stepDecay: factor must be above 0 and at most 1, got ${got}`);
      expect(await field('Factor').getAttribute('aria-invalid')).toBe('true');
      expect(await field('Factor').getAttribute('aria-describedby')).toBe('refused-factor');
      expect(await demo.text('code')).toBe(before);
    }
    // A field for numbers keeps letters out, but for the one of '1e5'.
    await field('Factor').fill('');
    await field('Factor').pressSequentially('e');
    expect(await refused.textContent()).toMatch(/got NaN$/);

    await button('Step').click();
    await demo.stepsTo(1);
    expect(await demo.text('code')).toBe(before);
    await field('Factor').press('Escape');
    expect(await field('Factor').inputValue()).toBe('0.25');
    expect(await refused.textContent()).toBe('');

    await field('First rate').fill('-0.5');
    expect(await demo.text('refused-initial')).toMatch(
      /^train: the rate of step 0 must be a finite number from 0 up/,
    );
    await pick('cosine');
    await pick('step');
    expect([await field('Factor').inputValue(), await field('First rate').inputValue()]).toEqual([
      '0.25',
      '0.5',
    ]);
  });

  it('turned while it runs, start the run again when the slider is let go', async () => {
    await pick('constant');
    await button('Run').click();
    await demo.stepsTo(20);
    const box = await slider('Rate').boundingBox();
    if (box === null) throw new Error('no slider');
    await demo.page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
    await demo.page.mouse.down();
    await demo.page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 4 });
    const before = await demo.steps();
    expect(before.length).toBeGreaterThanOrEqual(20);
    expect(new Set(before.map(({ rate }) => rate))).toEqual(new Set([0.5]));
    const wanted = Number(await field('Rate').inputValue());
    expect(wanted).toBeLessThan(0.1);
    expect(await planned(1000)).toBe(wanted);
    await demo.page.mouse.up();
    await demo.page.waitForFunction(
      (text) => document.querySelector('#figure-rate')?.textContent === text,
      figure(wanted),
    );
    await demo.stepsTo(20);
    expect(new Set((await demo.steps()).map(({ rate }) => rate))).toEqual(new Set([wanted]));
  });

  it('turned while it is paused, run nothing', async () => {
    await pick('constant');
    await button('Step').click();
    await demo.statusTo(/^Paused after step 1/);
    await field('Rate').fill('0.2');
    expect(await planned(0)).toBe(0.2);
    expect(await demo.steps()).toHaveLength(1);
    await field('Rate').press('Enter');
    await demo.statusTo(/^Ready/);
    expect(await demo.still()).toEqual([]);
  });

  it('move by keyboard from round number to round number, in slider and field', async () => {
    await pick('exponential');
    await slider('First rate').focus();
    await demo.page.keyboard.press('ArrowLeft');
    expect(await field('First rate').inputValue()).toBe('0.45');
    expect(await slider('First rate').getAttribute('aria-valuetext')).toBe('0.45');
    await field('First rate').press('ArrowUp');
    await field('First rate').press('ArrowUp');
    expect(await field('First rate').inputValue()).toBe('0.55');
    expect(await demo.text('code')).toContain('initial: 0.55,');
  });
});
