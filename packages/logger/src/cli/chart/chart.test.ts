import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cells } from '../../progress/cells.ts';
import type { RunData } from '../../view/data.ts';
import { readView } from '../../view/read-view.ts';
import { chart } from './chart.ts';

const folder = mkdtempSync(join(tmpdir(), 'chart-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A small run: a loss that falls by steps, and a rate that falls in a line. */
async function small(name: string, loss: (step: number) => unknown): Promise<RunData> {
  const file = join(folder, 'small.jsonl');
  const header = { anneal: 1, run: 'r', attempt: 1, startedAt: 'now', name };
  const rows = Array.from({ length: 41 }, (_, step) => ({ step, loss: loss(step), rate: (40 - step) / 40 }));
  writeFileSync(file, [header, ...rows].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return readView(file);
}

const terminal = (columns?: number, env = {}, isTTY = false) => ({
  stdout: { write: () => {}, isTTY, ...(columns !== undefined && { columns }) },
  stderr: { write: () => {} },
  env,
});

describe('the chart of one run', () => {
  let run: RunData;
  beforeAll(async () => {
    run = await small('hill', (step) => 1 + Math.floor((40 - step) / 10));
  });

  it.each([40, 80, 120])('at %i columns', (columns) => {
    const text = chart([run], terminal(columns));
    expect(text).toMatchSnapshot();
    for (const line of text.split('\n')) expect(cells(line)).toBeLessThanOrEqual(columns);
  });

  it('is 80 columns wide where the width is not known', () => {
    expect(chart([run], terminal())).toBe(chart([run], terminal(80)));
  });

  it('has colors on a terminal only, and none with NO_COLOR', () => {
    const plain = chart([run], terminal(80));
    expect(plain).not.toContain('\u001b');
    expect(chart([run], terminal(80, { NO_COLOR: '1' }, true))).toBe(plain);
    expect(chart([run], terminal(80, { TERM: 'dumb' }, true))).toBe(plain);
    const colored = chart([run], terminal(80, {}, true));
    expect(colored).toContain('\u001b[34m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('has crosses where values are not finite, and a scale of logarithms where they are far apart', async () => {
    const odd = await small('odd', (step) => (step > 30 ? 'NaN' : 10 ** (-step / 10)));
    expect(chart([odd], terminal(60))).toMatchSnapshot();
  });

  it('ends where a run explodes', async () => {
    const text = chart(
      [await small('bang', (step) => (step < 20 ? 2 - step / 20 : 10 ** step))],
      terminal(60),
    );
    expect(text).toContain('cut off at 20');
    expect(text).toContain('\n      20 ');
  });

  it('has one cross and a line where a run is NaN for ever, and no figure of none', async () => {
    const text = chart([await small('nan', () => 'NaN')], terminal(60));
    expect(text.match(/×/g)).toHaveLength(1);
    expect(text).toMatch(/\n {9}×╌{20,}\n/);
  });

  it('has the figure of a flat line beside it', async () => {
    expect(chart([await small('flat', () => 3)], terminal(60))).toMatch(/^ +3 [⠀-⣿]*[⠁-⣿]/m);
  });

  it('claims no best of what is better when it is more', async () => {
    const { loss, ...acc } = (await small('acc', (step) => step)).metrics;
    const run = await small('acc', (step) => step);
    const renamed = {
      ...run,
      loss: 'acc',
      metrics: { ...acc, acc: loss as never },
      figures: { acc: run.figures.loss as never, rate: run.figures.rate as never },
    };
    expect(chart([renamed], terminal(60))).not.toContain('best');
  });

  it('says that there is nothing to draw, and what is left out', async () => {
    const run = await small('text', () => 'x');
    expect(chart([{ ...run, loss: undefined, metrics: {}, rates: {} }], terminal(60))).toBe(
      'text\nno numbers to draw',
    );
    const rate = run.rates.rate as never;
    const rates = { 'rate.a': rate, 'rate.b': rate, 'rate.c': rate, 'rate.d': rate };
    expect(chart([{ ...run, rates }], terminal(60))).toContain('and 1 more rates');
  });

  it.each([20, 200])('wraps nowhere at %i columns', async (columns) => {
    const run = await small('wide', (step) => 1e300 * step);
    const runs = [run, { ...run, name: 'other' }];
    for (const some of [[run], runs])
      for (const line of chart(some, terminal(columns)).split('\n'))
        expect(cells(line), line).toBeLessThanOrEqual(columns);
  });

  it('says nothing that moves a cursor, and wraps nowhere, whatever a run is called', async () => {
    const text = chart([await small(`\u001b[2J${'名'.repeat(90)}\n`, () => 1)], terminal(40));
    expect(text).not.toContain('\u001b');
    for (const line of text.split('\n')) expect(cells(line)).toBeLessThanOrEqual(40);
  });
});

describe('the chart of several runs', () => {
  it('has all losses on one scale', async () => {
    const runs = [
      await small('low', (step) => 10 + step / 40),
      await small('high', (step) => 30 - step / 40),
    ];
    const [, low, high] = chart(runs, terminal(40)).split('\n');
    expect(low).not.toMatch(/[▂-█]/);
    expect(high).not.toMatch(/[▁-▆]/);
  });

  it.each([24, 40, 80, 120])('is a line for each, at %i columns', async (columns) => {
    const runs = [
      await small('constant', () => 1),
      await small('falls-slowly-but-steadily', (step) => 2 - step / 40),
      await small('breaks', (step) => (step > 20 ? 'Infinity' : 1 + step)),
    ];
    const text = chart(runs, terminal(columns));
    expect(text).toMatchSnapshot();
    const lines = text.split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(cells(line)).toBeLessThanOrEqual(columns);
  });
});
