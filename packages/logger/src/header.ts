import type { About } from './about.ts';
import type { Run } from './run.ts';
import { shown } from './shown.ts';

/** The first line of every attempt, and of every file that it goes on in. */
export interface Header extends About {
  /** The version of the format. */
  readonly anneal: 1;
  /** The id of the run: the same in all attempts. */
  readonly run: string;
  /** Which opening of the run this is, counted from 1. */
  readonly attempt: number;
  /** Which file of the run this is, counted from 1; absent in the first. */
  readonly part?: number;
  /** When this attempt was opened, as an ISO 8601 string. */
  readonly startedAt: string;
}

/** How each line begins that is ours and no row: a header, a restart, and what a later version adds. */
export const OURS = '{"anneal":1,';

/** How the line of a header begins; no line of a row does, nor does any other file of this project. */
export const MARK: string = `${OURS}"run":`;

export function isOurs(line: string): boolean {
  return line.startsWith(OURS);
}

export function isHeader(line: string): boolean {
  return line.startsWith(MARK);
}

/** The line of a header, without its newline. `id` is the run's: that of its first attempt. */
export function headerLine(
  { id: _, startedAt, ...about }: Run,
  id: string,
  attempt: number,
  part = 1,
): string {
  // Told as data already; the mark must come first.
  const place = part > 1 ? { attempt, part } : { attempt };
  return JSON.stringify({ anneal: 1, run: id, ...place, startedAt, ...about } satisfies Header);
}

/** The line that says at which step an attempt takes up the run, without its newline. */
export function restartLine(step: number, attempt: number): string {
  return JSON.stringify({ anneal: 1, restart: step, attempt });
}

/** @throws Error when the line is no header. */
export function parseHeader(line: string): Header {
  if (!isHeader(line)) throw new Error(`the first line must begin with ${MARK}, got ${shown(line)}`);
  const header = JSON.parse(line) as Header;
  if (typeof header.run !== 'string')
    throw new Error(`the header's run must be an id, got ${shown(header.run)}`);
  return header;
}

/** Counts the attempts of a run by their headers. */
export class Attempts {
  #count = 0;
  #last: Header | undefined;

  get count(): number {
    return this.#count;
  }

  /** Whether it begins an attempt; otherwise it goes on with the one before, in another file. */
  begins(header: Header | undefined): boolean {
    const { part = 1, attempt } = header ?? {};
    const goesOn = part > 1 && typeof attempt === 'number' && attempt === this.#last?.attempt;
    this.#last = header;
    if (!goesOn) this.#count++;
    return !goesOn;
  }
}
