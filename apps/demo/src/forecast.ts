import { isCurve, type Part, simulate } from '@anneal/core';

/** What is known of a schedule before it runs. */
export interface Forecast {
  /** The rate of each step; for a schedule that listens, as long as it hears nothing that makes it act. */
  readonly rates: readonly number[];
  /** Whether the rates are certain, since they follow from the step alone. */
  readonly certain: boolean;
}

/** The rates of so many steps, told in advance. */
export function forecast(schedule: Part, steps: number): Forecast {
  const silence = Array.from({ length: steps - 1 }, () => ({}));
  return { rates: simulate(schedule, silence), certain: isCurve(schedule) };
}
