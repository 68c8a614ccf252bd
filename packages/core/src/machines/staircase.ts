import * as check from '../check.ts';
import type { InHand } from '../readings.ts';
import { held, type Machine } from './machine.ts';
import { within } from './mapped.ts';

/** The last tick that the clock has come to, the rate that was taken there, and what the part remembers. */
interface Landing {
  readonly tick: number;
  readonly rate: number;
  readonly memory: unknown;
}

/** A part that goes on as it would alone, and hears every report, while its rate is taken only now and then. */
export function staircase(part: Machine<number>, tickOf: (step: number) => number): Machine<number> {
  // Plus 0, since a state knows no −0.
  const rateAt = (memory: unknown, tick: number): number => part.rate(memory, tick) + 0;
  const remember = (landing: Landing, memory: unknown): Landing =>
    memory === landing.memory ? landing : { ...landing, memory };

  /** The landing when the clock has come to `clock`; `to` moves the part to a clock. The rate is taken at the tick itself. */
  const moved = (landing: Landing, clock: number, to: (clock: number) => unknown): Landing => {
    const tick = tickOf(clock);
    if (tick <= landing.tick) return remember(landing, to(clock));
    const memory = to(tick);
    return { tick, rate: rateAt(memory, tick), memory: part.settle(memory, clock) };
  };

  const { ended } = part;
  const machine: Machine<number, Landing> = {
    ...within('staircase', part),
    ended: ended && (({ memory }) => ended(memory)),
    begin(clock) {
      const tick = tickOf(clock);
      const memory = part.begin(tick);
      return { tick, rate: rateAt(memory, tick), memory: part.settle(memory, clock) };
    },
    next: (landing: Landing, readings: InHand, step: number, clock: number) =>
      moved(landing, clock, (to) => part.next(landing.memory, readings, step, to)),
    settle: (landing, clock) => moved(landing, clock, (to) => part.settle(landing.memory, to)),
    late(landing, readings, step, clock) {
      const memory = part.late(landing.memory, readings, step, clock);
      if (memory === landing.memory) return landing;
      // What comes before the first step of a landing has run, comes in time for its rate.
      const inTime = clock <= landing.tick;
      return { tick: landing.tick, rate: inTime ? rateAt(memory, landing.tick) : landing.rate, memory };
    },
    asks: ({ memory }) => part.asks(memory),
    rate: ({ rate }) => rate,
    causes: (before, after, path, step) => part.causes(before.memory, after.memory, `${path}.part`, step),
    restore(landing, path, clock) {
      const { tick, rate, memory } = check.record('resume', path, landing, ['tick', 'rate', 'memory']);
      check.notNegative('resume', `${path}.tick`, tick);
      if ((tick as number) > clock)
        check.refuse('resume', `${path}.tick`, `at most the step, ${clock}`, tick);
      check.finite('resume', `${path}.rate`, rate);
      return {
        tick: tick as number,
        rate: rate as number,
        memory: part.restore(memory, `${path}.memory`, clock),
      };
    },
  };
  return held(machine, part.span);
}
