import { cell } from './cell.ts';
import { columnsOf, type Form, type Lines } from './form.ts';
import { now } from './now.ts';
import { NoFileOfOurs, type Past, past } from './past.ts';
import { ready } from './ready.ts';

export const LONG: readonly string[] = ['attempt', 'step', 'time', 'column', 'value'];

/** How many names of columns are remembered: a run with a new one in each row must not fill the memory. */
const MOST_NAMES = 1000;

/** One record for each column of a row. */
export function long(path: string, escapeFormulas: boolean): Form {
  const before: Past = past(path, LONG);
  if (before.header !== undefined && before.header.length > LONG.length) {
    throw new NoFileOfOurs(`the file has other columns: ${before.header.join(',')}; name another file`);
  }
  const attempt = before.attempt + 1;
  // The same few in every row: to look for what must be quoted costs more than to remember.
  const names = new Map<string, string>();
  const named = (name: string): string => {
    let known = names.get(name);
    if (known === undefined) {
      known = cell(name, escapeFormulas);
      if (names.size < MOST_NAMES) names.set(name, known);
    }
    return known;
  };
  return {
    begin: () => ready(path, before, LONG),
    lines(row): Lines {
      const columns = columnsOf(row);
      const step = cell((row as { step?: unknown }).step, escapeFormulas);
      const start = `${attempt},${step},${now()},`;
      // Even of a row that has nothing but its step it is told that there was one.
      if (columns.length === 0) return { text: `${start},\n` };
      let text = '';
      for (const [name, value] of columns) {
        text += `${start}${named(name)},${cell(value, escapeFormulas)}\n`;
      }
      return { text };
    },
  };
}
