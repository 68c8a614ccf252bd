import { shown } from './shown.ts';

/** The first line of every attempt. */
export interface Header {
  /** The version of the format. */
  readonly anneal: 1;
  /** The id of the run: the same in all attempts. */
  readonly run: string;
  /** Which opening of the file this is, counted from 1. */
  readonly attempt: number;
  /** When this attempt was opened, as an ISO 8601 string. */
  readonly startedAt: string;
  /** What the attempt was made with; absent where nothing was given. */
  readonly config?: unknown;
}

/** How the line of a header begins; no line of a row does, nor does any other file of this project. */
export const MARK = '{"anneal":1,"run":';

export function isHeader(line: string): boolean {
  return line.startsWith(MARK);
}

/** @throws Error when the line is no header. */
export function parseHeader(line: string): Header {
  if (!isHeader(line)) throw new Error(`the first line must begin with ${MARK}, got ${shown(line)}`);
  const header = JSON.parse(line) as Header;
  if (typeof header.run !== 'string')
    throw new Error(`the header's run must be an id, got ${shown(header.run)}`);
  return header;
}
