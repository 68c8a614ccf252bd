import type { Real } from './exact.ts';
import type { Stretch } from './steps.ts';

/** A row of the table: one curve, in one of its variants, with many options. */
export interface Row {
  /** The name under which `@anneal/core` exports it. */
  readonly curve: string;
  /** What tells it from other rows of the same curve. */
  readonly variant?: string;
  /** How many ulps it may be off. Without it the bound is what was measured, rounded up. */
  readonly promised?: number;
  readonly cases: readonly Case[];
}

/** A curve with its options, and what it should be. */
export interface Case {
  readonly options: object;
  /** The length that steps are told against: "`t` of `over`". */
  readonly over: number;
  readonly stretches: readonly Stretch[];
  /** Rates that must be met bit for bit. */
  readonly ends: readonly (readonly [step: number, rate: number])[];
  /** The true rate, of the exact doubles in the options. */
  readonly truth: (step: number) => Real;
  /** The form that books and other libraries have, in doubles. */
  readonly textbook: (step: number) => number;
}

export const nameOf = ({ curve, variant }: Row): string =>
  variant === undefined ? `\`${curve}\`` : `\`${curve}\`, ${variant}`;
