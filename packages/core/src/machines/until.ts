import * as check from '../check.ts';
import type { Event, Noted } from '../feedback/event.ts';
import { checkWatch } from '../feedback/watch.ts';
import { isKept } from '../not-finite.ts';
import type { InHand } from '../readings.ts';
import type { Machine } from './machine.ts';
import { within } from './mapped.ts';

/** Where the phase ended, what was noted of the event, and what the part remembers. */
interface Phase extends Noted {
  /** The part's own step that would have come next; `null` before the event. */
  readonly over: number | null;
  readonly memory: unknown;
}

/** A part whose phase ends on an event: from there on it holds, deaf, and a sequence goes on to its next part. */
export function until(part: Machine<number>, event: Event): Machine<number, Phase> {
  // An event inside it ends the phase, too, for a sequence; alone it goes on to its own.
  const isOver = ({ over, memory }: Phase): boolean => over !== null || part.ended?.(memory) === true;
  const heard = (phase: Phase, memory: unknown, readings: InHand, clock: number): Phase => {
    const noted = event.noted(phase, readings);
    if (event.happens(phase, noted, readings))
      return { over: clock, watch: noted.watch, reading: noted.reading, memory };
    if (noted === phase && memory === phase.memory) return phase;
    return { over: null, watch: noted.watch, reading: noted.reading, memory };
  };

  return {
    ...within('until', part),
    span: Infinity,
    shape: `until(${part.shape}${event.shape})`,
    monitors: [...new Set([...part.monitors, ...event.monitors])],
    readsAll: part.readsAll || event.readsAll,
    begin: (clock) => ({ over: null, ...event.first, memory: part.begin(clock) }),
    next: (phase, readings, step, clock) =>
      phase.over !== null
        ? phase
        : heard(phase, part.next(phase.memory, readings, step, clock), readings, clock),
    settle(phase, clock) {
      if (phase.over !== null) return phase;
      const memory = part.settle(phase.memory, clock);
      return memory === phase.memory ? phase : { ...phase, memory };
    },
    late: (phase, readings, step, clock) =>
      phase.over !== null
        ? phase
        : heard(phase, part.late(phase.memory, readings, step, clock), readings, clock),
    asks: ({ over, memory }) => (over === null ? [...part.asks(memory), ...event.monitors] : []),
    rate: ({ over, memory }, step) => part.rate(memory, over === null ? step : Math.min(step, over)),
    ended: isOver,
    causes(before, after, path, step) {
      const inner = part.causes(before.memory, after.memory, `${path}.part`, step);
      return before.over !== null || after.over === null
        ? inner
        : [{ by: 'until', path, step, ...event.told(after) }, ...inner];
    },
    restore(saved, path, clock) {
      const it = check.record('resume', path, saved, ['over', 'watch', 'reading', 'memory']);
      if (it.over !== null) {
        check.notNegative('resume', `${path}.over`, it.over);
        if ((it.over as number) > clock)
          check.refuse('resume', `${path}.over`, `at most the step, ${clock}`, it.over);
      }
      const byReading = it.over !== null && event.isReading;
      if (byReading ? !isKept(it.reading) : it.reading !== null) {
        const rule = byReading ? 'the reading that ended the phase' : 'null';
        check.refuse('resume', `${path}.reading`, rule, it.reading);
      }
      if (event.first.watch === null) {
        if (it.watch !== null) check.refuse('resume', `${path}.watch`, 'null', it.watch);
      } else {
        const keys = Object.keys(event.first.watch);
        checkWatch(check.record('resume', `${path}.watch`, it.watch, keys), `${path}.watch`);
      }
      const memory = part.restore(it.memory, `${path}.memory`, (it.over as number | null) ?? clock);
      return { over: it.over, watch: it.watch, reading: it.reading, memory } as Phase;
    },
  };
}
