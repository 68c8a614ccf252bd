import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  finalize,
  firstValueFrom,
  map,
  merge,
  type Observable,
  of,
  Subject,
} from 'rxjs';
import { lanes as all } from '../engine/engine.ts';
import type { Going } from '../going.ts';
import type { Pace } from '../pace.ts';
import { Acts } from './acts.ts';
import type { Ground } from './ground.ts';
import { Lockstep } from './lockstep.ts';
import type { Command, News } from './messages.ts';
import { isSound, LiveRacer, type RacerRow, type Report } from './racer.ts';
import type { Ran } from './rows-news.ts';
import type { Deed, Racer } from './setup.ts';

export type Order = Extract<Command, { type: 'race' }>;

/** The racers of one race, in lockstep on one ground. */
export class Field {
  /** All that happens: steps that have run, and what is to be said. It completes when the last racer is out, or at the end. */
  readonly happenings: Observable<Ran | News>;
  /** How many steps have run. */
  done = 0;
  readonly #order: Order;
  readonly #ground: Ground;
  readonly #going: Going;
  readonly #pace: Pace;
  readonly #acts: Acts;
  readonly #racers = new Map<number, LiveRacer>();
  readonly #lockstep: Lockstep<Report>;
  /** What is said by the field itself. */
  readonly #said = new Subject<News>();
  /** The rates in force, in full. */
  readonly #rates = new Map<number, number>();

  constructor(order: Order, ground: Ground, going: Going, pace: Pace) {
    this.#order = order;
    this.#ground = ground;
    this.#going = going;
    this.#pace = pace;
    this.#acts = new Acts(order.acts);
    const { racers } = order.setup;
    const taken = new Set(racers.map(({ lane }) => lane).filter((lane) => lane >= 0 && lane < all));
    if (taken.size !== racers.length) throw new Error(`Each racer needs a lane of its own, 0 to ${all - 1}.`);
    const events = racers.map((racer, place) => this.#entered(racer, place));
    this.#lockstep = new Lockstep([...this.#racers.keys()], {
      ready: () => this.#ready(),
      run: (rates) => this.#run(rates),
      failed: (error) => this.#said.error(error),
    });
    const run = merge(...events).pipe(finalize(() => this.#said.complete()));
    this.happenings = merge(this.#said, run);
  }

  /** Takes a deed up: it shows in the answer to the step that comes next, and so in the one after it. */
  take(deed: Deed): News {
    const { run, setup } = this.#order;
    const at = this.done + 1;
    const reason = at < setup.steps ? this.#refusal(deed) : 'The race is over before it would show.';
    if (reason !== undefined) return { type: 'refused', run, deed, reason };
    return { type: 'acted', run, act: this.#acts.add(deed, at) };
  }

  /** What a racer tells of itself, whatever becomes of it. */
  #entered(racer: Racer, place: number): Observable<Ran | News> {
    const { lane } = racer;
    try {
      const entry = new LiveRacer(racer, {
        steps: this.#order.setup.steps,
        running: this.#going.running,
        arrive: (lane, rate) => {
          this.#rates.set(lane, rate);
          return this.#lockstep.arrive(lane, rate);
        },
        again: (lane) => this.#lockstep.again(lane),
      });
      this.#racers.set(lane, entry);
      let last: RacerRow | undefined;
      const ran = entry.rows.pipe(
        map((row) => {
          last = row;
          return { racer: place, lane, row };
        }),
      );
      const verdict = defer(() => (last === undefined || isSound(last) ? EMPTY : of(this.#lost(lane, last))));
      return concat(ran, verdict).pipe(
        catchError((error: unknown) => of(this.#out(lane, this.done, 'schedule', error))),
        finalize(() => this.#lockstep.leave(lane)),
      );
    } catch (error) {
      return of(this.#out(lane, 0, 'schedule', error));
    }
  }

  #lost(lane: number, { step, loss, val_loss }: RacerRow): News {
    const what = Number.isFinite(loss) ? `held-out loss was ${val_loss}` : `loss was ${loss}`;
    return this.#out(lane, step, 'loss', new Error(`Its ${what} at step ${step}.`));
  }

  #out(lane: number, step: number, cause: 'loss' | 'schedule', error: unknown): News {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'diverged', run: this.#order.run, lane, step, cause, reason };
  }

  #refusal(deed: Deed): string | undefined {
    const racer = this.#lockstep.has(deed.lane) ? this.#racers.get(deed.lane) : undefined;
    if (racer === undefined) return 'It is not in the race any more.';
    return racer.refusal(deed, this.#rates.get(deed.lane));
  }

  async #ready(): Promise<void> {
    await this.#pace.take();
    // Paused meanwhile: the step has not begun yet.
    await firstValueFrom(this.#going.running.pipe(filter(Boolean)));
  }

  #run(rates: ReadonlyMap<number, number>): ReadonlyMap<number, Report> | undefined {
    const acts = this.#acts.take(this.done + 1);
    for (const act of acts) this.#act(act);
    // A racer that takes up another splice comes again.
    return acts.length > 0 && !this.#lockstep.complete ? undefined : this.#step(rates);
  }

  #act(act: ReturnType<Acts['take']>[number]): void {
    const { run, acts = [] } = this.#order;
    const isRecorded = acts.includes(act);
    const reason = isRecorded ? this.#refusal(act) : undefined;
    if (reason === undefined) this.#racers.get(act.lane)?.do(act);
    // What is done anew was told of when it was done.
    if (reason !== undefined) this.#said.next({ type: 'refused', run, deed: act, reason });
    else if (isRecorded) this.#said.next({ type: 'acted', run, act });
  }

  #step(rates: ReadonlyMap<number, number>): ReadonlyMap<number, Report> {
    const { engine, batches } = this.#ground;
    const step = this.done++;
    const given = Float32Array.from({ length: all }, (_, lane) => rates.get(lane) ?? 0);
    const losses = engine.step(given, batches.of(step));
    const isAsked = this.done % batches.stepsPerEpoch === 0 || this.done === this.#order.setup.steps;
    const asked = isAsked ? engine.askHeldOut() : undefined;
    // Before the racers hear of it and ask for their next rates, so that not one step more than wanted begins.
    this.#going.took();
    const report = (lane: number): Report => ({
      epoch: Math.floor(step / batches.stepsPerEpoch),
      loss: losses[lane] as number,
      ...(asked && { val_loss: asked.losses[lane] as number, val_acc: asked.accuracies[lane] as number }),
    });
    return new Map([...rates.keys()].map((lane) => [lane, report(lane)]));
  }
}
