import { isJournal } from './journal.ts';

/** Tells all tabs and workers of this origin that there is something new of a run; what it is, they read. */
export function tell(name: string): void {
  const channel = channelOf(name);
  channel?.postMessage('new');
  channel?.close();
}

/** Hears of all news of a run, until it is closed. */
export class News {
  readonly #channel: BroadcastChannel | undefined;
  readonly #stop = new AbortController();
  #fresh = false;
  #wake: (() => void) | undefined;

  /** @param signal wakes who waits, too. */
  constructor(name: string, signal: AbortSignal) {
    this.#channel = channelOf(name);
    const ring = (): void => this.#ring();
    if (this.#channel !== undefined) this.#channel.onmessage = ring;
    const until = { signal: this.#stop.signal };
    signal.addEventListener('abort', ring, until);
    // A page that goes leaves a journal, and has no time to say so.
    if (typeof document === 'undefined') return;
    const stored = ({ key, newValue }: StorageEvent): void => {
      if (newValue !== null && isJournal(key, name)) ring();
    };
    addEventListener('storage', stored, until);
  }

  /** Resolves when there is something new since this was last asked. */
  async next(): Promise<void> {
    if (!this.#fresh) await new Promise<void>((wake) => (this.#wake = wake));
    this.#fresh = false;
  }

  close(): void {
    this.#stop.abort();
    this.#channel?.close();
  }

  #ring(): void {
    this.#fresh = true;
    this.#wake?.();
  }
}

function channelOf(name: string): BroadcastChannel | undefined {
  return typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`anneal-logger:${name}`);
}
