import { Observable, Subscription } from 'rxjs';

/** The same stream, for one subscriber at a time: each waits until the one before has left. */
export function oneAtATime<T>(source: Observable<T>): Observable<T> {
  /** Who is on, and who waits. */
  const queue: (() => void)[] = [];
  return new Observable((out) => {
    const held = new Subscription();
    const begin = () =>
      held.add(
        source.subscribe({
          next: (value) => out.next(value),
          error: (error: unknown) => out.error(error),
          complete: () => out.complete(),
        }),
      );
    queue.push(begin);
    if (queue[0] === begin) begin();
    return () => {
      held.unsubscribe();
      const wasOn = queue[0] === begin;
      queue.splice(queue.indexOf(begin), 1);
      if (wasOn) queue[0]?.();
    };
  });
}
