import type { Command, News, Table } from '../race/messages.ts';
import type { Act, Deed, Setup } from '../race/setup.ts';
import { RaceRecord } from './record.ts';

export type Phase = 'loading' | 'ready' | 'running' | 'paused' | 'done' | 'failed';

/** What a worker is to the page; in tests it is something else. */
export interface Port {
  postMessage(command: Command): void;
  terminate(): void;
}

/** Hires a worker that tells its news, and why it is lost if it is. */
export type Hire = (hear: (news: News) => void, lost: (reason: string) => void) => Port;

/** What a race is to be. */
export interface Order {
  readonly setup: Setup;
  readonly table?: Table | undefined;
  readonly acts?: readonly Act[];
  /** The rows that are known of it already, after a reload. */
  readonly record?: RaceRecord;
}

/** The page's end of the worker: the race that is on, and what has become of it. */
export class RaceRun {
  phase: Phase = 'loading';
  /** Why it failed, if it did. */
  reason = '';
  record: RaceRecord;
  /** What the worker said of the set-up: sizes and examples. */
  facts: Extract<News, { type: 'set' }> | undefined;
  /** Steps a second at most. */
  perSecond: number;
  readonly #hire: Hire;
  readonly #other: (news: News) => void;
  readonly #changed: () => void;
  #worker: Port;
  #order: Order;
  #lost = false;
  #loaded = false;
  /** News of earlier races may still be under way when a new one begins. */
  #run = 0;
  /** What is wanted of a race that is not ready yet: to go, or so many steps. */
  #wanted: 'go' | number = 0;
  /** How many steps are known that the worker has to run again, after a reload. */
  #behind = 0;
  #since: number | undefined;
  #passed = 0;
  #timed = 0;

  /**
   * @param other hears the news that are not about the rows of the race that is on.
   * @param changed is called whenever there is something new to show.
   */
  constructor(
    hire: Hire,
    order: Order,
    perSecond: number,
    heard: { readonly other: (news: News) => void; readonly changed: () => void },
  ) {
    this.#hire = hire;
    this.#order = order;
    this.perSecond = perSecond;
    this.#other = heard.other;
    this.#changed = heard.changed;
    this.record = order.record ?? new RaceRecord(order.setup);
    this.#worker = this.#begin();
  }

  get setup(): Setup {
    return this.#order.setup;
  }

  /** Whether the race has begun: there is something that a new one would lose. */
  get begun(): boolean {
    return this.record.finished > 0 || this.#wanted !== 0;
  }

  /** Sets another race up; it waits before its first step, or behind the rows that are known of it. */
  prepare(order: Order): void {
    this.#order = order;
    this.record = order.record ?? new RaceRecord(order.setup);
    if (order.acts) this.record.coming = order.acts;
    this.reason = '';
    this.facts = undefined;
    this.#since = undefined;
    this.#passed = 0;
    this.#timed = 0;
    this.#wanted = 0;
    if (this.#lost) this.#worker = this.#begin();
    else if (this.#loaded) this.#send();
    this.phase = this.#loaded ? this.#resting() : 'loading';
    this.#changed();
  }

  /** Runs, or goes on; what is over begins anew. */
  go(): void {
    if (this.phase === 'done' || this.phase === 'failed') {
      const { record: _, ...anew } = this.#order;
      this.prepare(anew);
    }
    if (this.phase === 'loading') this.#wanted = 'go';
    else {
      this.phase = 'running';
      this.#worker.postMessage({ type: 'resume' });
    }
    this.#changed();
  }

  pause(): void {
    this.#wanted = 0;
    if (this.phase === 'running') {
      this.#stopClock();
      this.phase = 'paused';
      this.#worker.postMessage({ type: 'pause' });
    }
    this.#changed();
  }

  /** One step and no more. */
  step(): void {
    if (this.phase === 'loading') this.#wanted = typeof this.#wanted === 'number' ? this.#wanted + 1 : 1;
    if (this.phase !== 'ready' && this.phase !== 'paused') return;
    this.phase = 'paused';
    this.#worker.postMessage({ type: 'step' });
    this.#changed();
  }

  pace(perSecond: number): void {
    this.perSecond = perSecond;
    if (this.#loaded && this.#behind === 0) this.#worker.postMessage({ type: 'pace', perSecond });
  }

  do(deed: Deed): void {
    this.#worker.postMessage({ type: 'do', deed });
  }

  /** Looks for a rate; `false` where there is no worker that could answer. */
  find(setup: Setup, table: Table | undefined): boolean {
    if (!this.#loaded || this.#lost) return false;
    this.#worker.postMessage({ type: 'find', run: this.#run, setup, ...(table && { table }) });
    return true;
  }

  read(file: File, target?: string): void {
    this.#worker.postMessage({ type: 'read', file, ...(target !== undefined && { target }) });
  }

  /** Steps a second, pauses left out. */
  get speed(): number {
    const time = this.#passed + (this.#since === undefined ? 0 : performance.now() - this.#since);
    return time === 0 ? 0 : (this.#timed / time) * 1000;
  }

  #begin(): Port {
    this.#lost = false;
    this.#loaded = false;
    return this.#hire(
      (news) => this.#hear(news),
      (reason) => {
        this.#worker.terminate();
        this.#lost = true;
        this.#fail(reason);
      },
    );
  }

  #resting(): Phase {
    const { finished } = this.record;
    return finished === 0 ? 'ready' : finished < this.setup.steps ? 'paused' : 'done';
  }

  #send(): void {
    this.#run++;
    this.#behind = this.record.finished;
    const { setup, table } = this.#order;
    const { acts, coming } = this.record;
    this.record.told(acts);
    this.#worker.postMessage({
      type: 'race',
      run: this.#run,
      setup,
      ...(table && setup.data.kind === 'csv' && { table }),
      acts: [...acts, ...coming],
      once: false,
      ahead: this.#behind,
      // What is known already is run at once, and only then it goes on for people to watch.
      perSecond: this.#behind > 0 ? Number.POSITIVE_INFINITY : this.perSecond,
    });
  }

  #hear(news: News): void {
    if (news.type === 'ready') {
      this.#loaded = true;
      this.#send();
      this.phase = this.#resting();
      const wanted = this.#wanted;
      this.#wanted = 0;
      if (wanted === 'go') this.go();
      else for (let step = 0; step < wanted; step++) this.step();
      this.#changed();
      return;
    }
    if ('run' in news && news.run !== undefined && news.run !== this.#run) return;
    switch (news.type) {
      case 'set':
        this.facts = news;
        break;
      case 'rows':
        this.#count(news);
        break;
      case 'acted':
        this.record.act(news.act);
        break;
      case 'diverged':
        this.record.diverge(news.lane, news.step, news.reason);
        break;
      case 'done':
        this.#stopClock();
        this.phase = 'done';
        break;
      case 'failed':
        this.#fail(news.reason);
        break;
      default:
    }
    this.#other(news);
    this.#changed();
  }

  #count(rows: Extract<News, { type: 'rows' }>): void {
    const before = this.record.finished;
    this.record.add(rows);
    if (this.#behind > 0 && rows.from + rows.count >= this.#behind) {
      this.#behind = 0;
      this.pace(this.perSecond);
    }
    if (this.phase !== 'running') return;
    this.#since ??= performance.now();
    this.#timed += this.record.finished - before;
  }

  #fail(reason: string): void {
    this.#stopClock();
    this.reason = reason;
    this.phase = 'failed';
    this.#changed();
  }

  #stopClock(): void {
    if (this.#since !== undefined) this.#passed += performance.now() - this.#since;
    this.#since = undefined;
  }
}

/** The real worker. */
export const hire: Hire = (hear, lost) => {
  const worker = new Worker(new URL('../race/worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<News>) => hear(data));
  worker.addEventListener('error', ({ message }) => lost(message || 'The worker could not be loaded.'));
  return worker;
};
