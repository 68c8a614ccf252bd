import { neat, part, type Run } from './block.ts';
import type { Plan } from './plan.ts';
import { stretched } from './stretched.ts';

/** When the rate changes. */
export const rows = [
  { id: 'step', label: 'At every step', note: 'as it is' },
  { id: 'every', label: 'Every so many steps', note: 'staircase' },
  { id: 'epoch', label: 'Every epoch', note: 'perEpoch' },
  { id: 'event', label: 'From an event on', note: 'until' },
  { id: 'cycle', label: 'In cycles', note: 'restarts' },
] as const;

/** By what rule it changes. */
export const columns = [
  { id: 'line', label: 'Straight line', note: 'linear' },
  { id: 'cosine', label: 'Half a cosine', note: 'cosineAnnealing' },
  { id: 'power', label: 'Power', note: 'polynomialDecay' },
  { id: 'factor', label: 'By a factor', note: 'exponentialDecay' },
  { id: 'root', label: 'As 1/t', note: 'inverseTimeDecay' },
  { id: 'logarithm', label: 'As log(1/x)', note: 'logAnnealing' },
] as const;

export type RowId = (typeof rows)[number]['id'];
export type ColumnId = (typeof columns)[number]['id'];

/** One rule at one frequency. */
export interface Cell {
  readonly row: RowId;
  readonly column: ColumnId;
  /** What it is known as, where it has a name of its own. */
  readonly name: string | undefined;
  readonly plan: Plan;
}

/** The rule alone, to its end in so many steps. */
function ruleOf(column: ColumnId, peak: number, over: number): Plan {
  switch (column) {
    case 'line':
      return { type: 'linear', from: peak, to: 0, over };
    case 'cosine':
      return { type: 'cosineAnnealing', from: peak, to: 0, over };
    case 'power':
      return { type: 'polynomialDecay', from: peak, to: 0, over, power: 2 };
    case 'factor':
      return { type: 'exponentialDecay', initial: peak, factor: 0.5, every: part(over, 0.2) };
    case 'root':
      return { type: 'inverseTimeDecay', initial: peak, decayRate: 1, every: part(over, 0.1) };
    case 'logarithm':
      return { type: 'logAnnealing', from: peak, to: 0, over };
  }
}

/** What has a name of its own, and is written with it. */
const named: Readonly<Record<string, string>> = {
  'every factor': 'stepDecay',
  'event factor': 'reduceOnPlateau',
  'cycle cosine': 'cosineWarmRestarts',
};

const hasEnd = (column: ColumnId) => column !== 'factor' && column !== 'root';

function planOf(row: RowId, column: ColumnId, { steps, epoch, peak }: Run): Plan {
  const rule = ruleOf(column, peak, steps);
  switch (row) {
    case 'step':
      return rule;
    case 'every':
      if (column === 'factor') return { ...rule, type: 'stepDecay' };
      return { type: 'staircase', part: rule, every: part(steps, 0.1) };
    case 'epoch':
      return { type: 'perEpoch', part: stretched(rule, 1 / epoch, false), steps: epoch };
    case 'event': {
      const plateau = { monitor: 'val_loss', patience: 4, threshold: 0.01 };
      if (column === 'factor')
        return { type: 'reduceOnPlateau', initial: peak, factor: 0.5, cooldown: 4, ...plateau };
      // If nothing happens, the fall begins half-way all the same.
      const level: Plan = { type: 'until', part: { type: 'constant', rate: peak }, plateau };
      const first: Plan = { type: 'lasting', part: level, steps: part(steps, 0.5) };
      return { type: 'sequence', parts: [first, ruleOf(column, peak, part(steps, 0.5))] };
    }
    case 'cycle': {
      if (column === 'cosine')
        return { type: 'cosineWarmRestarts', from: peak, to: 0, over: part(steps, 0.25) };
      const cycle = ruleOf(column, neat(peak), part(steps, 0.25));
      const ending: Plan = hasEnd(column)
        ? cycle
        : { type: 'lasting', part: cycle, steps: part(steps, 0.25) };
      return { type: 'restarts', part: ending };
    }
  }
}

/** The two axes of a learning rate: each rule at each frequency, for a run. */
export function mapOf(run: Run): readonly Cell[] {
  return rows.flatMap(({ id: row }) =>
    columns.map(({ id: column }) => ({
      row,
      column,
      name: row === 'step' ? columns.find(({ id }) => id === column)?.note : named[`${row} ${column}`],
      plan: planOf(row, column, run),
    })),
  );
}
