import { fromLine } from '../json-line.ts';
import { Restarts } from '../restarts.ts';
import type { Row } from '../row.ts';
import { attemptsOf, type StoredChunk } from './attempts.ts';
import { type Attempt, all, type Place, result } from './database.ts';

/** How many chunks are read at once: 4 MiB at most, unless rows are very long. */
const AT_ONCE = 64;

/** A chunk with its place. */
export interface Found extends StoredChunk {
  readonly attempt: number;
  readonly first: number;
}

/** The chunks of a run that stand behind a place, in order, some at a time; what is stored meanwhile may come too. */
export async function* chunksBehind(db: IDBDatabase, name: string, place?: Place): AsyncGenerator<Found[]> {
  let range = place === undefined ? all(name) : behind(place);
  for (;;) {
    const chunks = db.transaction('chunks').objectStore('chunks');
    const [keys, values] = await Promise.all([
      result(chunks.getAllKeys(range, AT_ONCE)) as Promise<Place[]>,
      result<StoredChunk[]>(chunks.getAll(range, AT_ONCE)),
    ]);
    if (keys.length > 0) {
      yield keys.map(([, attempt, first], index) => ({
        ...(values[index] as StoredChunk),
        attempt,
        first,
      }));
    }
    const last = keys.at(-1);
    if (last === undefined || keys.length < AT_ONCE) return;
    range = behind(last);
  }
}

function behind(place: Place): IDBKeyRange {
  return IDBKeyRange.bound(place, [place[0], []], true);
}

export function linesOf({ text }: StoredChunk): string[] {
  return text.slice(0, -1).split('\n');
}

/** For each attempt the step at which it ends, by the rule of `readRun`. */
export async function endsOf(db: IDBDatabase, name: string): Promise<number[]> {
  const restarts = new Restarts();
  for (const { header, attempt } of await attemptsOf(db, name)) {
    restarts.hear(header);
    await hearBeginning(db, [name, attempt, -1], restarts);
  }
  return restarts.ends();
}

/** Where an attempt begins is told by its first row with a step: there is no need to read all that follow. */
async function hearBeginning(db: IDBDatabase, place: Place, restarts: Restarts): Promise<void> {
  for await (const chunks of chunksBehind(db, place[0], place)) {
    for (const chunk of chunks) {
      if (chunk.attempt !== place[1]) return;
      for (const line of linesOf(chunk)) {
        restarts.hear(line);
        if (Number.isFinite(fromLine(line).step)) return;
      }
    }
  }
}

/** The rows of these chunks that no later attempt has taken again. */
export function rowsOf(chunks: readonly Found[], ends: readonly number[]): Row[] {
  const rows: Row[] = [];
  for (const chunk of chunks) {
    const end = ends[chunk.attempt - 1] ?? Infinity;
    for (const line of linesOf(chunk)) {
      const row = fromLine(line);
      if (!(typeof row.step === 'number' && row.step >= end)) rows.push(row);
    }
  }
  return rows;
}

/** The attempts of a run. @throws Error when there are none. */
export async function someAttempts(db: IDBDatabase, name: string, caller: string): Promise<Attempt[]> {
  const attempts = await attemptsOf(db, name);
  if (attempts.length > 0) return attempts;
  throw new Error(`${caller}: there is no run '${name}' in this browser; storedRuns() tells which there are`);
}
