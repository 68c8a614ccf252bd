import {
  backOff,
  constant,
  describe as coreSays,
  type Decision,
  decisions,
  greedy,
  lasting,
  live,
  multiply,
  reduceOnPlateau,
  restarts,
  sequence,
  until,
} from '@anneal/core';
import { from, type Observable, type OperatorFunction, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { causeText } from './cause-text.ts';

const losses = [0.5, 0.4, 0.6, 0.6, 0.6, 0.3, NaN, 0.2, 0.9, 0.9, 0.9, 0.9, 5, 5, 0.1];
const reports = losses.map((loss, step) => ({ step, loss }));

type Decider = OperatorFunction<{ step: number; loss: number }, Decision<unknown>>;

function causesOf(decider: unknown, source: Observable<{ step: number; loss: number }> = from(reports)) {
  const seen: Decision<unknown>['causes'][number][] = [];
  source.pipe(decider as Decider).subscribe(({ causes }) => seen.push(...causes));
  return seen;
}

describe('causeText', () => {
  it.each([
    ['sequence', sequence(lasting(reduceOnPlateau({ initial: 1 }), 2), constant(1))],
    ['restarts', multiply(constant(1), restarts(lasting(reduceOnPlateau({ initial: 1 }), 2), { times: 3 }))],
    ['until below', sequence(until(constant(1), { monitor: 'loss', below: 0.35 }), constant(2))],
    [
      'until function',
      sequence(
        until(constant(1), () => true),
        constant(2),
      ),
    ],
    [
      'until plateau',
      sequence(until(constant(1), { plateau: { patience: 1, monitor: 'loss' } }), constant(2)),
    ],
    ['reduceOnPlateau', reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 1 })],
    ['greedy', greedy({ initial: 0.1, patience: 1 })],
    ['backOff', backOff({ initial: 0.1 })],
  ])('says what describe of core says: %s', (_, schedule) => {
    const causes = causesOf(decisions(schedule as never));
    expect(causes.length).toBeGreaterThan(0);
    for (const cause of causes) expect(causeText({ ...cause })).toBe(coreSays(cause));
  });

  it('says what describe of core says: live', () => {
    const swaps = new Subject<ReturnType<typeof constant> | number | null>();
    const source = new Subject<{ step: number; loss: number }>();
    const causes: ReturnType<typeof causesOf> = [];
    source
      .pipe(decisions(live(constant(1), swaps, { splice: 'restart' }) as never) as unknown as Decider)
      .subscribe((decision) => causes.push(...decision.causes));
    const swap = [constant(2), 0.5, null];
    for (const [step, one] of swap.entries()) {
      swaps.next(one);
      source.next({ step, loss: 1 });
    }
    expect(causes.length).toBe(3);
    for (const cause of causes) expect(causeText({ ...cause })).toBe(coreSays(cause));
  });

  it.each([
    [{ by: 'reduceOnPlateau', step: 5, path: '$' }, 'reduceOnPlateau acted at step 5'],
    [
      { by: 'mine', step: 5, path: '$.parts[1]', from: 0.1, to: 0.05 },
      'mine acted from 0.1 to 0.05 at step 5 (in $.parts[1])',
    ],
    [{ by: 'toString', step: 1 }, 'toString acted at step 1'],
    [{ step: 1 }, 'something acted at step 1'],
    [{}, 'something acted at step undefined'],
  ])('says of %j what it can', (cause, words) => {
    expect(causeText(cause)).toBe(words);
  });
});
