import { describe, expect, it } from 'vitest';
import type { Run } from './block.ts';
import { leafOf } from './catalogue.ts';
import { type Cell, columns, mapOf, rows } from './map.ts';
import { refusal, scheduleOf, tidy } from './plan.ts';
import { forecastOf } from './thumbnail.ts';

const run: Run = { steps: 600, epoch: 20, peak: 0.3 };
const cells = mapOf(run);
const cell = (row: string, column: string) =>
  cells.find((one) => one.row === row && one.column === column) as Cell;
const ratesOf = (one: Cell) => forecastOf(one.plan, run.steps).rates;
/** The steps at which the rate is another than before. */
const movesOf = (rates: readonly number[]) =>
  rates.flatMap((rate, i) => (i > 0 && rate !== rates[i - 1] ? [i] : []));

it('has each rule at each frequency', () => {
  expect(cells).toHaveLength(rows.length * columns.length);
});

describe.each([50, 600, 5000])('in a run of %d steps', (steps) => {
  it.each(mapOf({ ...run, steps }).map((one) => [one.row, one.column, one] as const))(
    '%s, %s is a plan',
    (_row, _column, { plan }) => {
      expect(refusal(plan, steps)).toBeUndefined();
      expect(tidy(plan)).toEqual(plan);
    },
  );
});

it.each(columns.map(({ id }) => id))('changes when its row says, by one rule: %s', (column) => {
  const [every, stairs, epochs, cycles] = ['step', 'every', 'epoch', 'cycle'].map((row) =>
    ratesOf(cell(row, column)),
  );
  expect(movesOf(every as number[])).toHaveLength(run.steps - 1);
  const distance = column === 'factor' ? 120 : 60;
  expect(movesOf(stairs as number[]).every((step) => step % distance === 0)).toBe(true);
  expect(movesOf(epochs as number[])).toEqual(Array.from({ length: 29 }, (_, i) => 20 * (i + 1)));
  // The same rates at the beginning of every epoch; the shape of a logarithm depends on what is counted.
  for (const step of column === 'logarithm' ? [0] : [0, 20, 300])
    expect(epochs?.[step]).toBeCloseTo(every?.[step] as number, 10);
  for (const step of [0, 150, 300, 450]) expect(cycles?.[step]).toBe(run.peak);
  expect(scheduleOf(cell('event', column).plan).monitors).toEqual(['val_loss']);
});

it('names what has a name of its own', () => {
  expect(cell('every', 'factor').name).toBe('stepDecay');
  expect(cell('cycle', 'cosine').name).toBe('cosineWarmRestarts');
  expect(cell('event', 'factor').name).toBe('reduceOnPlateau');
  expect(cell('every', 'line').name).toBeUndefined();
  for (const one of cells.filter(({ name }) => name !== undefined)) expect(one.name).toBe(one.plan.type);
  expect(leafOf('stepDecay').frequency).toBe('every');
});
