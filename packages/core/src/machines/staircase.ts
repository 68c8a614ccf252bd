import * as check from '../check.ts';
import { askFor, held, type Machine } from './machine.ts';
import { within } from './mapped.ts';

/** Where the clock stands still, the rate that was taken there, and what the part remembers. */
interface Landing {
  readonly tick: number;
  readonly rate: number;
  readonly memory: unknown;
}

/** A part that hears every report, while its clock moves, and its rate is taken, only now and then. */
export function staircase(part: Machine<number>, tickOf: (step: number) => number): Machine<number> {
  /** The clock may have come to a new tick: only there the part's own clock moves, and its rate shows. */
  const settled = (landing: Landing, memory: unknown, clock: number): Landing => {
    const tick = tickOf(clock);
    if (tick <= landing.tick) return memory === landing.memory ? landing : { ...landing, memory };
    const moved = part.settle(memory, tick);
    return { tick, rate: part.rate(moved, tick), memory: moved };
  };

  const { ended } = part;
  const machine: Machine<number, Landing> = {
    ...within('staircase', part),
    ended: ended && (({ memory }) => ended(memory)),
    begin(clock) {
      const tick = tickOf(clock);
      const memory = part.begin(tick);
      return { tick, rate: part.rate(memory, tick), memory };
    },
    next(landing, readings, step, clock) {
      askFor(part, landing.memory, readings);
      return settled(landing, part.late(landing.memory, readings, step, landing.tick), clock);
    },
    settle: (landing, clock) => settled(landing, landing.memory, clock),
    late(landing, readings, step, clock) {
      // A step of an earlier landing was that landing's, for whoever was in force there.
      const of = step < landing.tick ? tickOf(step) : step;
      const memory = part.late(landing.memory, readings, of, landing.tick);
      // What comes before the first step of a landing has run, comes in time for its rate.
      if (clock > landing.tick) return settled(landing, memory, landing.tick);
      return memory === landing.memory
        ? landing
        : { ...landing, rate: part.rate(memory, landing.tick), memory };
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
        memory: part.restore(memory, `${path}.memory`, tick as number),
      };
    },
  };
  return held(machine, part.span);
}
