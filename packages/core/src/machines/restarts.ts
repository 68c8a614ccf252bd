import type { Cause } from '../cause.ts';
import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import type { Cycles } from '../curves/cycles.ts';
import type { Machine } from './machine.ts';
import { within } from './mapped.ts';

/** Which cycle it is in, and what the part remembers of this cycle alone. */
interface Lap {
  readonly cycle: number;
  /** The step at which the cycle began. */
  readonly since: number;
  readonly memory: unknown;
}

/** A finite part that begins anew, from its initial state, whenever it is over. */
export function restarts(
  part: Machine<number>,
  cycles: Cycles,
  heightOf: (cycle: number) => number,
): Machine<number> {
  /** Resumed under another plan, the cycle may have begun elsewhere than this plan says: all is shifted by that then. */
  const shiftOf = ({ cycle, since }: Lap) => since - cycles.startOf(cycle);
  /** Where the part's own clock stands at a step; at the end not the quotient, which may miss it by a bit. */
  const local = (lap: Lap, step: number) =>
    step >= cycles.span && shiftOf(lap) === 0
      ? part.span
      : Math.min((step - lap.since) / cycles.stretchOf(lap.cycle), part.span);

  const begun = (cycle: number, since: number, clock: number): Lap => {
    const lap = { cycle, since, memory: undefined };
    return { ...lap, memory: part.begin(local(lap, clock)) };
  };
  /** The same lap, or, where the clock has come to its end, the start of the one that is due. */
  const settled = (lap: Lap, memory: unknown, clock: number): Lap => {
    const shift = shiftOf(lap);
    const cycle = cycles.at(clock - shift);
    if (cycle > lap.cycle) return begun(cycle, cycles.startOf(cycle) + shift, clock);
    return memory === lap.memory ? lap : { ...lap, memory };
  };

  const machine: Machine<number, Lap> = {
    ...within('restarts', part),
    ended: undefined,
    span: cycles.span,
    begin: (clock) => begun(cycles.at(clock), cycles.startOf(cycles.at(clock)), clock),
    next: (lap, readings, step, clock) =>
      settled(lap, part.next(lap.memory, readings, local(lap, step), local(lap, clock)), clock),
    settle: (lap, clock) => settled(lap, part.settle(lap.memory, local(lap, clock)), clock),
    // What belongs to a step before the cycle began was for a cycle that is over.
    late: (lap, readings, step, clock) =>
      readings.index !== NONE && step < lap.since
        ? lap
        : settled(lap, part.late(lap.memory, readings, local(lap, step), local(lap, clock)), clock),
    asks: ({ memory }) => part.asks(memory),
    rate: (lap, step) => part.rate(lap.memory, local(lap, step)) * heightOf(lap.cycle),
    causes(before, after, path, step) {
      const here = `${path}.part`;
      if (before.cycle === after.cycle) return part.causes(before.memory, after.memory, here, step);
      const again: Cause = { by: 'restarts', path, step, cycle: after.cycle };
      return [again, ...part.causes(part.begin(0), after.memory, here, step)];
    },
    restore(saved, path, clock) {
      const { cycle, since, memory } = check.record('resume', path, saved, ['cycle', 'since', 'memory']);
      check.count('resume', `${path}.cycle`, cycle);
      if ((cycle as number) >= cycles.times)
        check.refuse('resume', `${path}.cycle`, `below times, ${cycles.times}`, cycle);
      check.notNegative('resume', `${path}.since`, since);
      if ((since as number) > clock)
        check.refuse('resume', `${path}.since`, `at most the step, ${clock}`, since);
      const lap = { cycle: cycle as number, since: since as number, memory: undefined };
      if ((lap.cycle === 0) !== (lap.since === 0) || !Number.isFinite(cycles.startOf(lap.cycle)))
        check.refuse('resume', `${path}.since`, `where cycle ${lap.cycle} begins`, since);
      // Under another stretch it had come less far, but never further than the steps there were.
      const elapsed = cycles.stretchOf(1) < 1 ? Infinity : clock - lap.since;
      return { ...lap, memory: part.restore(memory, `${path}.memory`, elapsed) };
    },
  };
  return machine;
}
