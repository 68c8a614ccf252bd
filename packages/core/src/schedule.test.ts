import {
  concat,
  EMPTY,
  from,
  interval,
  map,
  merge,
  NEVER,
  of,
  range,
  Subject,
  share,
  startWith,
  take,
  throwError,
  toArray,
  zip,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  cosineAnnealing,
  curve,
  feedback,
  isCurve,
  isSchedule,
  linear,
  reduceOnPlateau,
  simulate,
} from './index.ts';
import { laws } from './testing/index.ts';

const countdown = linear({ from: 4, to: 0, over: 4 });

function collect<T>(stream: { subscribe: (observer: object) => unknown }): (T | string)[] {
  const seen: (T | string)[] = [];
  stream.subscribe({
    next: (value: T) => seen.push(value),
    error: (error: unknown) => seen.push(`failed: ${error instanceof Error ? error.message : error}`),
    complete: () => seen.push('completed'),
  });
  return seen;
}

describe('a schedule as an operator', () => {
  it('gives n + 1 rates for n reports, the first before any report is answered', () => {
    expect(collect(from(['a', 'b']).pipe(countdown))).toEqual([4, 3, 2, 'completed']);
    expect(collect(NEVER.pipe(countdown))).toEqual([4]);
  });

  it('emits the first rate also where its source ends at once', () => {
    expect(collect(EMPTY.pipe(countdown))).toEqual([4, 'completed']);
    expect(collect(throwError(() => 'gone').pipe(countdown))).toEqual([4, 'failed: gone']);
  });

  it('subscribes to its source before it emits', () => {
    const reports = new Subject<{ loss: number }>();
    const rates: number[] = [];
    // The loop closes at once: each rate trains a step, whose report asks for the next rate.
    reports.pipe(countdown, take(4)).subscribe((rate) => {
      rates.push(rate);
      if (rates.length < 4) reports.next({ loss: rate });
    });
    expect(rates).toEqual([4, 3, 2, 1]);
  });

  it('hears nothing more once nobody listens', () => {
    const asked: number[] = [];
    const own = curve((step) => {
      asked.push(step);
      return step;
    });
    expect(collect(from([1, 2, 3]).pipe(own, take(1)))).toEqual([0, 'completed']);
    expect(asked).toEqual([0]);
  });

  it('stops a synchronous source in the middle', () => {
    let sent = 0;
    const counted = range(0, 1e9).pipe(
      map((step) => {
        sent++;
        return { step };
      }),
    );
    expect(collect(counted.pipe(countdown, take(3)))).toEqual([4, 3, 2, 'completed']);
    expect(sent).toBe(2);
  });

  it('pairs each report with the rate that was in force, by zip on a shared stream', () => {
    const reports = new Subject<{ step: number }>();
    const pairs = collect(
      zip(reports, reports.pipe(countdown)).pipe(map(([{ step }, rate]) => [step, rate])),
    );
    for (let step = 0; step < 3; step++) reports.next({ step });
    expect(pairs).toEqual([
      [0, 4],
      [1, 3],
      [2, 2],
    ]);
  });

  it('repeats a value rather than swallow an answer', () => {
    expect(collect(from([1, 1]).pipe(reduceOnPlateau({ initial: 0.1 })))).toEqual([
      0.1,
      0.1,
      0.1,
      'completed',
    ]);
  });

  it('keeps its state in the subscription', () => {
    const reports = new Subject<number>();
    const early = collect(reports.pipe(countdown));
    reports.next(0);
    const late = collect(reports.pipe(countdown));
    reports.next(0);
    expect(early).toEqual([4, 3, 2]);
    expect(late).toEqual([4, 3]);
  });

  it('lets go of its source', () => {
    const reports = new Subject<number>();
    const subscription = reports.pipe(countdown).subscribe();
    expect(reports.observed).toBe(true);
    subscription.unsubscribe();
    expect(reports.observed).toBe(false);
  });

  it('is no Scheduler to RxJS: a schedule can be a value in a stream', () => {
    expect(collect(of(countdown))).toEqual([countdown, 'completed']);
    expect(collect(merge(of(1), of(countdown)))).toHaveLength(3);
    expect(collect(EMPTY.pipe(startWith(countdown)))).toEqual([countdown, 'completed']);
  });

  it('works on a stream that takes its time', async () => {
    const rates: number[] = [];
    await interval(1)
      .pipe(take(3), countdown, toArray())
      .forEach((all) => {
        rates.push(...all);
      });
    expect(rates).toEqual([4, 3, 2, 1]);
  });

  it('shares a stream with others', () => {
    const reports = from([{ loss: 1 }]).pipe(share());
    expect(collect(reports.pipe(countdown))).toEqual([4, 3, 'completed']);
  });
});

describe('a rate that is not finite', () => {
  const broken = curve((step) => (step === 2 ? Number.NaN : 1));

  it('is an error that names the function, the step and the value, never an emission', () => {
    expect(collect(from([0, 0, 0]).pipe(broken))).toEqual([
      1,
      1,
      'failed: curve: the rate of step 2 must be a finite number, got NaN',
    ]);
    expect(() => simulate(broken, [0, 0])).toThrow('the rate of step 2');
  });

  it('is one as the first rate, too, also while the source is completing', () => {
    const never = curve(() => Number.POSITIVE_INFINITY);
    const error = 'failed: curve: the rate of step 0 must be a finite number, got Infinity';
    expect(collect(NEVER.pipe(never))).toEqual([error]);
    expect(collect(EMPTY.pipe(never))).toEqual([error]);
  });

  it('is one inside a record', () => {
    const rates = feedback({ init: 0, next: (n) => n + 1, rate: (n) => ({ head: 1, body: 1 / (1 - n) }) });
    expect(collect(from([0]).pipe(rates))).toEqual([
      { head: 1, body: 1 },
      'failed: feedback: the rate body of step 1 must be a finite number, got Infinity',
    ]);
  });
});

describe('curve', () => {
  it('holds its last rate past its span', () => {
    const own = curve((step) => 1 / (1 + step), 3);
    expect(own.span).toBe(3);
    expect([own.at(2), own.at(3), own.at(4), own.at(1e9)]).toEqual([1 / 3, 0.25, 0.25, 0.25]);
  });

  it('takes fractions of a step', () => {
    expect(curve((step) => step * 2).at(1.25)).toBe(2.5);
  });

  it('has an at that needs no this', () => {
    const { at } = cosineAnnealing({ from: 1, over: 2 });
    expect([0, 1, 2].map(at)).toEqual([1, expect.closeTo(0.5, 15), 0]);
  });

  it.each([0, -1, Number.NaN, '3'])('refuses a span of %s', (span) => {
    expect(() => curve(() => 1, span as number)).toThrow(/^curve: span must be a positive number, got /);
  });

  it('refuses what is no function', () => {
    expect(() => curve(0.1 as never)).toThrow(new TypeError('curve: at must be a function, got 0.1'));
  });

  it.each(
    laws(
      curve((step) => 1 / (step + 1), 3.5),
      [1, 2, 3, 4, 5],
    ),
  )('$name', (law) => law.check());
});

describe('isSchedule and isCurve', () => {
  it('go by the brand, not by the class', () => {
    expect([isSchedule(countdown), isCurve(countdown)]).toEqual([true, true]);
    const plateau = reduceOnPlateau({ initial: 1 });
    expect([isSchedule(plateau), isCurve(plateau)]).toEqual([true, false]);
    expect([() => 1, null, { at: () => 1 }, 3].map(isSchedule)).toEqual([false, false, false, false]);
    expect(Object.getOwnPropertySymbols(countdown)).toContain(Symbol.for('anneal.schedule'));
  });
});

describe('errors of the source', () => {
  it('pass behind the rates', () => {
    const source = concat(
      from([1]),
      throwError(() => new Error('out of memory')),
    );
    expect(collect(source.pipe(countdown))).toEqual([4, 3, 'failed: out of memory']);
  });
});
