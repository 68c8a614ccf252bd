import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts what a process writes into its lines, without their ends; blank ones are left out.
 *
 * What comes is cut anywhere: within a line, within a character. The pieces of a long line are joined once, at its end.
 */
export class Lines {
  readonly #decoder = new StringDecoder('utf8');
  #pieces: string[] = [];
  #isFirst = true;

  /** The lines that this chunk ends. */
  take(chunk: Uint8Array): string[] {
    const [first = '', ...rest] = this.#text(chunk).split('\n');
    this.#pieces.push(first);
    if (rest.length === 0) return [];
    const lines = [this.#pieces.join(''), ...rest];
    this.#pieces = [lines.pop() as string];
    return lines.filter(isNotBlank);
  }

  /** Without the mark that some programs, most of them on Windows, begin UTF-8 with. */
  #text(chunk: Uint8Array): string {
    const text = this.#decoder.write(chunk as Buffer);
    if (!this.#isFirst || text === '') return text;
    this.#isFirst = false;
    return text.replace(/^\uFEFF/, '');
  }

  /** What is left when the process has ended: a line without an end. */
  end(): string[] {
    const line = this.#pieces.join('') + this.#decoder.end();
    this.#pieces = [];
    return [line].filter(isNotBlank);
  }
}

/** JSON does not mind the `\r` of a line that ends in `\r\n`. */
const isNotBlank = (line: string): boolean => line.trim() !== '';
