import { EMPTY, type Observable, Subject } from 'rxjs';
import { describe, expectTypeOf, test } from 'vitest';
import {
  type Curve,
  cosineAnnealing,
  type Decision,
  decisions,
  feedback,
  groups,
  isCurve,
  lasting,
  linear,
  reduceOnPlateau,
  resume,
  type Schedule,
  sequence,
  warmup,
} from './index.ts';

const plateau = reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' });
const cosine = cosineAnnealing({ from: 0.1, over: 90 });
const of = <T>(): Observable<T> => EMPTY;

describe('a stream that carries the monitored metric compiles', () => {
  test('bare numbers', () => {
    expectTypeOf(of<number>().pipe(plateau)).toEqualTypeOf<Observable<number>>();
  });
  test('an object with it', () => {
    expectTypeOf(of<{ valLoss: number }>().pipe(plateau)).toEqualTypeOf<Observable<number>>();
  });
  test('an object that may have it', () => {
    of<{ valLoss?: number }>().pipe(plateau);
    of<{ valLoss: number | null }>().pipe(plateau);
    of<{ valLoss: number | undefined; step: number }>().pipe(plateau);
  });
  test('a union of which one member has it', () => {
    of<{ loss: number } | { valLoss: number }>().pipe(plateau);
    of<{ loss: number } | number>().pipe(plateau);
  });
  test('unknown and any', () => {
    of<unknown>().pipe(plateau);
    // biome-ignore lint/suspicious/noExplicitAny: that is the case.
    of<any>().pipe(plateau);
    of<{ valLoss: unknown }>().pipe(plateau);
  });
  test('a record of numbers', () => {
    of<Record<string, number>>().pipe(plateau);
  });
  test('in the middle of a pipe, and from a Subject', () => {
    const reports = new Subject<{ valLoss: number }>();
    expectTypeOf(
      reports.pipe(
        (source) => source,
        plateau,
        (rates) => rates,
      ),
    ).toEqualTypeOf<Observable<number>>();
    expectTypeOf(plateau(reports)).toEqualTypeOf<Observable<number>>();
  });
  test('a monitor that is only known as a string is left to run time', () => {
    const monitor = 'valLoss' as string;
    of<{ loss: number }>().pipe(reduceOnPlateau({ initial: 0.1, monitor }));
  });
});

describe('a stream that cannot carry it does not compile, and the error is a sentence', () => {
  test('an object without it', () => {
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number }>().pipe(plateau);
    // @ts-expect-error no report carries the metric 'valLoss'
    plateau(of<{ loss: number }>());
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number }>().pipe((source) => source, plateau);
  });
  test('a union of which no member has it', () => {
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number } | { accuracy: number }>().pipe(plateau);
  });
  test('a metric that is no number', () => {
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ valLoss: string }>().pipe(plateau);
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ valLoss: number | string }>().pipe(plateau);
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ valLoss: null }>().pipe(plateau);
  });
  test('streams of no reports at all', () => {
    // @ts-expect-error no report carries the metric 'valLoss'
    of<string>().pipe(plateau);
  });
  test('the default monitor is the loss', () => {
    of<{ loss: number }>().pipe(reduceOnPlateau({ initial: 0.1 }));
    // @ts-expect-error no report carries the metric 'loss'
    of<{ valLoss: number }>().pipe(reduceOnPlateau({ initial: 0.1 }));
  });
});

describe('compositions carry the monitors of their parts', () => {
  test('warmup, lasting, sequence, resume', () => {
    expectTypeOf(warmup(plateau, { over: 5 })).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(lasting(plateau, 5)).toEqualTypeOf<Schedule<'valLoss'>>();
    const both = sequence(lasting(plateau, 5), reduceOnPlateau({ initial: 1 }));
    expectTypeOf(both).toEqualTypeOf<Schedule<'valLoss' | 'loss'>>();
    of<{ loss: number; valLoss: number }>().pipe(both);
    of<{ loss: number } | { valLoss: number }>().pipe(both);
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number }>().pipe(both);
    expectTypeOf(resume(both, JSON.parse('{}'))).toEqualTypeOf<typeof both>();
  });
  test('curve in, curve out', () => {
    expectTypeOf(warmup(cosine, { over: 5 })).toEqualTypeOf<Curve>();
    expectTypeOf(sequence(cosine, cosine)).toEqualTypeOf<Curve>();
    expectTypeOf(lasting(cosine, 3)).toEqualTypeOf<Curve>();
    expectTypeOf(resume(cosine, 3)).toEqualTypeOf<Curve>();
    // @ts-expect-error a schedule with feedback does not know its future
    sequence(cosine, plateau).at;
  });
  test('decisions check the stream too', () => {
    expectTypeOf(of<number>().pipe(decisions(plateau))).toEqualTypeOf<Observable<Decision>>();
    of<{ valLoss: number }>().pipe(decisions(warmup(plateau, { over: 5 })));
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number }>().pipe(decisions(plateau));
  });
});

describe('curves', () => {
  test('take any stream', () => {
    expectTypeOf(of<string>().pipe(cosine)).toEqualTypeOf<Observable<number>>();
    of<{ loss: string }>().pipe(cosine);
    of<void>().pipe(linear({ from: 1, to: 0, over: 2 }));
    of<never>().pipe(cosine);
  });
  test('at is a plain function of the count', () => {
    expectTypeOf(cosine.at).toExtend<(count: number) => number>();
  });
});

describe('feedback', () => {
  test('with monitors, next hears them, and the stream is checked', () => {
    const own = feedback({
      monitor: ['loss', 'accuracy'],
      init: 0.1,
      next: (rate, heard) => {
        expectTypeOf(heard).toEqualTypeOf<{ readonly loss?: number; readonly accuracy?: number }>();
        return rate;
      },
      rate: (rate) => rate,
    });
    of<{ loss: number; accuracy: number }>().pipe(own);
    // @ts-expect-error no report carries the metric 'accuracy'
    of<{ loss: number }>().pipe(own);
  });
  test('without, any stream compiles', () => {
    of<{ x: string }>().pipe(feedback({ init: 0.1, next: (rate) => rate, rate: (rate) => rate }));
  });
  test('the rate may be a record', () => {
    const two = feedback({
      init: 0.1,
      next: (rate) => rate,
      rate: (rate) => ({ backbone: rate, head: rate }),
    });
    expectTypeOf(of<number>().pipe(two)).toEqualTypeOf<Observable<{ backbone: number; head: number }>>();
    // @ts-expect-error a record of rates stands outermost
    warmup(two, { over: 3 });
  });
});

describe('a schedule of which nobody knows what it is', () => {
  test('is a curve of its own rates, where it is one', () => {
    const read = {} as Schedule<string>;
    if (isCurve(read)) expectTypeOf(read.at(0)).toEqualTypeOf<number>();
    const either = {} as Schedule<'loss'> | Curve;
    if (isCurve(either)) expectTypeOf(either.at(0)).toEqualTypeOf<number>();
    const unknown: unknown = read;
    if (isCurve(unknown)) expectTypeOf(unknown.at(0)).toEqualTypeOf<unknown>();
  });
  test('is piped on whatever comes', () => {
    const piped = <R>(reports: Observable<R>, schedule: Schedule<string>) => reports.pipe(schedule);
    expectTypeOf(piped(of<{ loss: number }>(), {} as Schedule<string>)).toEqualTypeOf<Observable<number>>();
  });
  test('groups may be declared as an interface', () => {
    interface Model {
      readonly body: Curve;
      readonly head: Curve;
    }
    const rates = groups({} as Model);
    expectTypeOf(rates.at(0)).toEqualTypeOf<{ readonly body: number; readonly head: number }>();
  });
});
