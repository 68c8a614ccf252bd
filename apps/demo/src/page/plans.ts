import { type Forecast, forecast } from '../forecast.ts';
import { scheduleOf } from '../plan/plan.ts';
import type { Act, Racer, Splice } from '../race/setup.ts';

const known = new Map<string, Forecast>();
/** So many plans are kept: a slider that moves makes a new one each frame. */
const room = 60;

/** What a schedule plans for so many steps. Told once for each schedule, since it is asked in every frame. */
export function planOf(schedule: unknown, steps: number): Forecast {
  const key = `${steps} ${JSON.stringify(schedule)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const told = forecast(scheduleOf(schedule), steps);
  if (known.size >= room) known.delete(known.keys().next().value as string);
  known.set(key, told);
  return told;
}

/** A schedule that is about to be swapped in. */
export interface Pending {
  readonly schedule: unknown;
  readonly splice: Splice;
  readonly at: number;
}

/** What is planned for a racer of a race that is on: its schedule, and after each act what that has made of it. */
export function comingOf(
  racer: Racer,
  steps: number,
  acts: readonly Act[],
  rates: Float64Array,
  pending?: Pending,
): Forecast {
  let plan = planOf(racer.schedule, steps);
  let byHand: { readonly from: number; readonly rate: number } | undefined;
  const mine: (Act | (Pending & { kind: 'swap' }))[] = acts.filter(({ lane }) => lane === racer.lane);
  if (pending !== undefined) mine.push({ kind: 'swap', ...pending });
  if (mine.length === 0) return plan;
  for (const act of mine) {
    if (act.kind === 'rate') byHand = { from: act.at, rate: act.rate };
    else if (act.kind === 'release') byHand = undefined;
    else plan = swapped(plan, planOf(act.schedule, steps), act, rates[act.at - 1]);
  }
  if (byHand === undefined) return plan;
  const { from, rate } = byHand;
  return { ...plan, rates: plan.rates.map((planned, step) => (step < from ? planned : rate)) };
}

/** As `live` of the library splices it: from its own start, at the present step, or from its start at the height in force. */
function swapped(
  before: Forecast,
  next: Forecast,
  { at, splice }: Pending,
  inForce: number | undefined,
): Forecast {
  const height =
    splice === 'value' ? (inForce ?? (before.rates[at] as number)) / (next.rates[0] as number) : 1;
  const begin = splice === 'progress' ? 0 : at;
  const rates = before.rates.map((rate, step) =>
    step < at ? rate : height * (next.rates[Math.min(step - begin, next.rates.length - 1)] as number),
  );
  return { rates, certain: next.certain };
}
