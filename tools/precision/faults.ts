import type { Place } from './deviation.ts';
import type { Row } from './row.ts';
import { nameOf } from './row.ts';
import type { Line } from './table.ts';

/** What is wrong with what was found, one sentence each, given the bounds that the page states. */
export function faults(
  rows: readonly Row[],
  lines: readonly Line[],
  stated: ReadonlyMap<string, number>,
): string[] {
  const promised = new Map(rows.map((row) => [nameOf(row), row.promised]));
  return lines.flatMap(({ name, found }) => {
    if ('absent' in found) return [`${name}: ${found.absent}`];
    const { ours, missedEnd, wrongWay } = found;
    const page = stated.get(name);
    const bound = promised.get(name) ?? page;
    const wrong: string[] = [];
    if (page === undefined) wrong.push('docs/precision.md has no bound for it: run pnpm precision');
    else if (page !== bound) wrong.push(`docs/precision.md states a bound of ${page}, promised are ${bound}`);
    if (bound !== undefined && ours.worst > bound)
      wrong.push(`${ours.worst.toFixed(2)} ulps off ${place(ours.at)}, bound ${bound}`);
    if (ours.notZero) wrong.push(`not 0, where it must be, ${place(ours.notZero)}`);
    if (missedEnd) wrong.push(`the end is not exact ${place(missedEnd)}`);
    if (wrongWay) wrong.push(`the next step goes back ${place(wrongWay)}`);
    return wrong.map((sentence) => `${name}: ${sentence}`);
  });
}

const place = ({ t, options }: Place): string => `at step ${t} with ${JSON.stringify(options)}`;
