import { forecast } from './forecast.ts';
import type { Values } from './parameter.ts';
import type { Choice } from './schedules.ts';

/** Why there is no such schedule, in its own words, or nothing if there is one. */
export function refusal(choice: Choice, values: Values, steps: number): string | undefined {
  try {
    const { rates } = forecast(choice.make(values, steps), steps);
    // A schedule may well go below 0, but nothing can be trained on that: this is what training would say.
    const bad = rates.findIndex((rate) => !(Number.isFinite(rate) && rate >= 0));
    if (bad < 0) return undefined;
    return `train: the rate of step ${bad} must be a finite number from 0 up, got ${rates[bad]}`;
  } catch (error) {
    return (error as Error).message;
  }
}
