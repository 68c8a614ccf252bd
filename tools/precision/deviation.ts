import type { Row } from './row.ts';
import { type Stretch, steps } from './steps.ts';
import { distance } from './ulp.ts';

/** How far a curve is from the truth, over all cases of a row. */
export interface Deviation {
  readonly samples: number;
  readonly ours: Summary;
  readonly textbook: Summary;
  /** Where an end is not met bit for bit; nothing when all are. */
  readonly missedEnd?: Place;
  /** Where it moves against its direction; nothing when it never does. */
  readonly wrongWay?: Place;
}

export interface Summary {
  /** In ulps, over the steps where the true value is not 0. */
  readonly worst: number;
  readonly at: Place;
  readonly mean: number;
  /** Where the true value is 0 and this is not. */
  readonly notZero?: Place;
}

/** A step of a case. */
export interface Place {
  readonly t: number;
  readonly over: number;
  readonly options: object;
}

/** What makes a curve of options, as `@anneal/core` exports it. */
export type Maker = (options: object) => { readonly at: (step: number) => number };

/** Measures a row at so many steps of a kind in each stretch: see {@link steps}. */
export function deviation({ cases }: Pick<Row, 'cases'>, make: Maker, count: number): Deviation {
  const [ours, textbook] = [tally(), tally()];
  let samples = 0;
  let missedEnd: Place | undefined;
  let wrongWay: Place | undefined;
  for (const { options, over, stretches, ends, truth, textbook: book } of cases) {
    const { at } = make(options);
    const place = (t: number): Place => ({ t, over, options });
    missedEnd ??= ends.filter(([t, rate]) => !Object.is(at(t), rate)).map(([t]) => place(t))[0];
    for (const stretch of stretches) {
      const sampled = steps(stretch, count);
      samples += sampled.length;
      for (const t of sampled) {
        const value = truth(t);
        ours.add(distance(at(t), value), value.isZero(), place(t));
        textbook.add(distance(book(t), value), value.isZero(), place(t));
      }
      const direction = truth(stretch[1]).comparedTo(truth(stretch[0]));
      wrongWay ??= against(at, stretch, direction, sampled).map(place)[0];
    }
  }
  return {
    samples,
    ours: ours.summary(),
    textbook: textbook.summary(),
    ...(missedEnd && { missedEnd }),
    ...(wrongWay && { wrongWay }),
  };
}

/** The steps that the next one goes back on. What is level must stay level. */
function against(
  at: (step: number) => number,
  [, end]: Stretch,
  direction: number,
  sampled: readonly number[],
): number[] {
  return sampled.filter((t) => {
    if (t + 1 > end) return false;
    const way = Math.sign(at(t + 1) - at(t));
    return way !== 0 && way !== direction;
  });
}

function tally() {
  let worst = -1;
  let at: Place | undefined;
  let sum = 0;
  let count = 0;
  let notZero: Place | undefined;
  return {
    add(ulps: number, zero: boolean, place: Place): void {
      if (zero) {
        if (ulps !== 0) notZero ??= place;
        return;
      }
      sum += ulps;
      count++;
      if (ulps > worst) [worst, at] = [ulps, place];
    },
    summary(): Summary {
      if (at === undefined) throw new Error('deviation: nothing to measure');
      return { worst, at, mean: sum / count, ...(notZero && { notZero }) };
    },
  };
}
