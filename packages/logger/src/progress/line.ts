import { cells, cut } from './cells.ts';
import { duration, figure } from './figure.ts';
import type { View } from './tally.ts';

/** Between two parts. */
const GAP = '  ';

/** The columns of a bar, its brackets included: less says nothing, more says nothing more. */
const SHORTEST_BAR = 10;
const LONGEST_BAR = 32;

/** What matters less than a bar: the speed, and all metrics but the first. */
const BAR_RANK = 4;

/** So wide is a number that moves, so that what stands behind it does not jump with its digits. */
const NUMBER = 6;

/** One thing that a line says. */
interface Part {
  readonly text: string;
  /** Where there is no room for all, those with the highest rank go first. */
  readonly rank: number;
  /** How many columns it takes, where it does not end the line. */
  readonly width: number;
}

/** A line for a file or a pipe: everything, without a bar. */
export function plainLine(view: View): string {
  const percent = view.total < Infinity ? ` (${Math.floor((100 * view.done) / view.total)}%)` : '';
  const [count, ...others] = partsOf(view).map(({ text }) => text);
  return [`${count?.trimStart()}${percent}`, ...others].join(GAP);
}

/** A line of at most `width` columns: what matters most, and a bar that takes the room that is left. */
export function movingLine(view: View, width: number, color: boolean): string {
  const parts = partsOf(view);
  const barPart: Part = { text: '', rank: BAR_RANK, width: SHORTEST_BAR };
  const ranked = [...parts, ...(view.total < Infinity ? [barPart] : [])].sort((a, b) => a.rank - b.rank);
  const kept = new Set<Part>();
  let room = width + GAP.length;
  for (const part of ranked) {
    if (part.width + GAP.length > room) continue;
    room -= part.width + GAP.length;
    kept.add(part);
  }
  if (kept.size === 0) return cut(ranked[0]?.text ?? '', width);
  const words = parts.filter((part) => kept.has(part)).map(paddedText);
  if (kept.has(barPart)) {
    words.unshift(bar(view.done / view.total, Math.min(SHORTEST_BAR + room, LONGEST_BAR), color));
  }
  return words.join(GAP).trimEnd();
}

function paddedText({ text, width }: Part): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}

/** ASCII: it is one column wide in every terminal, in every language. */
function bar(share: number, width: number, color: boolean): string {
  const inner = width - 2;
  const full = Math.floor(Math.min(1, Math.max(0, share)) * inner);
  const head = full < inner ? '>' : '';
  const done = '='.repeat(full) + head;
  const painted = color ? `\u001b[36m${done}\u001b[39m` : done;
  return `[${painted}${' '.repeat(inner - full - head.length)}]`;
}

/** All parts, in the order in which they stand. */
function partsOf({ step, done, total, rates, metrics, perSecond, left, took }: View): Part[] {
  const parts = [part(count(step, done, total), 0)];
  for (const [index, [name, value]] of rates.entries()) {
    parts.push(number(name === '' ? 'rate' : `rate.${name}`, figure(value, 3), index === 0 ? 2 : 7));
  }
  for (const [index, [name, value]] of metrics.entries()) {
    parts.push(number(name, figure(value, 4), [1, 5][index] ?? 7 + index));
  }
  if (perSecond !== undefined) parts.push(part(speed(perSecond), 6));
  if (left !== undefined) parts.push(part(`${duration(left)} left`, 3));
  if (took !== undefined) parts.push(part(`in ${duration(took)}`, 3));
  return parts;
}

function part(text: string, rank: number): Part {
  return { text, rank, width: cells(text) };
}

function number(name: string, value: string, rank: number): Part {
  return { text: `${name} ${value}`, rank, width: cells(name) + 1 + Math.max(NUMBER, value.length) };
}

function count(step: number | undefined, done: number, total: number): string {
  if (total < Infinity) return `${String(done).padStart(String(total).length)}/${total}`;
  if (step !== undefined) return `step ${step}`;
  return done === 1 ? '1 row' : `${done} rows`;
}

/** Slow steps are told the other way round: 0.033/s says little. */
function speed(perSecond: number): string {
  return perSecond < 0.5 ? `${steady(1 / perSecond)} s/step` : `${steady(perSecond)}/s`;
}

/** Three digits, zeros too: what changes all the time should keep its width. */
function steady(value: number): string {
  return value < 999.5 ? value.toPrecision(3) : figure(value, 3);
}
