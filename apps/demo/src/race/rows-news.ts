import type { News } from './messages.ts';
import type { RacerRow } from './racer.ts';

/** A finished step of a racer, by its place in the set-up and its lane. */
export interface Ran {
  readonly racer: number;
  readonly lane: number;
  readonly row: RacerRow;
}

/** Packs rows of whole steps, so that they cost the page nothing: numbers in typed arrays, one racer after the other. */
export function rowsNews(run: number, racers: number, ran: readonly Ran[]): News & { readonly type: 'rows' } {
  const steps = ran.map(({ row }) => row.step);
  const from = Math.min(...steps);
  const count = Math.max(...steps) - from + 1;
  const [losses, rates] = [filled(racers * count), filled(racers * count)];
  for (const { racer, row } of ran) {
    const place = racer * count + row.step - from;
    losses[place] = row.loss;
    rates[place] = row.rate;
  }
  const heldOut = ran.flatMap(({ lane, row: { step, val_loss: loss, val_acc: accuracy } }) =>
    loss === undefined || accuracy === undefined ? [] : [{ lane, step, loss, accuracy }],
  );
  const causes = ran.flatMap(({ lane, row: { step, causes = [] } }) =>
    causes.map((cause) => ({ lane, step, cause })),
  );
  return { type: 'rows', run, from, count, losses, rates, heldOut, causes };
}

const filled = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length).fill(Number.NaN);
