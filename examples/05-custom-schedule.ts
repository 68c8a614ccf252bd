// Two schedules of your own: a curve is a function of the step, feedback is a pure machine. Both compose like any other.
import { curve, feedback, lasting, sequence, simulate } from '@anneal/core';
import { laws } from '@anneal/core/testing';

/** log(1/x) for x from 1/e to 1: falls from `initial` to 0 over `steps`. */
const logOneOverX = (initial: number, steps: number) =>
  curve((step) => initial * Math.log(1 / (1 / Math.E + (1 - 1 / Math.E) * (step / steps))), steps);

/** Bold driver (Battiti, 1989): a little faster while the loss falls, much slower when it rises. */
const boldDriver = (initial: number) =>
  feedback({
    monitor: 'loss',
    init: { rate: initial, last: null as number | null },
    next: ({ rate, last }, { loss }) => {
      if (loss === undefined) return { rate, last };
      return { rate: rate * (last === null ? 1 : loss < last ? 1.05 : 0.5), last: loss };
    },
    rate: ({ rate }) => rate,
  });

const schedule = sequence(lasting(boldDriver(0.1), 4), logOneOverX(0.05, 4));
const losses = [3, 2, 1, 2, 1, 1, 1, 1];
console.log(simulate(schedule, losses).map((rate) => Number(rate.toFixed(4))));

// What every schedule owes its users, checked on yours.
const all = laws(schedule, losses);
for (const law of all) law.check();
console.log(`${all.length} laws hold`);
