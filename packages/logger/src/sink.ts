import type { Row } from './row.ts';
import type { Run } from './run.ts';
import { shown } from './shown.ts';

/** Nothing when the work is done, or a promise of it. */
export type Done = void | PromiseLike<void>;

/**
 * Where rows go.
 *
 * What a sink throws or rejects with never reaches the stream: it is reported, and the rows of that call count as lost.
 * No two calls to one sink overlap: while a promise of its is out, rows wait, and then come as one batch.
 */
export interface Sink {
  /** What messages call it. Default: its place among the arguments of `log`. */
  readonly name?: string;
  /** Called once before the first row. If it fails, the sink gets nothing of this run. */
  open?(run: Run): Done;
  /** Takes rows, in order, never none. */
  write(rows: readonly Row[]): Done;
  /** Called once after the last row: what is held back goes out. */
  flush?(): Done;
  /** Called once after `flush`. The sink may then be opened for another run. */
  close?(): Done;
}

/** Refuses what is no sink, naming the argument. */
export function checkSinks(sinks: readonly unknown[]): void {
  if (sinks.length === 0) {
    throw new TypeError('log: there must be at least one sink, got none; memory() is the simplest');
  }
  for (const [index, sink] of sinks.entries()) {
    if (!isSink(sink)) {
      const advice = typeof sink === 'function' ? '; call it to make one' : '';
      throw new TypeError(
        `log: argument ${index + 1} must be a sink { write(rows), open?, flush?, close? }, got ${shown(sink)}${advice}`,
      );
    }
    if (sinks.indexOf(sink) < index) {
      throw new TypeError(
        `log: argument ${index + 1} must be another sink than argument ${sinks.indexOf(sink) + 1}, got the same one`,
      );
    }
  }
}

function isSink(value: unknown): value is Sink {
  if (typeof value !== 'object' || value === null) return false;
  const sink = value as Record<string, unknown>;
  const optional = [sink.open, sink.flush, sink.close];
  return (
    typeof sink.write === 'function' && optional.every((part) => part == null || typeof part === 'function')
  );
}
