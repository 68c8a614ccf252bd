import type { Row } from './row.ts';

/** Says something on the console, on one line: the stream of rows is no place for a sink's troubles. */
export function report(line: string): void {
  console.error(line.replace(/\s*\n\s*/g, ' '));
}

/** What went wrong, in the words of whoever threw it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Which row it was, as far as the row says. */
export function placeOf(row: Row | undefined): string {
  const step: unknown = row?.step;
  return step === undefined ? 'at a row without a step' : `at step ${String(step)}`;
}

export function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
