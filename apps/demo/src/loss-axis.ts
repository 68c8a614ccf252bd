/** What the loss axis shows before anything is known; it only ever grows from there. */
const least = { from: 0.1, to: 2 };

/** The numbers that an axis ends at, or is labeled with, within each power of ten. */
const marks = [1, 2, 5];

/** The ends of the logarithmic loss axis: 1, 2 or 5 times a power of ten around the data, so that they seldom move. */
export function lossRange(min: number | null, max: number | null): [from: number, to: number] {
  return [Math.min(least.from, below(min ?? least.from)), Math.max(least.to, above(max ?? least.to))];
}

/** Where the axis has its lines and numbers: at powers of ten, and in between as long as there is room. */
export function lossMarks(from: number, to: number): number[] {
  const wanted = Math.log10(to / from) > 2 ? [1] : marks;
  return all(from, to, wanted).filter((mark) => mark >= from && mark <= to);
}

const below = (value: number): number => all(value, value, marks).findLast((mark) => mark <= value) as number;
const above = (value: number): number => all(value, value, marks).find((mark) => mark >= value) as number;

/** The digits in all powers of ten from that of `from` to the one above `to`; parsed, since products are inexact. */
function all(from: number, to: number, digits: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(from)), Math.floor(Math.log10(to)) + 1];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
}
