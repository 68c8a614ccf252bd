import { builtin, fileLength } from './file-lines.ts';
import { type Header, MARK, parseHeader } from './header.ts';
import { partFile, partsAmong } from './parts.ts';

const CHUNK = 2 ** 16;

/** One of the files that a run is in. */
export interface Part {
  readonly file: string;
  /** Counted from 1. */
  readonly part: number;
  /** How many bytes are to be read. */
  readonly length: number;
  /** Its first line; none while that is not whole, which only the last part may be. */
  readonly header?: Header;
  /** The run goes on in another file: then its last line cannot be torn. */
  readonly whole: boolean;
}

/**
 * The files of a run in their order, with their lengths at this moment: `run.jsonl`, `run.2.jsonl`, …
 *
 * @throws Error when one is missing, or looks like a part and is none; it names it. What the first file holds is not judged.
 */
export async function fileParts(file: string): Promise<Part[]> {
  const headers = [(await begun(file)).header];
  for (let part = 2; ; part++) {
    const next = await begun(partFile(file, part));
    // What does not even begin like a part is none.
    if (!next.exists || next.foreign) break;
    refuseStrange(partFile(file, part), part, next.header, headers);
    headers.push(next.header);
  }
  await refuseGap(file, headers);
  // Only now are they measured: a part that another one follows has come to its end.
  return Promise.all(
    headers.map(async (header, index): Promise<Part> => {
      const name = partFile(file, index + 1);
      const whole = index + 1 < headers.length;
      return {
        file: name,
        part: index + 1,
        length: await fileLength(name),
        ...(header && { header }),
        whole,
      };
    }),
  );
}

function refuseStrange(
  file: string,
  part: number,
  header: Header | undefined,
  before: readonly (Header | undefined)[],
): void {
  let reason: string | undefined;
  if (before.at(-1) === undefined) reason = 'the file before it has no header';
  else if (header !== undefined && header.run !== before[0]?.run) reason = 'it is another run';
  else if (header !== undefined && header.part !== part)
    reason = `its header does not say that it is part ${part}`;
  if (reason === undefined) return;
  throw new Error(
    `'${file}' looks like a part of this run and is none: ${reason}; move it away, or rename it`,
  );
}

/** Where a part is missing, rows are too: that is said, and not passed over. */
async function refuseGap(file: string, headers: readonly (Header | undefined)[]): Promise<void> {
  const last = headers.length;
  for (const part of await namesBeyond(file, last)) {
    const { header } = await begun(partFile(file, part));
    if (header === undefined || header.run !== headers[0]?.run || header.part !== part) continue;
    const missing = partFile(file, last + 1);
    throw new Error(
      `part ${last + 1} of the run is missing: there is no '${missing}', but there is part ${part}`,
    );
  }
}

async function namesBeyond(file: string, last: number): Promise<number[]> {
  const { basename, dirname } = builtin('node:path');
  try {
    const names = await builtin('node:fs').promises.readdir(dirname(file));
    return partsAmong(names, basename(file)).filter((part) => part > last);
  } catch {
    // A folder that may not be listed: then nothing is known of a gap.
    return [];
  }
}

interface Begun {
  readonly exists: boolean;
  readonly header?: Header;
  /** Its first line is that of something else. */
  readonly foreign?: boolean;
}

async function begun(file: string): Promise<Begun> {
  let line: string | undefined;
  try {
    line = await firstLine(file);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return { exists: false };
    throw error;
  }
  if (line === undefined) return { exists: true };
  try {
    return { exists: true, header: parseHeader(line) };
  } catch {
    return { exists: true, foreign: true };
  }
}

/** The first line of a file; nothing where it is the torn beginning of a header. */
async function firstLine(file: string): Promise<string | undefined> {
  const { promises } = builtin('node:fs');
  // A pipe has no first line to look at: it would be gone.
  if (!(await promises.stat(file)).isFile()) return undefined;
  const handle = await promises.open(file, 'r');
  try {
    const decoder = new TextDecoder();
    let text = '';
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, position);
      if (bytesRead === 0) return undefined;
      text += decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
      position += bytesRead;
      const newline = text.indexOf('\n');
      if (newline !== -1) return text.slice(0, newline);
      // Before the rest is read: a file of another kind may be one line of many gigabytes.
      if (!text.startsWith(MARK) && !MARK.startsWith(text)) return text;
    }
  } finally {
    await handle.close();
  }
}
