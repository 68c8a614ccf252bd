/** Where lines go: a stream of Node's, or whatever can write text. */
export interface ProgressStream {
  write(text: string): unknown;
  /** Whether it is a terminal, on which a line can be drawn again. Default: no. */
  readonly isTTY?: boolean | undefined;
  /** How many columns the terminal has now. Default: 80. */
  readonly columns?: number | undefined;
}

/** What a stream of Node's has besides. */
interface Emitting {
  write(text: string, done: (error?: Error | null) => void): unknown;
  once(event: 'error', listener: () => void): unknown;
  removeListener(event: 'error', listener: () => void): unknown;
}

const ignore = (): void => {};

/** A stream that fails nobody: when its reader has gone (`node train.js 2>&1 | head`), nothing more is written to it. */
export class Output {
  readonly #stream: ProgressStream;
  #broken = false;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  get columns(): number {
    const { columns } = this.#stream;
    // A pseudo-terminal that was never given a size says 0.
    return typeof columns === 'number' && columns > 0 ? columns : 80;
  }

  write(text: string): void {
    if (this.#broken) return;
    try {
      if (isEmitting(this.#stream)) this.#writeGuarded(this.#stream, text);
      else this.#stream.write(text);
    } catch {
      this.#broken = true;
    }
  }

  /** As the console does it: an error of this write has a listener, an error of somebody else's write has not. */
  #writeGuarded(stream: Emitting, text: string): void {
    stream.once('error', ignore);
    try {
      stream.write(text, (error) => {
        if (error == null) return;
        this.#broken = true;
        // The event comes after this call, and would end the process.
        stream.once('error', ignore);
      });
    } finally {
      stream.removeListener('error', ignore);
    }
  }
}

function isEmitting(stream: object): stream is Emitting {
  const { once, removeListener } = stream as Record<string, unknown>;
  return typeof once === 'function' && typeof removeListener === 'function';
}
