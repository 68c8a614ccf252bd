import type { Row } from '../row.ts';

/**
 * Compares rows that were read with those that were expected.
 *
 * @throws Error that shows the first row in which they differ.
 */
export function agree(actual: readonly Row[], expected: readonly Row[]): void {
  for (const [index, row] of expected.entries()) {
    const [is, should] = [actual[index], row].map((side) => (side === undefined ? 'nothing' : text(side)));
    if (is !== should) throw new Error(`row ${index} must be ${should}, got ${is}`);
  }
  if (actual.length > expected.length) {
    const more = text(actual[expected.length] as Row);
    throw new Error(
      `there must be ${expected.length} rows, got ${actual.length}; the first too many is ${more}`,
    );
  }
}

/** The order of columns means nothing; a number that is not finite is not the text that names it. */
function text(row: Row): string {
  return JSON.stringify(sorted(row));
}

function sorted(value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { number: String(value) };
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}
