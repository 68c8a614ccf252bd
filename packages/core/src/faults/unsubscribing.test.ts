import { from, NEVER, Observable, Subject, take, takeUntil, takeWhile } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { constant, curve, decisions, feedback, live, type Part, sequence, until } from '../index.ts';
import { kinds, lives, losses, told } from '../trees/kinds.ts';

/** What nobody listens to any more after its n-th answer, in several ways; each gives that answer still. */
const ways: readonly (readonly [string, (answers: Observable<unknown>, n: number) => Observable<unknown>])[] =
  [
    ['take', (answers, n) => answers.pipe(take(n))],
    [
      'takeWhile',
      (answers, n) => {
        let count = 0;
        return answers.pipe(takeWhile(() => ++count < n, true));
      },
    ],
    [
      'takeUntil, told from inside next',
      (answers, n) =>
        new Observable((out) => {
          const stop = new Subject<void>();
          let count = 0;
          answers.pipe(takeUntil(stop)).subscribe({
            next(answer) {
              out.next(answer);
              if (++count === n) stop.next();
            },
            complete: () => out.complete(),
          });
        }),
    ],
  ];

describe.each(kinds)('$name', ({ on, of: seen, says }) => {
  describe.each(ways)('by %s', (_, after) => {
    it.each([1, 2, 4])('lets go of its source in answer %i', (n) => {
      const reports = new Subject<number>();
      let released = 0;
      const source = new Observable<number>((out) => {
        const inner = reports.subscribe(out);
        return () => {
          released++;
          inner.unsubscribe();
        };
      });
      const all = told(after(on(source), n), seen);
      for (const loss of losses) reports.next(loss);
      expect(all).toEqual([...says.slice(0, n), 'completed']);
      expect([reports.observed, released]).toEqual([false, 1]);
    });

    it.each([1, 2, 4])('stops a source that does not wait in answer %i', (n) => {
      let sent = 0;
      const firehose = new Observable<number>((out) => {
        while (!out.closed && sent < 100) out.next(losses[sent++] ?? 9);
      });
      expect(told(after(on(firehose), n), seen)).toEqual([...says.slice(0, n), 'completed']);
      expect(sent).toBe(Math.max(1, n + losses.length - says.length));
    });
  });

  it('lets go of its source from outside, and says nothing more', () => {
    const reports = new Subject<number>();
    const all: unknown[] = [];
    const subscription = on(reports).subscribe({
      next: (answer) => all.push(seen(answer)),
      complete: () => all.push('completed'),
    });
    reports.next(4);
    subscription.unsubscribe();
    expect(reports.observed).toBe(false);
    reports.next(2);
    reports.complete();
    expect(all).toEqual(says.slice(0, says.length - losses.length + 1));
  });

  it('lets go of one source where two are heard', () => {
    const reports = new Subject<number>();
    const [whole, short] = [told(on(reports), seen), told(on(reports).pipe(take(2)), seen)];
    for (const loss of losses) reports.next(loss);
    expect(whole).toEqual(says);
    expect(short).toEqual([...says.slice(0, 2), 'completed']);
  });

  it('lets go of a source that completes', () => {
    const reports = new Subject<number>();
    const all = told(on(reports), seen);
    reports.next(4);
    reports.complete();
    expect(all).toEqual([...says.slice(0, says.length - losses.length + 1), 'completed']);
    expect(reports.observed).toBe(false);
  });
});

describe.each(lives)('$name lets go of both', ({ on, of: seen, says }) => {
  const both = () => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    return { reports, swaps, left: () => [reports.observed, swaps.observed] };
  };

  it.each([1, 2, 4])('in answer %i', (n) => {
    for (const [, after] of ways) {
      const { reports, swaps, left } = both();
      const all = told(after(on(reports, swaps), n), seen);
      for (const loss of losses) reports.next(loss);
      expect(all).toEqual([...says.slice(0, n), 'completed']);
      expect(left()).toEqual([false, false]);
    }
  });

  it('from outside', () => {
    const { reports, swaps, left } = both();
    const subscription = on(reports, swaps).subscribe();
    expect(left()).toEqual([true, true]);
    subscription.unsubscribe();
    expect(left()).toEqual([false, false]);
  });

  it('when the reports complete', () => {
    const { reports, swaps, left } = both();
    const all = told(on(reports, swaps), seen);
    reports.next(4);
    reports.complete();
    expect(all).toEqual([8, 8, 'completed']);
    expect(left()).toEqual([false, false]);
  });

  it('of the swaps alone when those complete: what they said last still shows', () => {
    const { reports, swaps, left } = both();
    const all = told(on(reports, swaps), seen);
    swaps.next(constant(1));
    swaps.complete();
    expect(left()).toEqual([true, false]);
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([8, 1, 1, 1, 1]);
  });

  it('of its own subscription alone, where two share the streams', () => {
    const { reports, swaps } = both();
    const operator = on(reports, swaps);
    const [whole, short] = [told(operator, seen), told(operator.pipe(take(2)), seen)];
    reports.next(4);
    swaps.next(0.5);
    for (const loss of losses.slice(1)) reports.next(loss);
    expect(short).toEqual([8, 8, 'completed']);
    expect(whole).toEqual([8, 8, 0.5, 0.5, 0.5]);
  });
});

describe('a function of a schedule', () => {
  it.each<[string, (count: () => void) => Part<never>, number]>([
    [
      'next',
      (count) =>
        feedback({
          init: 0,
          next: (n) => {
            count();
            return n + 1;
          },
          rate: (n) => n,
        }),
      0,
    ],
    [
      'the predicate of until',
      (count) =>
        until(constant(1), () => {
          count();
          return false;
        }),
      0,
    ],
    [
      'at',
      (count) =>
        curve((step) => {
          count();
          return step;
        }),
      1,
    ],
  ])('%s is not called any more once nobody listens', (_, schedule, first) => {
    let calls = 0;
    const counted = schedule(() => calls++);
    const operators: ((reports: Observable<number>) => Observable<unknown>)[] = [
      counted,
      decisions(counted),
      live(counted, NEVER),
      sequence(counted),
    ];
    for (const operator of operators) {
      calls = 0;
      told(operator(from(losses)).pipe(take(1)));
      expect(calls).toBe(first);
      calls = 0;
      told(operator(from(losses)).pipe(take(3)));
      expect(calls).toBe(first + 2);
    }
  });
});
