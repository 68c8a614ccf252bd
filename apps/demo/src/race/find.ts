import { findRate, type RateReading, stepTrainer } from '@anneal/trainer';
import { defer, finalize, map, type Observable, toArray } from 'rxjs';
import { free, lanes } from '../engine/engine.ts';
import { groundOf } from './ground.ts';
import type { Command, News } from './messages.ts';

/** Seven decades, from far too low to far too high for networks as small as these. */
const ramp = { from: 1e-5, to: 100, steps: 200 };

/** The learning-rate range test: real steps on the model of the set-up, at rates that climb until the loss takes off. */
export function find({ run, setup, table }: Extract<Command, { type: 'find' }>): Observable<News> {
  return defer(() => {
    const { engine, batches } = groundOf(setup, table);
    const rates = new Float32Array(lanes);
    const trainer = stepTrainer(
      (rate: number, step) => {
        rates[0] = rate;
        return { loss: engine.step(rates, batches.of(step))[0] as number };
      },
      {
        steps: ramp.steps,
        save: () => engine.save(),
        restore(saved) {
          engine.restore(saved);
          free(saved);
        },
      },
    );
    return findRate(trainer, ramp).pipe(
      toArray(),
      map((readings) => foundNews(run, readings)),
      finalize(() => engine.dispose()),
    );
  });
}

function foundNews(run: number, readings: readonly RateReading[]): News {
  const found = readings.at(-1)?.found;
  const band = found?.band;
  return {
    type: 'found',
    run,
    rates: Float64Array.from(readings, ({ rate }) => rate),
    losses: Float64Array.from(readings, ({ loss }) => loss),
    smoothed: Float64Array.from(readings, ({ smoothed }) => smoothed),
    band: band ? { from: band[0], to: band[1] } : undefined,
    reason: found?.reasons.band,
  };
}
