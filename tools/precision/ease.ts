import { pi, Real } from './exact.ts';

/** How a curve gets from one rate to another. */
export interface Ease {
  /** How much of the way is left after `t` of `over` steps, truly: 1 at the start, 0 at the end. */
  readonly left: (t: Real, over: Real) => Real;
  /** The rate, in the form that books and other libraries have. */
  readonly textbook: (from: number, to: number, t: number, over: number) => number;
}

export const straight: Ease = {
  left: (t, over) => over.minus(t).div(over),
  textbook: (from, to, t, over) => from + ((to - from) * t) / over,
};

export const halfCosine: Ease = {
  left: (t, over) => Real.cos(pi.times(t).div(over)).plus(1).div(2),
  textbook: (from, to, t, over) => to + ((from - to) * (1 + Math.cos((Math.PI * t) / over))) / 2,
};

export const oneMinusRoot: Ease = {
  left: (t, over) => new Real(1).minus(t.div(over).sqrt()),
  textbook: (from, to, t, over) => to + (from - to) * (1 - Math.sqrt(t / over)),
};
