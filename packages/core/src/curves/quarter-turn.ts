/**
 * The angle that a quarter turn in `over` steps has come to after `t` of them, rounded but once.
 *
 *     angle(t) = π · t / (2 · over)
 *
 * The constant c = π / (2 · over) is kept in two pieces: its first 22 bits, with which a whole step below 2³¹ multiplies
 * exactly, and the rest. So the only rounding that counts is that of the sum, where π, the quotient and the product
 * would have added one each, and a squared sine doubles what they add.
 */
export function quarterTurn(over: number): (t: number) => number {
  const c = Math.PI / (2 * over);
  const high = first22Bits(c);
  // What the quotient has left over, and what π has beyond its 53 bits.
  const left = remainder(Math.PI, c, 2 * over) + beyondPi;
  const low = c - high + left / (2 * over);
  // Lengths beyond all training would overflow in the splitting.
  return Number.isFinite(low) ? (t) => t * high + t * low : (t) => (Math.PI * t) / (2 * over);
}

/** π − Math.PI, to 53 bits more. */
const beyondPi = 1.2246467991473532e-16;

/** Veltkamp's splitting: the first bits of a number, as many as 53 − 31. */
function first22Bits(value: number): number {
  const scaled = value * (2 ** 31 + 1);
  return scaled - (scaled - value);
}

/** a − b · c, exactly, where b · c is nearly a (Dekker, 1971). */
function remainder(a: number, b: number, c: number): number {
  const [b1, c1] = [half(b), half(c)];
  const [b2, c2] = [b - b1, c - c1];
  const product = b * c;
  const error = b2 * c2 - (product - b1 * c1 - b2 * c1 - b1 * c2);
  return a - product - error;
}

/** The first half of a number's bits. */
function half(value: number): number {
  const scaled = value * (2 ** 27 + 1);
  return scaled - (scaled - value);
}
