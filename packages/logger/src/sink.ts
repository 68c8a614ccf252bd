import { checkQueue, type Queue } from './queue.ts';
import type { Row } from './row.ts';
import type { Run } from './run.ts';
import { shown } from './shown.ts';

/** Nothing when the work is done, or a promise of it. */
export type Done = void | PromiseLike<void>;

/**
 * Where rows go.
 *
 * What a sink throws or rejects with never reaches the stream: it is reported, and the rows of that call count as failed;
 * where the error has a number `lost`, that many of them.
 * No two calls to one sink overlap: while a promise of its is out, rows wait, and then come as one batch.
 */
export interface Sink {
  /** What messages and counters call it. Default: its place among the arguments of `log`. */
  readonly name?: string;
  /** How many rows may wait for it, and which go when there are more. Default: 262,144, the oldest go. */
  readonly queue?: Queue;
  /** Called once before the first row. If it fails, the sink gets nothing of this run. */
  open?(run: Run): Done;
  /** Takes rows, in order, never none. */
  write(rows: readonly Row[]): Done;
  /** Called once after the last row: what is held back goes out. */
  flush?(): Done;
  /** Called once after `flush`. The sink may then be opened for another run. */
  close?(): Done;
}

/** The sink that each wrapped one stands for. */
const inner = new WeakMap<Sink, Sink>();

/** Remembers that one sink stands for another: to open both would be to open one twice. */
export function standsFor(outer: Sink, sink: Sink): Sink {
  inner.set(outer, innermost(sink));
  return outer;
}

/** The sink itself, however often it is wrapped. */
export function innermost(sink: Sink): Sink {
  return inner.get(sink) ?? sink;
}

/** Refuses what is no sink, naming the argument; `first` is the number of the first one. */
export function checkSinks(sinks: readonly unknown[], caller: string, first = 1): void {
  if (sinks.length === 0) {
    throw new TypeError(`${caller}: there must be at least one sink, got none; memory() is the simplest`);
  }
  for (const [index, sink] of sinks.entries()) {
    const argument = `argument ${index + first}`;
    if (!isSink(sink)) {
      const advice = typeof sink === 'function' ? '; call it to make one' : '';
      throw new TypeError(
        `${caller}: ${argument} must be a sink { write(rows), open?, flush?, close? }, got ${shown(sink)}${advice}`,
      );
    }
    if (sink.queue !== undefined) checkQueue(sink.queue, `${caller}: the queue of ${argument}`);
    const same = sinks.findIndex((other) => innermost(other as Sink) === innermost(sink));
    if (same < index) {
      const other = same + first;
      throw new TypeError(
        `${caller}: ${argument} must be another sink than argument ${other}, got the same one`,
      );
    }
  }
}

export function isSink(value: unknown): value is Sink {
  if (typeof value !== 'object' || value === null) return false;
  const sink = value as Record<string, unknown>;
  const optional = [sink.open, sink.flush, sink.close];
  return (
    typeof sink.write === 'function' && optional.every((part) => part == null || typeof part === 'function')
  );
}
