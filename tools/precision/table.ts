import type { Deviation, Place, Summary } from './deviation.ts';

/** One line of the table: a row that was measured, or why it was not. */
export interface Line {
  readonly name: string;
  /** How many ulps it may be off; nothing when it was not measured. */
  readonly bound?: number;
  readonly found: Deviation | { readonly absent: string };
}

const opening = '<!-- written by pnpm precision -->';
const closing = '<!-- up to here -->';

const head = [
  '| curve | worst, in ulps | where | mean | ends exact | monotone | textbook’s worst | bound |',
  '| --- | ---: | --- | ---: | --- | --- | ---: | ---: |',
];

/** The table as Markdown. */
export function table(lines: readonly Line[]): string {
  return [...head, ...lines.map(written)].join('\n');
}

function written({ name, bound, found }: Line): string {
  if ('absent' in found) return `| ${name} | ${found.absent} | | | | | | |`;
  const { ours, textbook, missedEnd, wrongWay } = found;
  const cells = [
    name,
    worst(ours),
    place(ours.at),
    figure(ours.mean),
    missedEnd ? `no: ${place(missedEnd)}` : 'yes',
    wrongWay ? `no: ${place(wrongWay)}` : 'yes',
    worst(textbook),
    bound === undefined ? '' : bound < 100 ? `${bound}` : figure(bound),
  ];
  return `| ${cells.join(' | ')} |`;
}

const worst = ({ worst, notZero }: Summary): string => figure(worst) + (notZero ? ', misses 0' : '');

const place = ({ t, over }: Place): string => `${step(t)} of ${step(over)}`;

const step = (t: number): string => t.toLocaleString('en-US', { maximumFractionDigits: 2 });

function figure(ulps: number): string {
  if (ulps < 100) return ulps.toFixed(2);
  if (ulps < 10_000) return Math.round(ulps).toLocaleString('en-US');
  return ulps === Infinity ? '∞' : ulps.toExponential(1).replace('e+', 'e');
}

/** What is measured, rounded up: to whole ulps, and from a hundred on to two digits. */
export function roundedUp(ulps: number): number {
  const unit = ulps < 100 ? 1 : 10 ** (Math.floor(Math.log10(ulps)) - 1);
  return Math.max(1, Math.ceil(ulps / unit) * unit);
}

/** A page with its table replaced by another text; the prose around it stays. */
export function replaced(page: string, text: string): string {
  const [start, end] = bounds(page);
  return `${page.slice(0, start)}\n\n${text}\n\n${page.slice(end)}`;
}

/** The bounds that a page states, by the name of their row. */
export function boundsIn(page: string): ReadonlyMap<string, number> {
  const [start, end] = bounds(page);
  const rows = page
    .slice(start, end)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return new Map(
    rows.flatMap((line): [string, number][] => {
      const cells = line.split('|').map((cell) => cell.trim());
      const [name = '', bound = ''] = [cells[1], cells.at(-2)];
      return bound === '' ? [] : [[name, Number(bound.replaceAll(',', ''))]];
    }),
  );
}

function bounds(page: string): [start: number, end: number] {
  const [start, end] = [page.indexOf(opening), page.indexOf(closing)];
  if (start === -1 || end < start)
    throw new Error(`precision: the page needs ${opening} and ${closing} around its table`);
  return [start + opening.length, end];
}
