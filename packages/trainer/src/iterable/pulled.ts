import { Observable, type Subscriber } from 'rxjs';
import { aRunIsOn } from '../a-run-is-on.ts';
import { Breath } from '../breath.ts';
import { names, shown } from '../check.ts';
import { Gate } from '../gate.ts';
import { fitting } from '../groups.ts';
import { isPromise } from '../is-promise.ts';
import { Numbered } from '../numbered.ts';
import { once } from '../once.ts';
import type { StepReport } from '../step-trainer.ts';
import type { Trainer } from '../trainer.ts';
import { Turn } from '../turn.ts';
import { type Reports, Source } from './source.ts';

interface Pulled<R, Rate> {
  /** Whose errors they are. */
  readonly by: string;
  /** The reports of the run that begins at `start`. */
  readonly open: (start: number) => Reports<R>;
  readonly setRate: (rate: Rate, step: number) => unknown;
  readonly groups?: readonly string[] | undefined;
  readonly save?: (() => unknown) | undefined;
  readonly restore?: ((saved: never) => void | Promise<void>) | undefined;
}

/** A trainer whose reports are asked for one by one, each of them when its rate is set. */
export function pulled<R, Rate>(parts: Pulled<R, Rate>): Trainer<StepReport<R, Rate>, Rate> {
  const { by, groups, save, restore } = parts;
  if (groups !== undefined) names(by, 'groups', groups);
  for (const [name, given] of Object.entries({ save, restore })) {
    if (given !== undefined && typeof given !== 'function')
      throw new TypeError(`${by}: ${name} must be a function, got ${shown(given)}`);
  }
  const gate = new Gate<Rate>();
  const turn = new Turn();
  let busy = false;
  let ended: Promise<void> = Promise.resolve();

  return {
    // What they do at once is done when they return.
    ...(save === undefined ? {} : { save: async () => save() }),
    ...(restore === undefined
      ? {}
      : { restore: (saved: unknown) => turn.take(async () => restore(saved as never)) }),
    setRate(rate, from) {
      if (groups !== undefined) fitting(by, groups, rate);
      gate.open(rate, from);
    },
    reports: (start) =>
      new Observable((out) => {
        if (busy) throw new Error(`${by}: ${aRunIsOn}`);
        busy = true;
        const run = new Run<R, Rate>({ ...parts, gate, turn, start, out });
        // Once, and before the end is told of: whoever hears of it may start the next run.
        const end = once(() => {
          busy = false;
          gate.shut();
          run.leave();
        });
        out.add(end);
        // A run that was let go of may have a step to finish.
        ended = run.after(ended).then(
          () => {
            end();
            out.complete();
          },
          (error: unknown) => {
            end();
            out.error(error);
          },
        );
      }),
  };
}

interface RunParts<R, Rate> extends Pulled<R, Rate> {
  readonly gate: Gate<Rate>;
  readonly turn: Turn;
  readonly start: number;
  readonly out: Subscriber<StepReport<R, Rate>>;
}

class Run<R, Rate> {
  readonly #parts: RunParts<R, Rate>;
  #source: Source<R> | undefined;

  constructor(parts: RunParts<R, Rate>) {
    this.#parts = parts;
  }

  /** The whole run, behind the one before it: it is over when the iterator is. */
  async after(before: Promise<void>): Promise<void> {
    const { by, open, start, out } = this.#parts;
    await before;
    const breath = new Breath();
    await breath.take();
    if (out.closed) return;
    this.#source = new Source(by, open(start));
    try {
      await this.#pull(this.#source, breath);
    } catch (error) {
      // What went wrong first is what is told of.
      await this.#source.leave().catch(() => {});
      throw error;
    }
    await this.#source.leave();
  }

  /** Nobody wants another report; what fails now is for the run to say. */
  leave(): void {
    this.#source?.leave().catch(() => {});
  }

  async #pull(source: Source<R>, breath: Breath): Promise<void> {
    const { gate, turn, setRate, start, out } = this.#parts;
    const steps = new Numbered<Rate>(start);
    while (!out.closed) {
      if (breath.due) await breath.take();
      const { next } = steps;
      // Asked before the gate, which by now may be the next run's, and behind it, since it may shut again meanwhile.
      if (out.closed || !(gate.isOpen(next) || (await gate.pass(next))) || out.closed) return;
      // Before the rate, which a restored optimizer would else put back.
      while (turn.taken !== undefined) {
        await turn.taken;
        if (out.closed) return;
      }
      const { rate } = gate;
      const set = setRate(rate, next);
      if (isPromise(set)) await set;
      if (out.closed) return;
      const asked = source.next();
      const found = isPromise(asked) ? await turn.take(() => asked) : asked;
      if (found === undefined) return;
      out.next(steps.report(found.value, rate) as StepReport<R, Rate>);
    }
  }
}
