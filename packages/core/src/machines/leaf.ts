import type { FeedbackOptions, Heard } from '../feedback/feedback.ts';
import { isRate } from '../finite.ts';
import { jsonCopy } from '../json-copy.ts';
import type { InHand } from '../readings.ts';
import { refuse } from '../rules.ts';
import type { Machine } from './machine.ts';

/** The machine of a schedule that a user has made of `init`, `next` and `rate`. */
export function leaf<State, M extends string, Rate>(
  { init, next, rate, name = 'feedback' }: FeedbackOptions<State, M, Rate>,
  monitors: readonly M[],
): Machine<Rate, State> {
  // A copy, so that what the caller does with its own changes nothing here.
  const first = jsonCopy(init, 'feedback: init');

  const heard = (readings: InHand): Heard<M> => {
    if (monitors.length === 0) return readings.report as Heard<M>;
    const fresh: Record<string, number> = {};
    for (const monitor of monitors) {
      const reading = readings.of(monitor);
      if (reading !== undefined) fresh[monitor] = reading;
    }
    return fresh as Heard<M>;
  };

  return {
    name,
    span: Infinity,
    shape: name,
    monitors,
    readsAll: monitors.length === 0,
    // A copy for each run: what one does to its state, against the rules, is nothing to the others.
    begin: () => jsonCopy(first, 'feedback: init'),
    next: (state, readings, step) => next(state, heard(readings), step),
    counts: true,
    settle: (state) => state,
    // Before its own first step has finished there is no other step that a report could belong to.
    late: (state, readings, step) => next(state, heard(readings), Math.max(step, 0)),
    asks: () => monitors,
    rate: (state) => rate(state),
    causes: () => [],
    // Only `next` and `rate` know what a state of theirs may hold.
    restore(state, path) {
      let given: unknown;
      try {
        given = rate(state as State);
      } catch (error) {
        given = error;
      }
      if (!isRate(given)) refuse('resume', path, `a state of ${name}`, state);
      return state as State;
    },
  };
}
