import type { numpy as np } from '@jax-js/jax';
import { optionsOf, shown } from '../check.ts';
import { pulled } from '../iterable/pulled.ts';
import type { SavingTrainer, StepModel, StepReport, StepTrainerOptions } from '../step-trainer.ts';
import type { Trainer } from '../trainer.ts';
import { numbersOf } from './metrics.ts';
import { free, type RateArrays, ratesOf } from './rates.ts';

/** What a step may report: an array of one number or a number (the loss), a record of them, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a step without a return statement is one that reports nothing.
export type JaxResult = np.Array | number | object | undefined | null | void;

/** What a step reports, with its arrays read into numbers. */
export type JaxMetrics<R> = R extends np.Array
  ? number
  : R extends object
    ? { readonly [Metric in keyof R]: R[Metric] extends np.Array ? number : R[Metric] }
    : R;

/** A number for each array. */
export type JaxRate<Rates> = Rates extends np.Array ? number : { readonly [Group in keyof Rates]: number };

/**
 * A trainer of your own jax-js step, which is handed its rate as an array.
 *
 * Pass the rate on to the jitted update, as an argument: it is traced once, whatever the rates are. (One that a jitted
 * function takes from around it would stay the first one for good.) The rate is the step's own until the step is over,
 * and freed then: it need not be used, and each use but the last takes `rate.ref`. With `groups({ … })` it is a record of
 * arrays, which jitted functions take as it is.
 *
 * What the step returns is consumed: an array of one number is read (awaited, without blocking) and becomes the loss, a
 * record of them the metrics. Reading is also what makes jax-js run what is pending: a step that reports nothing had
 * better wait with `await blockUntilReady(weights)`. Rates lie on the default device, as float32 (weakly typed, so that
 * weights keep their type), and rows say the number that was set. Of Node's devices there is `wasm`: wait for
 * `init('wasm')` there, since `init()` asks for a GPU.
 *
 * @param step what one update does, with its rate and its index; it may return a promise.
 * @param options as of {@link stepTrainer}: `steps` is a whole number from 1 up, or `Infinity`. What `save` gives is
 * references, as `tree.ref(weights)`, and `restore` takes new ones of them.
 * @throws TypeError when `step` is no function or an option is unknown, RangeError when `steps` is out of its range.
 * What the step throws, and a metric of more than one number, ends the stream of reports.
 *
 * @example
 * ```ts
 * import { cosineAnnealing } from '@anneal/core';
 * import { train } from '@anneal/trainer';
 * import { jaxTrainer } from '@anneal/trainer/jax';
 * import { init, jit, numpy as np, valueAndGrad } from '@jax-js/jax';
 * import { lastValueFrom } from 'rxjs';
 *
 * await init('wasm');
 * const loss = valueAndGrad((w: np.Array) => np.sum(np.square(w)));
 * const update = jit((w: np.Array, rate: np.Array) => {
 *   const [value, gradient] = loss(w.ref);
 *   return { w: w.sub(gradient.mul(rate)), loss: value };
 * });
 *
 * let w = np.array([1, -2]);
 * const trainer = jaxTrainer(
 *   (rate) => {
 *     const next = update(w, rate);
 *     w = next.w;
 *     return { loss: next.loss };
 *   },
 *   { steps: 50 },
 * );
 *
 * const last = await lastValueFrom(train(trainer, cosineAnnealing({ from: 0.4, over: 50 })));
 * last.loss < 1e-6; // => true
 * ```
 */
export function jaxTrainer<R extends JaxResult, Rates extends RateArrays = np.Array, Saved = unknown>(
  step: (rate: Rates, step: number) => R | Promise<R>,
  options: StepTrainerOptions & StepModel<Saved>,
): SavingTrainer<StepReport<JaxMetrics<R>, JaxRate<Rates>>, JaxRate<Rates>, Awaited<Saved>>;
export function jaxTrainer<R extends JaxResult, Rates extends RateArrays = np.Array>(
  step: (rate: Rates, step: number) => R | Promise<R>,
  options: StepTrainerOptions,
): Trainer<StepReport<JaxMetrics<R>, JaxRate<Rates>>, JaxRate<Rates>>;
export function jaxTrainer<R extends JaxResult, Rates extends RateArrays = np.Array>(
  step: (rate: Rates, step: number) => R | Promise<R>,
  options: StepTrainerOptions,
): Trainer<StepReport<JaxMetrics<R>, JaxRate<Rates>>, JaxRate<Rates>> {
  const by = 'jaxTrainer';
  if (typeof step !== 'function') throw new TypeError(`${by}: step must be a function, got ${shown(step)}`);
  const { steps, groups, save, restore } = optionsOf(by, options, ['steps', 'groups', 'save', 'restore']);
  if (steps !== Infinity && !(Number.isSafeInteger(steps) && steps >= 1)) {
    throw new RangeError(`${by}: steps must be a whole number from 1 up, or Infinity, got ${shown(steps)}`);
  }
  let inForce: JaxRate<Rates> | undefined;

  async function* open(start: number): AsyncGenerator<JaxMetrics<R>, void, undefined> {
    for (let i = start; i < steps; i++) {
      const rates = ratesOf(inForce);
      try {
        const metrics = await numbersOf(await step(rates as Rates, i));
        // The step is the adapter's, and so is its rate.
        yield (
          typeof metrics === 'object' && metrics !== null ? { ...metrics, step: i, rate: inForce } : metrics
        ) as JaxMetrics<R>;
      } finally {
        free(rates);
      }
    }
  }
  const setRate = (rate: JaxRate<Rates>) => {
    inForce = rate;
  };
  return pulled({ by, open, setRate, groups, save, restore });
}
