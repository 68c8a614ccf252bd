import { History } from './history.ts';
import type { Command, News, Order } from './messages.ts';
import type { Phase } from './words.ts';

/** The page's end of the worker: what was asked of it, and what has come of that. */
export class Training {
  phase: Phase = 'loading';
  /** Why it failed, if it did. */
  reason = '';
  history: History;
  #worker: Worker;
  /** Whether the worker is lost, and a new one is to be had before anything else. */
  #lost = false;
  readonly #fresh: () => History;
  readonly #changed: () => void;
  /** News of earlier runs may still be under way when a new one begins. */
  #run = 0;
  #loaded = false;
  /** What was asked for before the worker was there. */
  #early: Extract<Command, { type: 'run' }> | undefined;
  /** When the clock was started, and what it showed before that. */
  #since: number | undefined;
  #passed = 0;
  /** The steps of that time; those that were taken one by one are in no time. */
  #timed = 0;

  /** @param changed is called whenever there is something new to show. */
  constructor(steps: number, stepsPerEpoch: number, changed: () => void) {
    this.#fresh = () => new History(steps, stepsPerEpoch);
    this.history = this.#fresh();
    this.#changed = changed;
    this.#worker = this.#hire();
  }

  /** Whether a run is on, or will be as soon as the worker is there. */
  get going(): boolean {
    return this.phase === 'running' || (this.#early !== undefined && !this.#early.once);
  }

  begin(order: Omit<Order, 'run' | 'once'>, once = false): void {
    this.#clear();
    this.#run++;
    this.phase = this.#loaded ? (once ? 'paused' : 'running') : 'loading';
    const command = { type: 'run', run: this.#run, once, ...order } as const;
    if (this.#loaded) this.#send(command);
    else this.#early = command;
    this.#changed();
  }

  pause(): void {
    this.#stopClock();
    this.phase = 'paused';
    this.#send({ type: 'pause' });
    this.#changed();
  }

  resume(): void {
    this.#since = performance.now();
    this.phase = 'running';
    this.#send({ type: 'resume' });
    this.#changed();
  }

  /** One step and no more: of a paused run, or the first one of a new run. */
  step(order: Omit<Order, 'run' | 'once'>): void {
    if (this.phase === 'running' || this.phase === 'done') return;
    if (this.phase === 'paused') this.#send({ type: 'step' });
    else this.begin(order, true);
  }

  /** Back to before the first step. */
  reset(): void {
    this.#clear();
    this.#run++;
    this.#early = undefined;
    this.phase = this.#loaded ? 'ready' : 'loading';
    this.#send({ type: 'reset' });
    this.#changed();
  }

  pace(perSecond: number): void {
    this.#send({ type: 'pace', perSecond });
  }

  /** Steps a second, pauses left out. */
  get perSecond(): number {
    const time = this.#passed + (this.#since === undefined ? 0 : performance.now() - this.#since);
    return time === 0 ? 0 : (this.#timed / time) * 1000;
  }

  #hire(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<News>) => this.#hear(data));
    worker.addEventListener('error', ({ message }) => {
      worker.terminate();
      this.#lost = true;
      this.#fail(message || 'The worker could not be loaded.');
    });
    return worker;
  }

  #hear(news: News): void {
    if (news.type === 'ready') {
      this.#loaded = true;
      this.phase = this.#early === undefined ? 'ready' : this.#early.once ? 'paused' : 'running';
      if (this.#early !== undefined) this.#send(this.#early);
      this.#early = undefined;
    } else if (news.run !== undefined && news.run !== this.#run) {
      return;
    } else if (news.type === 'rows') {
      const before = this.history.finished;
      for (const row of news.rows) this.history.add(row);
      if (this.phase === 'running') {
        this.#since ??= performance.now();
        this.#timed += this.history.finished - before;
      }
    } else if (news.type === 'done') {
      this.#stopClock();
      this.phase = 'done';
    } else {
      this.#fail(news.reason);
    }
    this.#changed();
  }

  #fail(reason: string): void {
    this.#stopClock();
    this.reason = reason;
    this.phase = 'failed';
    this.#changed();
  }

  #clear(): void {
    if (this.#lost) {
      this.#lost = false;
      this.#loaded = false;
      this.#worker = this.#hire();
    }
    this.history = this.#fresh();
    this.reason = '';
    this.#since = undefined;
    this.#passed = 0;
    this.#timed = 0;
  }

  #stopClock(): void {
    if (this.#since !== undefined) this.#passed += performance.now() - this.#since;
    this.#since = undefined;
  }

  #send(command: Command): void {
    this.#worker.postMessage(command);
  }
}
