/**
 * Acts once after the macrotask in which it is asked to, however often.
 *
 * By a message, because a timer is held back for a second, or a minute, in a tab that nobody looks at.
 */
export class MacrotaskEnd {
  readonly #channel = new MessageChannel();
  #asked = false;

  constructor(act: () => void) {
    this.#channel.port1.onmessage = () => {
      this.#asked = false;
      act();
    };
  }

  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#channel.port2.postMessage(undefined);
  }

  close(): void {
    this.#channel.port1.close();
  }
}
