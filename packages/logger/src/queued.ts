import { checkQueue, type Queue } from './queue.ts';
import { checkSinks, type Sink, standsFor } from './sink.ts';

/**
 * A sink with another queue: how many rows may wait for it, and which go when there are more.
 *
 * It is of use for sinks that return promises; one that is done when its `write` returns has nothing waiting.
 *
 * @throws TypeError or RangeError when the first argument is no sink or the queue is none.
 *
 * @example
 * ```ts
 * import { log, queued, type Row } from '@anneal/logger';
 * import { range, map } from 'rxjs';
 *
 * // A server that takes its time.
 * const sent: (readonly Row[])[] = [];
 * const server = { write: async (rows: readonly Row[]) => void sent.push(rows) };
 * const rows = range(0, 1000).pipe(map((step) => ({ step })));
 * rows.pipe(log(queued(server, { bound: 100, policy: 'decimate' }))).subscribe();
 * await new Promise((done) => setTimeout(done, 10));
 * sent.map((batch) => batch.length <= 100); // => [true, true]
 * ```
 */
export function queued(sink: Sink, queue: Queue): Sink {
  checkSinks([sink], 'queued');
  checkQueue(queue, 'queued');
  const wrapped: Sink = {
    ...(sink.name !== undefined && { name: sink.name }),
    queue: { ...sink.queue, ...queue },
    ...(sink.open != null && { open: (run) => sink.open?.(run) }),
    write: (rows) => sink.write(rows),
    ...(sink.flush != null && { flush: () => sink.flush?.() }),
    ...(sink.close != null && { close: () => sink.close?.() }),
  };
  return standsFor(wrapped, sink);
}
