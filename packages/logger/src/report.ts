import type { Row } from './row.ts';

/** Says something on the console, on one line: the stream of rows is no place for a sink's troubles. */
export function report(line: string): void {
  console.error(line.replace(/\s*\n\s*/g, ' '));
}

/** What went wrong, in the words of whoever threw it; it never fails, because anything may be thrown. */
export function reasonOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message || error.name : error);
  } catch {
    return 'something that cannot be said was thrown';
  }
}

/** Which row it was, as far as the row says. */
export function placeOf(row: Row | undefined): string {
  try {
    const step: unknown = row?.step;
    if (step !== undefined) return `at step ${String(step)}`;
  } catch {
    // A row may be anything, a getter that throws too.
  }
  return 'at a row without a step';
}

export function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
