import type { Observable } from 'rxjs';
import { lasting } from './machines/lasting.ts';
import { type Machine, machineOf } from './machines/machine.ts';
import { mapped } from './machines/mapped.ts';
import { perEpoch } from './machines/per-epoch.ts';
import { restarts } from './machines/restarts.ts';
import { sequence } from './machines/sequence.ts';
import { sideBySide } from './machines/side-by-side.ts';
import { staircase } from './machines/staircase.ts';
import { warmup } from './machines/warmup.ts';
import { once } from './once.ts';
import { runAnswers } from './run-answers.ts';
import { branded, type Inside, type Schedule, spanned } from './schedule.ts';

/**
 * What combinators need where a part has feedback. Each schedule with feedback carries it, and combinators find it
 * there: so an app of curves alone loads none of it.
 */
export interface Machinery {
  readonly machineOf: typeof machineOf;
  readonly closedLoop: typeof closedLoop;
  readonly lasting: typeof lasting;
  readonly mapped: typeof mapped;
  readonly perEpoch: typeof perEpoch;
  readonly restarts: typeof restarts;
  readonly sequence: typeof sequence;
  readonly sideBySide: typeof sideBySide;
  readonly staircase: typeof staircase;
  readonly warmup: typeof warmup;
}

const machinery: Machinery = {
  machineOf,
  closedLoop,
  lasting,
  mapped,
  perEpoch,
  restarts,
  sequence,
  sideBySide,
  staircase,
  warmup,
};

/**
 * A schedule that runs a machine.
 *
 * @param make the machine, made when it is first needed: compositions grow part by part, to thousands.
 * @param options what JSON says of it, beside its name. Compositions carry theirs.
 * @param span how long it lasts, where that is known; else its machine is asked, when somebody asks.
 */
export function closedLoop<M extends string, Rate = number>(
  name: string,
  monitors: readonly M[],
  make: () => Machine<Rate>,
  options: object,
  carried?: Omit<Inside<Rate>, 'name' | 'loop'>,
  span?: number,
): Schedule<M, Rate> {
  const machine = once(make);
  const loop = {
    get machine() {
      return machine();
    },
    machinery,
  };
  const schedule = branded(
    (reports: Observable<unknown>) => runAnswers(reports, machine(), carried?.start, (run) => run.rate()),
    name,
    { span: span ?? 0, monitors: [...new Set(monitors)] },
    options,
    { ...carried, loop },
  );
  return span === undefined ? spanned(schedule, () => machine().span) : schedule;
}
