import { Observable } from 'rxjs';

/** The values of an asynchronous generator. Unsubscribing aborts what it waits for, and ends it where it stands. */
export function toldLater<T>(generate: (signal: AbortSignal) => AsyncIterable<T>): Observable<T> {
  return new Observable<T>((out) => {
    const stop = new AbortController();
    const tell = async (): Promise<void> => {
      for await (const value of generate(stop.signal)) {
        out.next(value);
        // So that the generator is ended, too: it may have a file open.
        if (out.closed) return;
      }
    };
    tell().then(
      () => out.complete(),
      // What was stopped fails too, but then nobody listens.
      (error: unknown) => out.error(error),
    );
    return () => stop.abort();
  });
}
