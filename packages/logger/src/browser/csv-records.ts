import { cell } from '../csv/cell.ts';
import { columnsOf } from '../csv/form.ts';
import { fromLine } from '../json-line.ts';

export const HEADER = 'attempt,step,time,column,value\n';

/** Lines of JSONL as records of the long form, as the `csv` sink writes them, but for the time: that of their chunk. */
export function csvRecords(lines: readonly string[], attempt: number, time: number): string {
  const at = new Date(time).toISOString();
  return lines
    .map((line) => {
      const row = fromLine(line);
      const start = `${attempt},${cell(row.step, false)},${at},`;
      const columns = columnsOf(row);
      // Even of a row that has nothing but its step it is told that there was one.
      if (columns.length === 0) return `${start},\n`;
      return columns.map(([name, value]) => `${start}${cell(name, false)},${cell(value, false)}\n`).join('');
    })
    .join('');
}
