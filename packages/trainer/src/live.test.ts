import {
  constant,
  describe as inWords,
  linear,
  live,
  type Part,
  reduceOnPlateau,
  resume,
  type State,
} from '@anneal/core';
import { lastValueFrom, NEVER, Subject, take, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { stepTrainer, train } from './index.ts';

/** A weight that walks down by the rate: with gradient 1 the walk is the sum of the rates. */
function walker(steps: number) {
  const walk = { w: 0 };
  const trainer = stepTrainer(
    (rate: number) => {
      walk.w += rate;
      return { loss: 3 };
    },
    { steps },
  );
  return { trainer, walk };
}

const ramp = linear({ from: 1, to: 0, over: 8 });

describe('train, with a schedule that is swapped while it runs', () => {
  it('sets what was said for the very next step, and tells of it in the row', async () => {
    const plans = new Subject<Part | number | null>();
    const { trainer, walk } = walker(6);
    const rows = await lastValueFrom(
      train(trainer, live(constant(0.5), plans, { splice: 'value' })).pipe(
        tap(({ step }) => {
          if (step === 0) plans.next(ramp);
          if (step === 2) plans.next(2);
          if (step === 3) plans.next(null);
        }),
        toArray(),
      ),
    );
    const rates = rows.map(({ rate }) => rate);
    expect(rates).toEqual([0.5, 0.5, 0.5, 0.4375, 2, 0.3125]);
    expect(walk.w).toBe(rates.reduce((sum, rate) => sum + rate, 0));
    expect(rows.map(({ causes = [] }) => causes.map(inWords))).toEqual([
      [],
      [],
      ["linear took over ('value'), from 0.5 to 0.5 at step 2"],
      [],
      ['set by hand from 0.4375 to 2 at step 4'],
      ['released from 2 to 0.3125 at step 5'],
    ]);
  });

  it('goes on from a row’s state, with the schedule that was in force', async () => {
    const plateau = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 1 });
    const run = (first: Part, plans: Subject<Part>, steps: number) =>
      train(walker(steps).trainer, live(first, plans), { states: true });

    const plans = new Subject<Part>();
    const whole = await lastValueFrom(
      run(ramp, plans, 9).pipe(
        tap(({ step }) => step === 1 && plans.next(plateau)),
        toArray(),
      ),
    );
    const again = new Subject<Part>();
    const head = await lastValueFrom(
      run(ramp, again, 9).pipe(
        tap(({ step }) => step === 1 && again.next(plateau)),
        take(5),
        toArray(),
      ),
    );
    const saved = JSON.parse(JSON.stringify(head.at(-1)?.state)) as State;
    expect(saved.step).toBe(5);
    const tail = await lastValueFrom(run(resume(plateau, saved), new Subject(), 9).pipe(toArray()));
    expect([...head, ...tail].map(({ step, rate }) => [step, rate])).toEqual(
      whole.map(({ step, rate }) => [step, rate]),
    );
  });

  it('does not start elsewhere than its first schedule stands', () => {
    expect(() => train(walker(3).trainer, live(ramp, NEVER), { start: 2 })).toThrow(
      'train: start is 2, but the schedule stands at step 0; resume(schedule, state) puts it where training goes on',
    );
    expect(() => train(walker(3).trainer, live(resume(ramp, 2), NEVER), { start: 2 })).not.toThrow();
  });

  describe('and a metric that does not come', () => {
    /** Epochs of 10 steps; at step 3 something is said. */
    const run = async (first: Part, said: Part, metrics: object): Promise<unknown> => {
      const plans = new Subject<Part>();
      const trainer = stepTrainer((_: number, step) => ({ epoch: Math.floor(step / 10), ...metrics }), {
        steps: 40,
      });
      const rows = train(trainer, live(first, plans)).pipe(
        tap(({ step }) => step === 3 && plans.next(said)),
        toArray(),
      );
      return lastValueFrom(rows).then(
        ({ length }) => length,
        (error: Error) => error.message,
      );
    };
    const plateau = (monitor: string) => reduceOnPlateau({ initial: 1, monitor });

    it('is no matter when nobody reads it any more, nor when it was misspelt and is put right', async () => {
      expect(await run(plateau('valLoss'), constant(1), { loss: 1 })).toBe(40);
      expect(await run(plateau('valLos'), plateau('valLoss'), { loss: 1, valLoss: 1 })).toBe(40);
    });

    it('is told of after an epoch of the schedule that took over', async () => {
      expect(await run(constant(1), plateau('valLos'), { valLoss: 1 })).toMatch(
        /^train: the schedule monitors 'valLos', and no report of the first epoch carried it.* \(step 10, rate 1\)$/,
      );
      expect(await run(plateau('valLos'), plateau('valLos'), { valLoss: 1 })).toMatch(/\(step 10, rate 1\)$/);
    });
  });

  it('ends the rows with the error of what was said', async () => {
    const plans = new Subject<Part>();
    const rows = train(walker(3).trainer, live(ramp, plans)).pipe(
      tap(({ step }) => step === 0 && plans.next('faster' as never)),
    );
    await expect(lastValueFrom(rows)).rejects.toThrow(
      "live: what its stream gives must be a schedule, a finite rate or null, got 'faster'",
    );
  });
});
