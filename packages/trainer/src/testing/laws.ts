import { constant, curve, groups, resume } from '@anneal/core';
import {
  BehaviorSubject,
  delay,
  lastValueFrom,
  map,
  type Observable,
  repeat,
  take,
  tap,
  throwError,
  timeout,
  toArray,
} from 'rxjs';
import { optionsOf, shown } from '../check.ts';
import { reasonOf } from '../reason-of.ts';
import { savable } from '../savable.ts';
import { train } from '../train.ts';
import type { Trainer } from '../trainer.ts';

/** One thing that every trainer owes its users. */
export interface Law {
  /** What it says, in one sentence. */
  readonly name: string;
  /** Why it is not asked of this trainer; nothing where it is. */
  readonly skipped: string | undefined;
  /** Rejects when the law is broken; also where it is skipped, so that nothing passes that was not checked. */
  readonly check: () => Promise<void>;
}

/** What the trainer is to do. */
export interface Walk {
  /** How many steps training takes, counted from step 0. */
  readonly steps: number;
  /** The step that throws in place of walking; `undefined` where none does. */
  readonly failAt: number | undefined;
}

/** A trainer of one weight whose gradient is 1, so that each step moves it by the rate that the step ran at. */
export interface Walker {
  readonly trainer: Trainer<unknown, number>;
  /** How far the weight has come since it was made, over all runs: the sum of the rates of all steps that were taken. */
  readonly walked: () => number | Promise<number>;
  /** Lets go of what it holds. */
  readonly dispose?: () => unknown;
}

export interface LawsOptions {
  /** Whether the trainer waits for its rates. Without it the laws of waiting are skipped. Default `true`. */
  readonly waits?: boolean;
  /** Whether the trainer has `save` and `restore`. Default `true`. */
  readonly saves?: boolean;
  /** How long a trainer is watched for steps that it must not take, in milliseconds. Default 30. */
  readonly settle?: number;
  /** How long a row may take, in milliseconds. Default 5000. */
  readonly within?: number;
}

const STEPS = 12;
/** Each rate is another, and all sums of them are exact, also in single precision. */
const rates = curve((step) => 1 - step / 16);
const sum = (from: number, to: number): number => {
  let all = 0;
  for (let step = from; step < to; step++) all += rates.at(step);
  return all;
};
const stepsFrom = (from: number, to = STEPS): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

type Body = (walker: Walker) => Promise<void>;

/**
 * What every trainer owes its users, as named checks that are free of any test framework: run them on an adapter of your own.
 *
 * The trainers under test walk: one weight, whose gradient is 1, goes as far as the sum of the rates that its steps ran
 * at, which tells a rate that came a step late from one in time. Each check makes its own and lets go of it.
 *
 * @param make makes a trainer that has not run, of as many steps as it is told.
 * @throws TypeError when `make` is no function or an option is unknown.
 *
 * @example
 * ```ts
 * import { stepTrainer } from '@anneal/trainer';
 * import { laws, type Walk } from '@anneal/trainer/testing';
 *
 * const make = ({ steps, failAt }: Walk) => {
 *   let weight = 0;
 *   const walk = (rate: number, step: number) => {
 *     if (step === failAt) throw new Error('no further');
 *     if (typeof rate !== 'number') throw new TypeError('it has one rate');
 *     weight += rate;
 *   };
 *   return { trainer: stepTrainer(walk, { steps }), walked: () => weight };
 * };
 *
 * const asked = laws(make, { saves: false }).filter(({ skipped }) => skipped === undefined);
 * for (const law of asked) await law.check();
 * asked.length; // => 16
 * ```
 */
export function laws(
  make: (walk: Walk) => Walker | Promise<Walker>,
  options: LawsOptions = {},
): readonly Law[] {
  if (typeof make !== 'function')
    throw new TypeError(`laws: make must be a function that makes a trainer, got ${shown(make)}`);
  const {
    waits = true,
    saves = true,
    settle = 30,
    within = 5000,
  } = optionsOf('laws', options, ['waits', 'saves', 'settle', 'within']);

  const inTime = <T>(rows: Observable<T>): Observable<T> =>
    rows.pipe(
      timeout({
        each: within,
        with: () => throwError(() => new Error(`nothing came from the trainer within ${within} ms`)),
      }),
    );
  const all = <T>(rows: Observable<T>): Promise<T[]> => lastValueFrom(inTime(rows).pipe(toArray()));
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, settle));
  /** The rows up to an error, which there must be. */
  const failing = async (rows: Observable<{ readonly step: number }>): Promise<[number[], unknown]> => {
    const steps: number[] = [];
    try {
      await all(rows.pipe(tap(({ step }) => steps.push(step))));
    } catch (error) {
      return [steps, error];
    }
    throw new Error('expected the rows to end in an error, they completed');
  };
  const law = (name: string, body: Body, skipped?: string, failAt?: number): Law => ({
    name,
    skipped,
    async check() {
      if (skipped !== undefined) throw new Error(`'${name}' is skipped: ${skipped}`);
      const walker = await make({ steps: STEPS, failAt });
      try {
        await body(walker);
      } finally {
        await walker.dispose?.();
      }
    },
  });
  const waiting = (name: string, body: Body): Law =>
    law(name, body, waits ? undefined : 'the trainer does not wait for its rates');
  const stepsOf = async (rows: Observable<{ readonly step: number }>): Promise<number[]> =>
    (await all(rows)).map(({ step }) => step);

  return [
    law('runs nothing inside subscribe', async ({ trainer, walked }) => {
      let rows = 0;
      const run = train(trainer, rates).subscribe({ next: () => rows++, error: () => {} });
      const far = walked();
      run.unsubscribe();
      agree('rows inside subscribe', rows, 0);
      // What has to be asked for in time may have begun by then.
      if (typeof far === 'number') agree('the way inside subscribe', far, 0);
    }),
    law('runs each step at its own rate, the first included', async ({ trainer, walked }) => {
      const rows = await all(train(trainer, rates));
      agree(
        'rows',
        rows.map(({ step, rate }) => [step, rate]),
        stepsFrom(0).map((step) => [step, rates.at(step)]),
      );
      agree('the way', await walked(), sum(0, STEPS));
    }),
    waiting('waits for each rate where the schedule takes its time', async ({ trainer, walked }) => {
      const rows = await all(train(trainer, (reports) => reports.pipe(rates, delay(2))));
      agree(
        'rows',
        rows.map(({ step, rate }) => [step, rate]),
        stepsFrom(0).map((step) => [step, rates.at(step)]),
      );
      agree('the way', await walked(), sum(0, STEPS));
    }),
    waiting('does not begin before its first rate', async ({ trainer, walked }) => {
      let rows = 0;
      const run = train(trainer, rates, { running: new BehaviorSubject(false) }).subscribe({
        next: () => rows++,
        error: () => {},
      });
      await settled();
      const far = await walked();
      run.unsubscribe();
      agree('rows before the first rate', rows, 0);
      agree('the way before the first rate', far, 0);
    }),
    law('stops before its next step when it is unsubscribed', async ({ trainer, walked }) => {
      agree('steps', await stepsOf(train(trainer, rates).pipe(take(3))), [0, 1, 2]);
      await settled();
      agree('the way', await walked(), sum(0, 3));
    }),
    waiting('pauses before its next step, and goes on', async ({ trainer, walked }) => {
      const running = new BehaviorSubject(true);
      let paused = Promise.resolve(Number.NaN);
      const rows = train(trainer, rates, { running }).pipe(
        tap(({ step }) => {
          if (step !== 2) return;
          running.next(false);
          paused = settled().then(async () => {
            const far = await walked();
            running.next(true);
            return far;
          });
        }),
      );
      agree('steps', await stepsOf(rows), stepsFrom(0));
      agree('the way at the pause', await paused, sum(0, 3));
      agree('the way', await walked(), sum(0, STEPS));
    }),
    waiting('can be let go of while it waits, and runs again at once', async ({ trainer, walked }) => {
      const running = new BehaviorSubject(true);
      await new Promise<void>((resolve, reject) => {
        const run = inTime(train(trainer, rates, { running })).subscribe({
          next({ step }) {
            if (step !== 2) return;
            running.next(false);
            settled().then(() => {
              run.unsubscribe();
              resolve();
            });
          },
          error: reject,
        });
      });
      agree('steps of the next run', await stepsOf(train(trainer, rates)), stepsFrom(0));
      agree('the way', await walked(), sum(0, 3) + sum(0, STEPS));
    }),
    law(
      'ends in an error where a step throws',
      async ({ trainer, walked }) => {
        const [steps, error] = await failing(train(trainer, rates));
        agree('steps', steps, [0, 1, 2, 3]);
        agree('the place of the error', /at step (\d+)/.exec(reasonOf(error))?.[1], '4');
        agree('the way', await walked(), sum(0, 4));
      },
      undefined,
      4,
    ),
    law('counts from the step at which it is resumed', async ({ trainer, walked }) => {
      agree('steps', await stepsOf(train(trainer, resume(rates, 4))), stepsFrom(4));
      agree('the way', await walked(), sum(4, STEPS));
    }),
    law('runs again from within the end of a run', async ({ trainer, walked }) => {
      agree('steps', await stepsOf(train(trainer, rates).pipe(repeat(2))), [
        ...stepsFrom(0),
        ...stepsFrom(0),
      ]);
      agree('the way', await walked(), 2 * sum(0, STEPS));
    }),
    law('does one run at a time', async ({ trainer, walked }) => {
      const first = stepsOf(train(trainer, rates));
      // It is looked at below; until then its failure is nobody's.
      first.catch(() => {});
      await failing(trainer.reports(0) as Observable<{ readonly step: number }>);
      agree('steps of the first run', await first, stepsFrom(0));
      agree('the way', await walked(), sum(0, STEPS));
    }),
    ...[Number.NaN, -1, Infinity].map((bad) =>
      law(`takes no step at a rate of ${bad}`, async ({ trainer, walked }) => {
        const spoilt = (reports: Observable<unknown>) =>
          reports.pipe(
            rates,
            map((rate, step) => (step === 3 ? bad : rate)),
          );
        const [steps] = await failing(train(trainer, spoilt));
        agree('steps', steps, [0, 1, 2]);
        await settled();
        agree('the way', await walked(), sum(0, 3));
      }),
    ),
    law('refuses groups that it does not have', async ({ trainer, walked }) => {
      const strange = groups({ nobody: constant(1) });
      const [steps] = await failing(train(trainer as Trainer<unknown, never>, strange as never));
      agree('steps', steps, []);
      await settled();
      agree('the way', await walked(), 0);
    }),
    law(
      'puts back, by restore, the weights behind the row at which it was told to save',
      async ({ trainer, walked }) => {
        const holder = savable('laws', 'the trainer', trainer);
        let saved: Promise<unknown> | undefined;
        const whole = train(trainer, rates).pipe(
          tap(({ step }) => {
            if (step === 3) saved = holder.save();
          }),
        );
        await all(whole);
        // As a store would give it.
        await holder.restore(structuredClone(await saved));
        await all(train(trainer, resume(rates, 4)));
        agree('the way', await walked(), sum(0, STEPS));
      },
      saves ? undefined : 'the trainer has no save and restore',
    ),
    law('has save and restore, or neither', async ({ trainer }) => {
      agree(
        'save and restore',
        [typeof trainer.save, typeof trainer.restore],
        saves ? ['function', 'function'] : ['undefined', 'undefined'],
      );
    }),
  ];
}

function agree(what: string, actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}
