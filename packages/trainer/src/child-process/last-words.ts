/** How much of a process's noise an error quotes. */
const most = 2000;

/** The end of what a process wrote on its stderr. */
export class LastWords {
  #bytes: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#bytes, chunk]);
    this.#bytes = bytes.subarray(Math.max(0, bytes.length - most));
  }

  /** To be put behind an error: nothing, where nothing was said. */
  get text(): string {
    // A cut may have gone through a character.
    const words = this.#bytes
      .toString('utf8')
      .replace(/^\uFFFD+/, '')
      .trim();
    return words === '' ? '' : `\nstderr ended in:\n${words}`;
  }
}
