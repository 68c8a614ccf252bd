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
  #early: Command | undefined;
  /** When the clock was started, and what it showed before that. */
  #since: number | undefined;
  #passed = 0;

  /** @param changed is called whenever there is something new to show. */
  constructor(steps: number, stepsPerEpoch: number, changed: () => void) {
    this.#fresh = () => new History(steps, stepsPerEpoch);
    this.history = this.#fresh();
    this.#changed = changed;
    this.#worker = this.#hire();
  }

  begin(order: Omit<Order, 'run'>): void {
    this.#clear();
    this.#run++;
    this.phase = this.#loaded ? 'running' : 'loading';
    const command: Command = { type: 'run', run: this.#run, ...order };
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
    return time === 0 ? 0 : (this.history.finished / time) * 1000;
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
      this.phase = this.#early === undefined ? 'ready' : 'running';
      if (this.#early !== undefined) this.#send(this.#early);
      this.#early = undefined;
    } else if (news.run !== undefined && news.run !== this.#run) {
      return;
    } else if (news.type === 'rows') {
      if (this.phase === 'running') this.#since ??= performance.now();
      for (const row of news.rows) this.history.add(row);
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
  }

  #stopClock(): void {
    if (this.#since !== undefined) this.#passed += performance.now() - this.#since;
    this.#since = undefined;
  }

  #send(command: Command): void {
    this.#worker.postMessage(command);
  }
}
