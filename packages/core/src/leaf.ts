import * as check from './check.ts';
import { jsonCopy } from './json.ts';
import type { Machine } from './machine.ts';
import type { Readings } from './readings.ts';
import type { FeedbackOptions, Heard } from './schedule.ts';

/** The machine of a schedule that a user has made of `init`, `next` and `rate`. */
export function leaf<State, M extends string, Rate>(
  options: FeedbackOptions<State, M, Rate>,
): Machine<Rate, State> {
  const by = 'feedback';
  check.options(by, options, ['init', 'next', 'rate', 'span', 'monitor']);
  const { init, next, rate, span = Infinity, monitor } = options;
  check.aFunction(by, 'next', next);
  check.aFunction(by, 'rate', rate);
  check.span(by, span);
  // A copy, so that what the caller does with its own changes nothing here.
  const first = jsonCopy(init, `${by}: init`);
  const monitors = [...new Set([monitor ?? []].flat())] as M[];
  for (const name of monitors) check.metricName(by, name);

  const heard = (readings: Readings): unknown => {
    if (monitors.length === 0) return readings.report;
    const fresh: Record<string, number> = {};
    for (const name of monitors) {
      const reading = readings.of(name);
      if (reading !== undefined) fresh[name] = reading;
    }
    return fresh;
  };

  return {
    name: by,
    span,
    shape: by,
    monitors,
    readsAll: monitors.length === 0,
    begin: () => first,
    next: (state, readings, step) => next(state, heard(readings) as Heard<M>, step),
    counts: true,
    settle: (state) => state,
    // Before its own first step has finished there is no other step that a report could belong to.
    late: (state, readings, step) => next(state, heard(readings) as Heard<M>, Math.max(step, 0)),
    rate: (state) => rate(state),
    causes: () => [],
    // Only `next` and `rate` know what a state of theirs may hold.
    restore: (state) => state as State,
  };
}
