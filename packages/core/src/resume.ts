import * as check from './check.ts';
import { jsonCopy } from './json-copy.ts';
import { live, type Spliced } from './machines/live.ts';
import { type Machine, machineOf } from './machines/machine.ts';
import { toldBy } from './operators/told.ts';
import { type Inside, inside, isCurve, isSchedule, openLoop, type Part } from './schedule.ts';
import { shown } from './shown.ts';
import type { Start, State } from './state.ts';

/**
 * The same schedule, picked up at a state that {@link decisions} gave: what follows is, bit for bit, what would have
 * followed.
 *
 * The state must come from the same tree of functions; their options may have changed, so that a plan with a longer
 * `over` resumes. What took over in a run of {@link live} resumes where it was. A bare step is enough for a curve, whose past is told by it (`last_epoch` elsewhere): with
 * `resume(curve, 30)` step 30 comes next. A resumed curve keeps `.at`, in absolute steps. `resume` stands outermost: a
 * part of a composition cannot be resumed alone.
 *
 * @throws TypeError when `schedule` is none, or a bare step is given to one with feedback; RangeError when the state has
 * another shape, or names the field that is out of its range.
 *
 * @example
 * ```ts
 * import { cosineAnnealing, decisions, reduceOnPlateau, resume, simulate, type State } from '@anneal/core';
 * import { from } from 'rxjs';
 *
 * simulate(resume(cosineAnnealing({ from: 0.1, over: 60 }), 30), []); // => [0.05]
 *
 * const plateau = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 1 });
 * let saved = '';
 * from([3, 2, 2]).pipe(decisions(plateau)).subscribe(({ state }) => (saved = JSON.stringify(state)));
 *
 * simulate(resume(plateau, JSON.parse(saved) as State), [2]); // => [0.1, 0.05]
 * ```
 */
export function resume<S extends Part<string, unknown>>(schedule: S, state: State | number): S {
  if (!isSchedule(schedule))
    throw new TypeError(
      `resume: its first argument must be a schedule, got ${
        toldBy(schedule) ? 'what live returns; give it the schedule that was in force' : shown(schedule)
      }`,
    );
  const { name, loop, spliced } = inside(schedule);
  const { monitors, toJSON } = schedule;
  const own = machineOf(schedule);
  // It may have run in the place of another, by `live`; then its own clock begins where it took over.
  const tookOver = !spliced && (state as Partial<State> | null)?.shape === `live(${own.shape})`;
  const machine: Machine = tookOver ? live(own) : own;
  const start = startOf(machine, state, isCurve(schedule));
  const span = tookOver ? (start.memory as Spliced).since + schedule.span : schedule.span;
  const carried = { start, toJSON, spliced: spliced || tookOver };
  let resumed: unknown;
  if (!isCurve(schedule)) {
    const { closedLoop } = (loop as Required<Loop>).machinery;
    resumed = closedLoop(name, monitors, () => machine, {}, carried, span);
  } else if (typeof state === 'number' || !carried.spliced)
    resumed = openLoop(name, schedule.at, span, {}, { start, toJSON });
  else {
    // Of a curve the future is still known.
    const at = tookOver ? (step: number) => machine.rate(start.memory, step) : schedule.at;
    resumed = openLoop(name, at, span, {}, { ...carried, loop: { machine } });
  }
  return resumed as S;
}

/** What runs in a schedule with feedback. */
type Loop = NonNullable<Inside['loop']>;

function startOf(machine: Machine, state: unknown, open: boolean): Start {
  if (typeof state === 'number') {
    if (!open) {
      throw new TypeError(
        `resume: ${machine.name} reads metrics, so a bare step (${state}) cannot tell where it was; ` +
          'give it the state of a decision',
      );
    }
    check.count('resume', 'the step', state);
    return { step: state, unit: null, seen: new Map(), missed: [], memory: undefined };
  }
  const { anneal, shape, step, parts } = check.record('resume', 'state', state, [
    'anneal',
    'shape',
    'step',
    'parts',
  ]);
  if (anneal !== 1)
    check.refuse('resume', 'state.anneal', '1, the version of states that this release reads', anneal);
  if (shape !== machine.shape)
    check.refuse('resume', 'state.shape', `the schedule's own, '${machine.shape}'`, shape);
  // Behind the last index that there is comes one that is none.
  if (step !== 2 ** 53) check.count('resume', 'state.step', step);
  const { unit, seen, missed, memory } = check.record('resume', 'state.parts', parts, [
    'unit',
    'seen',
    'missed',
    'memory',
  ]);
  const copy = jsonCopy(memory, 'resume: state.parts.memory');
  const restored = machine.restore(copy, 'state.parts.memory', step as number);
  if (unit !== null) check.oneOf('step', 'epoch')('resume', 'state.parts.unit', unit);
  return {
    step: step as number,
    unit: unit as Start['unit'],
    seen: seenIn(seen, step as number),
    memory: machine.settle(restored, step as number),
    missed: missedIn(missed),
  };
}

function seenIn(seen: unknown, step: number): ReadonlyMap<string, number> {
  const path = 'state.parts.seen';
  const entries = Object.entries(check.record('resume', path, seen, []));
  for (const [metric, index] of entries) {
    const fits = Number.isSafeInteger(index) && (index as number) >= -1 && (index as number) < step;
    if (!fits)
      check.refuse('resume', `${path}.${metric}`, `a whole number from -1 to below the step, ${step}`, index);
  }
  return new Map(entries as [string, number][]);
}

function missedIn(missed: unknown): readonly string[] {
  if (Array.isArray(missed) && missed.every((name) => typeof name === 'string')) return missed;
  return check.refuse('resume', 'state.parts.missed', 'a list of names', missed);
}
