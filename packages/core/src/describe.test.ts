import { describe, expect, it } from 'vitest';
import {
  backOff,
  type Cause,
  constant,
  greedy,
  lasting,
  linear,
  type Part,
  reduceOnPlateau,
  restarts,
  describe as say,
  sequence,
  until,
} from './index.ts';
import { decided } from './trees/decided.ts';

const said = (schedule: Part, reports: readonly unknown[]) =>
  decided(schedule, reports).flatMap(({ causes }) => causes.map(say));
const steps = (readings: readonly number[], name = 'loss') =>
  readings.map((reading, step) => ({ step, [name]: reading }));
const brief = { initial: 0.1, factor: 0.5, patience: 1 };

describe('describe', () => {
  it('says what a reading was that JSON has no number for', () => {
    const [cause] = decided(backOff(), [Number.NaN]).at(-1)?.causes ?? [];
    expect(say(JSON.parse(JSON.stringify(cause)))).toContain(': loss is not finite; cut 1 of 5');
  });

  it.each<[string, Part, readonly unknown[], readonly string[]]>([
    [
      'a sequence',
      sequence(lasting(constant(1), 2), reduceOnPlateau({ initial: 1 })),
      [1, 1, 1],
      ['part 2 of 2 begins at step 2'],
    ],
    [
      'a restart',
      restarts(lasting(reduceOnPlateau({ initial: 1 }), 2)),
      [1, 1, 1, 1],
      ['cycle 2 begins at step 2', 'cycle 3 begins at step 4'],
    ],
    [
      'a plateau, in readings',
      reduceOnPlateau({ ...brief, monitor: 'valLoss' }),
      steps([0.31, 0.4, 0.4], 'valLoss'),
      [
        'reduced from 0.1 to 0.05 at step 3: no gain > 1e-4 (relative) over valLoss 0.31 (step 0) in 2 readings',
      ],
    ],
    [
      'a plateau, in one reading',
      reduceOnPlateau({ ...brief, patience: 0, threshold: 0.05, thresholdMode: 'absolute' }),
      steps([0.31, 0.3]),
      ['reduced from 0.1 to 0.05 at step 2: no gain > 0.05 (absolute) over loss 0.31 (step 0) in 1 reading'],
    ],
    [
      'a plateau whose best had no step',
      reduceOnPlateau({ ...brief, patience: 0 }),
      [{ step: 0 }, { loss: 3 }, { step: 1, loss: 4 }],
      ['reduced from 0.1 to 0.05 at step 2: no gain > 1e-4 (relative) over loss 3 in 1 reading'],
    ],
    [
      'a plateau with no best',
      reduceOnPlateau(brief),
      [Number.NaN, Infinity],
      ['reduced from 0.1 to 0.05 at step 2: no finite loss yet in 2 readings'],
    ],
    [
      'a rise, of gains',
      greedy(brief),
      steps([3, 2]),
      ['raised from 0.1 to 0.2 at step 2: 2 readings in a row were gains on loss, now 2 (step 1)'],
    ],
    [
      'a rise, of one gain',
      greedy({ ...brief, patience: 0, monitor: 'top1', mode: 'max' }),
      [{ step: 0 }, { top1: 0.5 }],
      ['raised from 0.1 to 0.2 at step 1: 1 reading in a row was a gain on top1, now 0.5'],
    ],
    [
      'a cut of what was greedy',
      greedy({ ...brief, maxRate: 0.1 }),
      steps([3, 3, 3]),
      ['reduced from 0.1 to 0.05 at step 3: no gain > 1e-4 (relative) over loss 3 (step 0) in 2 readings'],
    ],
    [
      'a cut of what was greedy, with no best',
      greedy({ ...brief, patience: 0 }),
      [Number.NaN],
      ['reduced from 0.1 to 0.05 at step 1: no finite loss yet in 1 reading'],
    ],
    [
      'a spike, and the last one',
      backOff({ smoothing: 0, budget: 2, recover: 50, monitor: 'gradNorm' }),
      steps([1, 0.5, 2.5, 99], 'gradNorm'),
      [
        'cut from 1 to 0.5 at step 3: gradNorm 2.5 is a spike, over 4 × the average 0.5; cut 1 of 2, back up in 50 steps; ' +
          'the best average to roll back to was 0.5 (step 1)',
        'cut from 0.5 to 0.25 at step 4: gradNorm 99 is a spike, over 4 × the average 2; cut 2 of 2, so the budget is ' +
          'exhausted and the rate stays there; the best average to roll back to was 0.5 (step 1)',
      ],
    ],
    [
      'a reading that is not finite, with nothing to roll back to',
      backOff({ budget: 1 }),
      [Number.NaN],
      [
        'cut from 1 to 0.5 at step 1: loss is NaN; cut 1 of 1, so the budget is exhausted and the rate stays there',
      ],
    ],
    [
      'a reading that is not finite, and a best without a step',
      backOff({ recover: 2.5 }),
      [{ step: 0 }, { loss: 3 }, { step: 1, loss: Infinity }],
      [
        'cut from 1 to 0.5 at step 2: loss is Infinity; cut 1 of 5, back up in 2.5 steps; the best average to roll back to was 3',
      ],
    ],
    [
      'a limit below',
      until(constant(1), { monitor: 'valLoss', below: 2 }),
      [{ valLoss: 1.23456 }],
      ['the phase ended at step 1: valLoss 1.235 is below 2'],
    ],
    [
      'a limit above',
      until(constant(1), { above: 0.9 }),
      [Infinity],
      ['the phase ended at step 1: loss Infinity is above 0.9'],
    ],
    [
      'a plateau that ends a phase',
      until(constant(1), { plateau: { patience: 0 } }),
      steps([3, 3]),
      ['the phase ended at step 2: no gain > 1e-4 (relative) over loss 3 (step 0) in 1 reading'],
    ],
    [
      'a function, in a sequence',
      sequence(
        until(constant(1), (loss: number) => loss > 8),
        linear({ from: 1, to: 0, over: 4 }),
      ),
      [1, 9, 1],
      ['part 2 of 2 begins at step 2', 'the phase ended at step 2: its function said so'],
    ],
  ])('says %s', (_, schedule, reports, expected) => {
    expect(said(schedule, reports)).toEqual(expected);
  });

  it('writes figures as people do: four digits, small ones as powers of ten', () => {
    const figures = (from: number, best: number) =>
      say({
        by: 'greedy',
        path: '$',
        step: 1e6,
        monitor: 'loss',
        mode: 'min',
        best,
        bestAt: null,
        patience: 0,
        threshold: 0,
        thresholdMode: 'relative',
        good: 1,
        bad: 0,
        from,
        to: 1,
      } satisfies Cause);
    expect(figures(0.1 + 0.2, 2 / 3)).toBe(
      'raised from 0.3 to 1 at step 1000000: 1 reading in a row was a gain on loss, now 0.6667',
    );
    expect(figures(1 / 3000, -1e-12)).toMatch(/^raised from 3.333e-4 to 1 .* now -1e-12$/);
    expect(figures(0, 123456)).toMatch(/^raised from 0 to 1 .* now 123500$/);
    expect(figures(1e-3, 1e21)).toMatch(/^raised from 0.001 to 1 .* now 1e\+21$/);
  });
});
