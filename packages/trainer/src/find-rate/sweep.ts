import { smooth } from '@anneal/core';
import { Subject } from 'rxjs';
import type { Settings } from './options.ts';
import { atTheStart, type Measured, type Suggestions, suggest } from './suggest.ts';

/** One step of a range test. */
export interface RateReading extends Measured {
  /** The finished step, counted from 0. */
  readonly step: number;
  /** The rate that it ran at; with `groups`, the base rate. */
  readonly rate: number;
  /** The metric as it was reported. */
  readonly loss: number;
  /** Its bias-corrected average so far; a loss that is not finite never enters. */
  readonly smoothed: number;
  /** What the test found: on the last reading only, which comes when the model is as it was before. */
  readonly found?: RatesFound;
}

export interface RatesFound extends Suggestions {
  /** Why the test was over: all its steps were taken, the loss took off, or it was not finite. */
  readonly ended: RampEnd;
}

type RampEnd = 'steps' | 'diverged' | 'not finite';

type Rules = Pick<Settings<unknown>, 'steps' | 'smoothing' | 'divergence'>;

/** The readings of one climb. */
export class Sweep {
  readonly #rules: Rules;
  readonly #readings: RateReading[] = [];
  readonly #losses = new Subject<number>();
  #smoothed = Number.NaN;
  #best = Infinity;

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#losses.pipe(smooth(rules.smoothing)).subscribe((average) => {
      this.#smoothed = average;
    });
  }

  /** The reading of a step; where it is the last one, with what was found. */
  read(step: number, rate: number, loss: number): RateReading {
    if (Number.isFinite(loss)) this.#losses.next(loss);
    const reading = { step, rate, loss, smoothed: this.#smoothed };
    this.#readings.push(reading);
    const ended = this.#endedBy(reading);
    if (ended === undefined) return reading;
    const { steps, smoothing } = this.#rules;
    const found = suggest(this.#readings, { steps, smoothing, diverged: ended !== 'steps' });
    return { ...reading, found: { ...found, ended } };
  }

  #endedBy({ step, loss, smoothed }: RateReading): RampEnd | undefined {
    const { steps, divergence } = this.#rules;
    if (!Number.isFinite(loss) || !Number.isFinite(smoothed)) return 'not finite';
    // One easy batch at the start is no best to hold the others against.
    if (step >= atTheStart(steps)) {
      this.#best = Math.min(this.#best, smoothed);
      // `divergence` times the best, in the sense that holds for a negative metric, too.
      if (smoothed > this.#best + (divergence - 1) * Math.abs(this.#best)) return 'diverged';
    }
    return step >= steps - 1 ? 'steps' : undefined;
  }
}
