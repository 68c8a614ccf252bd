import type { Row } from './row.ts';
import type { Sink } from './sink.ts';

export interface Memory extends Sink {
  /** The rows of all runs so far, in order: always the same array, which grows. */
  readonly rows: readonly Row[];
}

/**
 * Keeps every row in memory, for tests and notebooks.
 *
 * Like a file it forgets nothing: a second run goes on after the first. `memory()` makes an empty one.
 *
 * @example
 * ```ts
 * import { log, memory } from '@anneal/logger';
 * import { of } from 'rxjs';
 *
 * const kept = memory();
 * of({ step: 0, loss: 0.7 }).pipe(log(kept)).subscribe();
 * kept.rows; // => [{ step: 0, loss: 0.7 }]
 * ```
 */
export function memory(): Memory {
  const rows: Row[] = [];
  return {
    name: 'memory',
    rows,
    write(more) {
      for (const row of more) rows.push(row);
    },
  };
}
