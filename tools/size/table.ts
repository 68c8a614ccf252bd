/** Rows as lines of text, each column as wide as its widest cell: numbers stand to the right, words to the left. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => shown(row[column]).length)),
  );
  const isNumeric = head.map((_, column) => rows.every((row) => numeric.test(shown(row[column]))));
  const line = (cells: readonly (string | number)[]) =>
    widths
      .map((width, column) => {
        const cell = shown(cells[column]);
        return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

/** A figure, or a span of them; behind it there may be a mark, or the room for one. */
const numeric = /^[\d.,+–-]*( [! ])?$/;

const shown = (cell: string | number | undefined): string =>
  typeof cell === 'number' ? cell.toLocaleString('en') : (cell ?? '');
