import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Header } from '../header.ts';
import { partFile, partsAmong } from '../parts.ts';
import { headerOf, NoRunOfOurs, type Past, past } from './past.ts';

/** The file in which a run ends so far. */
export interface LastPart extends Omit<Past, 'header'> {
  readonly file: string;
  readonly part: number;
  /** The id of the run; none while there is no attempt. */
  readonly run?: string;
}

/**
 * Looks through the parts of a run for the last one. `another` may follow it: then nothing else may have its name.
 *
 * @throws NoRunOfOurs when one of them holds something else or is missing, an error of the system when one cannot be read.
 */
export function lastPart(path: string, another: boolean): LastPart {
  const first = headerOf(path);
  if (first?.part !== undefined && first.part > 1) {
    throw new NoRunOfOurs(`the file is part ${first.part} of a run; name the first one, which has no number`);
  }
  let part = 1;
  let header = first;
  for (let next = path; ; part++) {
    next = partFile(path, part + 1);
    if (!existsSync(next)) break;
    const begun = begunAs(next);
    if (begun instanceof NoRunOfOurs) {
      if (another) throw strange(next, begun.message);
      break;
    }
    refuseStrange(next, part + 1, begun, first, header);
    header = begun;
  }
  refuseGap(path, part, first);
  const file = partFile(path, part);
  const { header: _, ...found } = past(file);
  // A last part that was killed before its header was whole says nothing of the attempts.
  const attempts =
    part > 1 && header === undefined ? past(partFile(path, part - 1)).attempts : found.attempts;
  return { file, part, ...(first && { run: first.run }), ...found, attempts };
}

/** The header of a file, nothing where it is not whole, or why it is none. */
function begunAs(file: string): Header | undefined | NoRunOfOurs {
  try {
    return headerOf(file);
  } catch (error) {
    if (error instanceof NoRunOfOurs) return error;
    throw error;
  }
}

function refuseStrange(
  file: string,
  part: number,
  header: Header | undefined,
  first: Header | undefined,
  before: Header | undefined,
): void {
  if (before === undefined) throw strange(file, 'the file before it has no header');
  if (header === undefined) return;
  if (header.run !== first?.run) throw strange(file, 'it is another run');
  if (header.part !== part) throw strange(file, `its header does not say that it is part ${part}`);
}

/** Where a part is missing, rows would be too, and nobody would know. */
function refuseGap(path: string, last: number, first: Header | undefined): void {
  if (first === undefined) return;
  for (const part of namesBeyond(path, last)) {
    const header = begunAs(partFile(path, part));
    if (header instanceof NoRunOfOurs || header?.run !== first.run || header.part !== part) continue;
    throw new NoRunOfOurs(
      `part ${last + 1} of the run is missing: there is no '${partFile(path, last + 1)}', but there is part ${part}`,
    );
  }
}

function namesBeyond(path: string, last: number): number[] {
  try {
    return partsAmong(readdirSync(dirname(path)), basename(path)).filter((part) => part > last);
  } catch {
    // No folder yet, or one that may not be listed: then nothing is known of a gap.
    return [];
  }
}

function strange(file: string, reason: string): NoRunOfOurs {
  return new NoRunOfOurs(
    `'${file}' looks like a part of this run and is none: ${reason}; move it away, or name another file`,
  );
}
