import type { Report } from './case.ts';

/**
 * What somebody would give to `map` who knows the best form of the cosine by heart: the same arithmetic as
 * `cosineAnnealing`, bit for bit, with nothing around it.
 */
export function cosineByHand(from: number, to: number, over: number): (report: Report) => number {
  const height = from - to;
  // The turn of one step as a short number and its remainder; the last figure is what π / 2 has beyond its 53 bits.
  const coarse = Math.fround(Math.PI / 2 / over);
  const near = Math.fround(over);
  const fine = (Math.PI / 2 - coarse * near - coarse * (over - near) + 6.123233995736766e-17) / over;
  return (report) => {
    const t = report.step + 1;
    if (t <= 0) return from;
    if (t >= over) return to;
    const rest = over - t;
    if (t === rest) return (from + to) / 2;
    const nearer = Math.min(t, rest);
    const whole = Math.fround(nearer);
    const s = Math.sin(whole * coarse + ((nearer - whole) * coarse + nearer * fine));
    return t < rest ? from - height * s * s : to + height * s * s;
  };
}
