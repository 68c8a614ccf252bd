import type { LiveCause } from './cause.ts';
import { refuse } from './check.ts';
import { finite, isRate } from './finite.ts';
import { type AnyRate, groupsOf, live, perGroup, type Spliced, sameGroups } from './machines/live.ts';
import { type Machine, machineOf } from './machines/machine.ts';
import { Run } from './run.ts';
import { inside, isSchedule, type Part } from './schedule.ts';
import { type Start, zero } from './state.ts';

/** How a schedule takes the place of another. */
export type Splice = 'restart' | 'progress' | 'value';

/** A run whose schedule may be swapped, and whose rate may be set by hand, while it goes on. */
export class LiveRun<Rate> extends Run<Rate> {
  readonly #splice: Splice;
  /** What is to take over with the next report. */
  #next: Part<string, Rate> | undefined;
  /** The rate that is to be set by hand, or `null` to release it; `undefined` to leave that as it is. */
  #byHand: Rate | null | undefined;
  #acts: readonly LiveCause[] = [];

  constructor(first: Part<string, Rate>, splice: Splice) {
    const { machine, start } = beginning(first);
    super(machine, start);
    this.#splice = splice;
  }

  /** Takes what is to show in the answer to the next report; of several, the last one counts. */
  swap(said: unknown): void {
    if (isSchedule(said)) {
      if (inside(said).start !== undefined)
        throw new TypeError(
          'live: a schedule that takes over must not be resumed, since its clock is told by splice; give it as it is',
        );
      this.#next = said as Part<string, Rate>;
      this.#byHand = null;
    } else if (said === null) this.#byHand = null;
    // A copy, since a record may go on to change.
    else if (isRate(said))
      this.#byHand = typeof said === 'number' ? (said as Rate) : ({ ...(said as object) } as Rate);
    else refuse('live', 'what its stream gives', 'a schedule, a finite rate or null', said);
  }

  override hear(report: unknown): void {
    this.#acts = [];
    const next = this.#next;
    const byHand = this.#byHand;
    if (byHand === undefined) {
      super.hear(report);
      return;
    }
    this.#next = undefined;
    this.#byHand = undefined;
    const from = this.rate();
    super.hear(report);
    const held = this.#spliced.held;
    if (next !== undefined) this.#takeOver(next, from);
    if (byHand !== null) this.#set(byHand, from);
    else if (next === undefined && held !== null) this.#release(from);
  }

  override causes(): ReturnType<Run['causes']> {
    return [...this.#acts, ...super.causes()];
  }

  get #spliced(): Spliced<Rate> {
    return this.memory as Spliced<Rate>;
  }

  #takeOver(next: Part<string, Rate>, from: Rate): void {
    const machine = machineOf(next);
    const { step } = this;
    const splice = this.#splice;
    const since = splice === 'progress' ? 0 : step;
    const memory = machine.begin(step - since);
    const first = machine.rate(memory, step - since);
    finite(first, inside(next).name, step - since);
    mustFit(inside(next).name, first, from);
    const scale = splice === 'value' ? perGroup(first, from, ratio(step)) : null;
    this.become(live(machine), { since, at: step, scale, held: null, memory } satisfies Spliced<Rate>);
    this.#acts = [this.#act({ act: 'swap', schedule: inside(next).name, splice }, from)];
  }

  #set(rate: Rate, from: Rate): void {
    mustFit('the rate set by hand', rate, from);
    this.remember({ ...this.#spliced, held: rate } satisfies Spliced<Rate>);
    this.#acts = [...this.#acts, this.#act({ act: 'override' }, from)];
  }

  #release(from: Rate): void {
    this.remember({ ...this.#spliced, held: null } satisfies Spliced<Rate>);
    this.#acts = [this.#act({ act: 'release' }, from)];
  }

  #act<Act extends object>(
    act: Act,
    from: Rate,
  ): { by: 'live'; path: '$'; step: number; from: AnyRate; to: AnyRate } & Act {
    const [was, is] = [from, this.rate()] as AnyRate[] as [AnyRate, AnyRate];
    return { by: 'live', path: '$', step: this.step, ...act, from: was, to: is };
  }
}

/** The machine to begin with, and where; it may be one that was resumed, also in the place of another. */
function beginning<Rate>(first: Part<string, Rate>): { machine: Machine<Rate>; start: Start } {
  const machine = machineOf(first);
  const { start = zero, spliced } = inside(first);
  if (spliced) return { machine, start };
  const memory = start.memory ?? machine.begin(start.step);
  return {
    machine: live(machine),
    start: { ...start, memory: { since: 0, at: 0, scale: null, held: null, memory } satisfies Spliced<Rate> },
  };
}

function mustFit(whose: string, rate: unknown, inForce: unknown): void {
  if (sameGroups(rate, inForce)) return;
  throw new TypeError(
    `live: ${whose} must give ${groupsOf(inForce)}, as what it takes the place of, got ${groupsOf(rate)}`,
  );
}

/** What makes a first rate the rate in force. */
const ratio =
  (step: number) =>
  (first: number, inForce: number, group: string): number => {
    const scale = inForce / first;
    if (Number.isFinite(scale) && scale !== 0) return scale;
    const by = `live: step ${step}`;
    const of = group && ` of ${group}`;
    const rule = "other than 0 with splice 'value'";
    if (first === 0) return refuse(by, `the new schedule's first rate${of}`, rule, first);
    if (inForce === 0) return refuse(by, `the rate in force${of}`, rule, inForce);
    const near = `near enough to the rate in force, ${inForce}, for splice 'value'`;
    return refuse(by, `the new schedule's first rate${of}`, near, first);
  };
