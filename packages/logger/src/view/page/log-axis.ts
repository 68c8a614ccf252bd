const DIGITS = [1, 2, 5];

/** The ends of a logarithmic axis: 1, 2 or 5 times a power of ten around the data. */
export function logRange(min: number, max: number): [from: number, to: number] {
  const all = marks(min, max, DIGITS);
  const from = all.findLast((mark) => mark <= min) ?? min;
  const to = all.find((mark) => mark >= max) ?? max;
  return from < to ? [from, to] : [from / 2, to * 2];
}

/** Where it has its lines and numbers: at powers of ten, fewer where there are many, and between them where there are few. */
export function logMarks(from: number, to: number): number[] {
  const decades = Math.log10(to / from);
  const all = marks(from, to, decades > 2.5 ? [1] : DIGITS).filter((mark) => mark >= from && mark <= to);
  const every = Math.ceil(all.length / 8);
  return all.filter((_, i) => i % every === 0);
}

/** Parsed, since products are inexact. */
function marks(from: number, to: number, digits: readonly number[]): number[] {
  const first = Math.max(-323, Math.floor(Math.log10(from)) - 1);
  const last = Math.min(308, Math.floor(Math.log10(to)) + 1);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return powers
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter(Number.isFinite);
}
