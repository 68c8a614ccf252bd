import type { Cause } from './cause.ts';
import { type Clock, indexOf, NONE, type Unit } from './clock.ts';
import { finite } from './finite.ts';
import { jsonCopy } from './json-copy.ts';
import type { Machine } from './machines/machine.ts';
import { Readings } from './readings.ts';
import { type Start, type State, zero } from './state.ts';

/** One run of a machine over a history of reports: the clock, the memory, and the reports' readings. */
export class Run<Rate = unknown> implements Clock {
  /** The step that comes next. */
  step: number;
  unit: Unit | null;
  #memory: unknown;
  /** The memory before the last report, to tell what acted since. */
  #before: unknown;
  #machine: Machine<Rate>;
  #readings: Readings;

  constructor(machine: Machine<Rate>, start: Start = zero) {
    this.step = start.step;
    this.unit = start.unit;
    this.#machine = machine;
    // A copy, so that what one run does to it is nothing to the others.
    this.#memory =
      start.memory === undefined
        ? machine.begin(start.step)
        : jsonCopy(start.memory, 'resume: state.parts.memory');
    this.#before = this.#memory;
    this.#readings = new Readings(machine.name, machine.monitors, machine.readsAll, start);
  }

  /** Takes in one report. The clock never moves back; steps that were passed over are as if they had reported nothing. */
  hear(report: unknown): void {
    const machine = this.#machine;
    const clock = this.step;
    const index = indexOf(this, report, machine.name);
    this.#before = this.#memory;
    if (index > clock) this.#pass(clock, index);
    const fresh = this.#readings.take(report, index);
    if (index >= clock) {
      this.#memory = machine.next(this.#memory, this.#readings, index, index + 1);
      this.step = index + 1;
    } else if (fresh) {
      this.#memory = machine.late(this.#memory, this.#readings, index === NONE ? clock - 1 : index, clock);
    }
  }

  /** Goes on to a step that is still to come, as if those before it reported nothing. */
  passTo(step: number): void {
    this.#before = this.#memory;
    if (step > this.step) this.#pass(this.step, step);
    this.step = Math.max(this.step, step);
  }

  /** The steps from `from` to before `to` were passed over: each is as if it had reported nothing. */
  #pass(from: number, to: number): void {
    const machine = this.#machine;
    if (!machine.counts) {
      this.#memory = machine.settle(this.#memory, to);
      return;
    }
    this.#readings.hush();
    // Past its span it is deaf, however far the gap goes.
    const end = Math.min(to, Math.ceil(machine.span));
    for (let step = from; step < end; step++)
      this.#memory = machine.next(this.#memory, this.#readings, step, step + 1);
    this.#memory = machine.settle(this.#memory, to);
  }

  /** What its machine remembers. */
  protected get memory(): unknown {
    return this.#memory;
  }

  /** Goes on with another memory of the same machine. */
  protected remember(memory: unknown): void {
    this.#memory = memory;
  }

  /** Goes on as another machine, at the same step. What has come before is no reading for it either. */
  protected become(machine: Machine<Rate>, memory: unknown): void {
    const seen = this.#readings.seen();
    const names = [...seen.keys(), ...this.#readings.names];
    this.#machine = machine;
    this.#memory = memory;
    this.#before = memory;
    this.#readings = new Readings(machine.name, machine.monitors, machine.readsAll, {
      seen,
      missed: [],
      names,
    });
  }

  /** The rate of the step that comes next. */
  rate(): Rate {
    return finite(this.#machine.rate(this.#memory, this.step), this.#machine.name, this.step);
  }

  /** What acted between the last report and the one before it, outermost first. */
  causes(): readonly Cause[] {
    return this.#machine.causes(this.#before, this.#memory, '$', this.step);
  }

  state(): State {
    return {
      anneal: 1,
      shape: this.#machine.shape,
      step: this.step,
      parts: {
        unit: this.unit,
        seen: Object.fromEntries(this.#readings.seen()),
        missed: this.#readings.missing(),
        // A copy, so that what is done with a state does nothing to the run.
        memory: jsonCopy(this.#memory, `${this.#machine.name}: the state of step ${this.step}`),
      },
    };
  }

  /** @throws Error when a part was active and its metric has never come. */
  finish(): void {
    const complaint = this.#readings.complaint();
    if (complaint !== undefined) throw new Error(complaint);
  }
}
