/** How long training may hold the event loop, in milliseconds: half a frame, so that a step of the same length fits. */
const longest = 8;

/** Hands the event loop back from time to time, so that timers, clicks and frames are not held up by training. */
export class Breath {
  #last = performance.now();

  /** Whether it is time to hand over. */
  get due(): boolean {
    return performance.now() - this.#last >= longest;
  }

  /** Comes back when everything that was waiting has had its turn. */
  async take(): Promise<void> {
    await macrotask();
    this.#last = performance.now();
  }
}

/** As browsers have it: without their types, TypeScript knows only Node's ports, which have no such handler. */
interface BrowserChannel {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: null): void };
}

/** The end of this turn of the event loop. In browsers a message, because nested timers there wait for 4 ms. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel() as unknown as BrowserChannel;
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
