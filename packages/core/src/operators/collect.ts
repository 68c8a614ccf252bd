import type { Observable } from 'rxjs';

/** For tests: what a stream emits, in a list that grows, and how it ends. */
export function collect<T>(stream: Observable<T>): (T | string)[] {
  const seen: (T | string)[] = [];
  stream.subscribe({
    next: (value) => seen.push(value),
    error: (error: unknown) => seen.push(`failed: ${error instanceof Error ? error.message : String(error)}`),
    complete: () => seen.push('completed'),
  });
  return seen;
}
