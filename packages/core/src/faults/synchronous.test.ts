import {
  BehaviorSubject,
  concat,
  from,
  NEVER,
  Observable,
  of,
  ReplaySubject,
  range,
  Subject,
  startWith,
  take,
  throwError,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import { constant, linear } from '../index.ts';
import { kinds, listeners, lives, losses, machines, type Swaps, told } from '../trees/kinds.ts';

const gone = new Error('gone');

/** Reports inside its own subscribe, and goes on. */
const atOnce = new Observable<number>((out) => {
  for (const loss of losses) out.next(loss);
});

describe.each(kinds)('$name on a source that does not wait', ({ on, of: seen, says }) => {
  it.each<[string, Observable<number>, readonly unknown[]]>([
    ['from', from(losses), [...says, 'completed']],
    ['of', of(4, 2, 2, 3), [...says, 'completed']],
    ['one that reports in its subscribe', atOnce, says],
    ['one that begins at once and goes on', concat(from(losses), NEVER), says],
    [
      'one that fails at once',
      concat(
        from(losses),
        throwError(() => gone),
      ),
      [...says, { failed: gone }],
    ],
    ['one with a head start', from(losses.slice(1)).pipe(startWith(4)), [...says, 'completed']],
  ])('hears every report of %s', (_, source, all) => {
    expect(told(on(source), seen)).toEqual(all);
  });

  it('hears what a subject kept for it', () => {
    const kept = new ReplaySubject<number>();
    for (const loss of losses) kept.next(loss);
    expect(told(on(kept), seen)).toEqual(says);
    const last = new BehaviorSubject(4);
    const all = told(on(last), seen);
    for (const loss of losses.slice(1)) last.next(loss);
    expect(all).toEqual(says);
  });

  it.each([1, 2, 3, 5, 1000])('takes %i answers of a source without an end, and stops it there', (n) => {
    let sent = 0;
    const firehose = new Observable<number>((out) => {
      while (!out.closed) {
        sent++;
        out.next(1);
      }
    });
    expect(told(on(firehose).pipe(take(n)))).toHaveLength(n + 1);
    // The first answer of a schedule is asked by no report, but is given where the first one comes.
    expect(sent).toBe(says.length > losses.length ? Math.max(n - 1, 1) : n);
  });
});

describe.each(machines)('$name where there is no report', ({ on, of: seen, says }) => {
  it('answers the subscription', () => {
    expect(told(on(NEVER), seen)).toEqual([says[0]]);
    expect(told(on(from([])), seen)).toEqual([says[0], 'completed']);
    expect(told(on(throwError(() => gone)), seen)).toEqual([says[0], { failed: gone }]);
  });
});

describe.each(listeners)('$name where there is no report', ({ on }) => {
  it('has nothing to say', () => {
    expect(told(on(NEVER))).toEqual([]);
    expect(told(on(from([])))).toEqual(['completed']);
    expect(told(on(throwError(() => gone)))).toEqual([{ failed: gone }]);
  });
});

describe.each(lives)('$name on swaps that do not wait', ({ on, of: seen }) => {
  const half = constant(0.5);
  const wrong = expect.objectContaining({
    failed: new RangeError(
      "live: what its stream gives must be a schedule, a finite rate or null, got 'half'",
    ),
  });

  it.each<[string, Swaps, readonly unknown[]]>([
    ['of one', of(half), [8, 0.5, 0.5, 0.5, 0.5, 'completed']],
    [
      'of several, of which the last counts',
      of(linear({ from: 9, to: 0, over: 3 }), half),
      [8, 0.5, 0.5, 0.5, 0.5, 'completed'],
    ],
    ['of one with a clock', of(linear({ from: 3, to: 0, over: 3 })), [8, 3, 2, 1, 0, 'completed']],
    ['of a rate', of(0.25), [8, 0.25, 0.25, 0.25, 0.25, 'completed']],
    ['of a rate that is released', of(0.25, null), [8, 8, 8, 4, 2, 'completed']],
    ['of none', of(), [8, 8, 8, 4, 2, 'completed']],
    [
      'that come and fail',
      concat(
        of(half),
        throwError(() => gone),
      ),
      [8, { failed: gone }],
    ],
    ['that fail', throwError(() => gone), [8, { failed: gone }]],
    ['that are wrong', of('half') as Observable<never>, [8, wrong]],
  ])('hears swaps %s before the first report', (_, swaps, all) => {
    expect(told(on(from(losses), swaps), seen)).toEqual(all);
  });

  it('hears what a subject kept for it', () => {
    const swaps = new BehaviorSubject(half);
    const reports = new Subject<number>();
    const all = told(on(reports, swaps), seen);
    expect(all).toEqual([8]);
    reports.next(4);
    swaps.next(constant(2));
    reports.next(2);
    expect(all).toEqual([8, 0.5, 2]);
  });

  it('never asks for a report where the swaps have failed', () => {
    let asked = 0;
    const reports = new Observable<number>(() => {
      asked++;
    });
    expect(
      told(
        on(
          reports,
          throwError(() => gone),
        ),
        seen,
      ),
    ).toEqual([8, { failed: gone }]);
    expect(asked).toBe(0);
  });

  it('stops swaps without an end where one of them is wrong', () => {
    let sent = 0;
    const swaps = new Observable<never>((out) => {
      while (!out.closed && sent < 1000) {
        sent++;
        out.next('half' as never);
      }
    });
    expect(told(on(NEVER, swaps), seen)).toEqual([8, wrong]);
    expect(sent).toBe(1);
  });

  it('takes swaps and reports that both come at once, and stops where nobody listens', () => {
    const sent: number[] = [];
    const counted = new Observable<number>((out) => {
      for (let i = 0; i < 10 && !out.closed; i++) {
        sent.push(i);
        out.next(i);
      }
    });
    const swaps = range(1, 3);
    expect(told(on(counted, swaps).pipe(take(3)), seen)).toEqual([8, 3, 3, 'completed']);
    expect(sent).toEqual([0, 1]);
  });
});
