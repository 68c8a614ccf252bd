import { random } from './random.ts';

/** Where a curve only rises or only falls, from one step to another, both included. */
export type Stretch = readonly [from: number, to: number];

/**
 * The steps of a stretch at which a curve is measured: both ends, three steps beside each, the middle and its
 * neighbours, and `count` each of steps that come nearer and nearer to the ends, of whole steps at random, and, a
 * quarter as many, of fractions. Fewer are a selection of more, so that a coarse run cannot find what a full one missed.
 *
 * @param count a number that 24 is a multiple of.
 */
export function steps([from, to]: Stretch, count: number): number[] {
  const [first, last] = [Math.ceil(from), Math.floor(to)];
  const length = to - from;
  const middle = from + length / 2;
  const whole = Math.floor(middle);
  const found = [from, to, middle, whole - 1, whole, whole + 1];
  for (let i = 0; i <= 3; i++) found.push(first + i, last - i);
  const draw = random(20_170_417);
  for (let i = 1; i <= count; i++) {
    const near = Math.round(Math.max(length, 1) ** (i / count));
    found.push(first + near, last - near, Math.floor(from + draw() * length));
    const fraction = draw();
    if (i % 4 === 1) found.push(from + fraction * length);
  }
  return [...new Set(found)].filter((step) => step >= from && step <= to).sort((a, b) => a - b);
}
