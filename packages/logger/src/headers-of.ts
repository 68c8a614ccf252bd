import { fileLines } from './file-lines.ts';
import { fileParts } from './file-parts.ts';
import { Attempts, type Header, isHeader, parseHeader } from './header.ts';
import { reasonOf } from './report.ts';

/** A file that is no run, or only a later part of one. */
export class NoRunThere extends Error {}

/**
 * The header of each attempt of a run, in order, read line by line.
 *
 * @throws NoRunThere where the file is none, another error where it cannot be read or a header is broken.
 */
export async function* headersOf(file: string, signal: AbortSignal): AsyncGenerator<Header> {
  const parts = await fileParts(file);
  const first = parts[0]?.header;
  if (first === undefined) throw new NoRunThere('it does not begin with a header');
  if (first.part !== undefined && first.part > 1) {
    throw new NoRunThere(`it is part ${first.part} of one; read the first part, which has no number`);
  }
  const attempts = new Attempts();
  for (const { file: name, part, length, whole } of parts) {
    let number = 0;
    for await (const lines of fileLines(name, length, signal, whole)) {
      for (const line of lines) {
        number++;
        if (!isHeader(line)) continue;
        const header = parsed(line, part === 1 ? `line ${number}` : `line ${number} of '${name}'`);
        if (attempts.begins(header)) yield header;
      }
    }
  }
}

function parsed(line: string, place: string): Header {
  try {
    return parseHeader(line);
  } catch (error) {
    throw new Error(`${place} is broken: ${reasonOf(error)}`, { cause: error });
  }
}

/** What went wrong with a file, in the words of the function that was asked to read it. */
export function readable(caller: string, file: string, error: unknown): Error {
  const { code } = (error ?? {}) as { code?: unknown };
  const what =
    code === 'ENOENT'
      ? `there is no file '${file}'`
      : error instanceof NoRunThere
        ? `'${file}' is no run that jsonl has written: ${error.message}`
        : `'${file}' cannot be read: ${reasonOf(error)}`;
  return new Error(`${caller}: ${what}`, { cause: error });
}
