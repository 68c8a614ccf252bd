import type { Cause } from '../cause.ts';
import * as check from '../check.ts';
import type { InHand } from '../readings.ts';
import { type Curve, inside, type Part } from '../schedule.ts';

/**
 * What runs inside a schedule: pure functions over a memory of plain JSON.
 *
 * Steps are counted from the machine's own 0. The clock stands at the step that comes next; the memory holds what the
 * step alone does not tell, so that a curve remembers nothing.
 */
// biome-ignore lint/suspicious/noExplicitAny: each machine knows its own memory; trees hold machines of every kind.
export interface Machine<Rate = unknown, Memory = any> {
  /** The function that made it, for errors and causes. */
  readonly name: string;
  readonly span: number;
  /** The tree of functions, without their options: what a saved state must have come from. */
  readonly shape: string;
  /** The metrics that the tree reads, each once. */
  readonly monitors: readonly string[];
  /** Whether a part reads whole reports, so that every metric must be watched for redelivery. */
  readonly readsAll: boolean;
  /** The memory before any step has finished; `clock` is 0, or a fraction past it where it begins between two steps. */
  begin(clock: number): Memory;
  /**
   * The memory after finished step `step`, with what its report brought. The clock then stands at `clock`: the next step,
   * or less, where the machine is made to end between the two.
   */
  next(memory: Memory, readings: InHand, step: number, clock: number): Memory;
  /** Whether it counts steps of which nothing was reported, so that each of them must be told to it. */
  readonly counts: boolean;
  /** The memory when the clock has come to `clock` and there is no more to hear of the steps before it. */
  settle(memory: Memory, clock: number): Memory;
  /** The memory after something new about `step` that does not move the clock, which stands at `clock`. */
  late(memory: Memory, readings: InHand, step: number, clock: number): Memory;
  /** The metrics that the active parts read. */
  asks(memory: Memory): readonly string[];
  /** The rate of `step`, the one that comes next. */
  rate(memory: Memory, step: number): Rate;
  /** Whether an event has ended its phase, so that a sequence goes on; absent where none can. */
  readonly ended?: ((memory: Memory) => boolean) | undefined;
  /** What acted between two memories, outermost first. */
  causes(before: Memory, after: Memory, path: string, step: number): readonly Cause[];
  /**
   * The memory in a state that was read from outside, checked; `clock` is the step that comes next. Where the plan has
   * changed it may have to settle.
   */
  restore(memory: unknown, path: string, clock: number): Memory;
}

/** The machine inside a schedule. */
export function machineOf<Rate>(schedule: Part<string, Rate>): Machine<Rate> {
  const { loop, name } = inside(schedule);
  if (loop !== undefined) return loop.machine;
  const { at, span } = schedule as Curve<Rate>;
  return withoutMemory(name, at, span);
}

/** The machine of a curve, for where it is a part of a tree with feedback. All curves are one shape. */
function withoutMemory<Rate>(name: string, at: (step: number) => Rate, span: number): Machine<Rate, null> {
  return {
    name,
    span,
    shape: 'curve',
    monitors: [],
    readsAll: false,
    begin: () => null,
    next: () => null,
    counts: false,
    settle: () => null,
    late: () => null,
    asks: () => [],
    rate: (_, step) => at(step),
    causes: () => [],
    restore(memory, path) {
      if (memory !== null) check.refuse('resume', path, 'null, since a curve remembers nothing', memory);
      return null;
    },
  };
}

/** Asks for what active parts will read later, so that a metric which never comes is noticed. */
export function askFor(part: Machine, memory: unknown, readings: InHand): void {
  if (readings.isAwaited) for (const name of part.asks(memory)) readings.of(name);
}

/** A machine made to last `span` steps, longer or shorter: after them it holds its rate and is deaf. */
export function held<Rate>(machine: Machine<Rate>, span: number): Machine<Rate> {
  if (span === Infinity) return machine;
  return {
    ...machine,
    span,
    begin: (clock) => machine.begin(Math.min(clock, span)),
    next: (memory, readings, step, clock) =>
      step < span
        ? machine.next(memory, readings, step, Math.min(clock, span))
        : machine.settle(memory, span),
    settle: (memory, clock) => machine.settle(memory, Math.min(clock, span)),
    late: (memory, readings, step, clock) =>
      clock < span ? machine.late(memory, readings, step, clock) : memory,
    rate: (memory, step) => machine.rate(memory, Math.min(step, span)),
  };
}
