import { type Forecast, forecast } from '../forecast.ts';
import { sparkline } from '../sparkline.ts';
import { type Plan, scheduleOf } from './plan.ts';

/** What is known of a plan before it runs, over a run of so many steps. */
export function forecastOf(plan: unknown, steps: number): Forecast {
  return forecast(scheduleOf(plan), Math.max(2, Math.ceil(steps)));
}

/** A plan in the size of a word: to its end, if it comes to one in the run. */
export function thumbnail(plan: Plan, steps: number): SVGElement {
  const { span } = scheduleOf(plan);
  const told = forecastOf(plan, span <= steps ? span + 1 : steps);
  return sparkline(told, Math.max(...told.rates) || 1);
}
