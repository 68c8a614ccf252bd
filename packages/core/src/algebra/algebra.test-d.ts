import { EMPTY, type Observable } from 'rxjs';
import { describe, expectTypeOf, test } from 'vitest';
import {
  type Curve,
  clamp,
  combine,
  constant,
  cosineAnnealing,
  type Decision,
  decisions,
  groups,
  jitter,
  lasting,
  multiply,
  perEpoch,
  type RatesOf,
  reduceOnPlateau,
  restarts,
  resume,
  type Schedule,
  scale,
  sequence,
  staircase,
  warmup,
  warp,
} from '../index.ts';

const plateau = reduceOnPlateau({ initial: 1, monitor: 'valLoss' });
const other = reduceOnPlateau({ initial: 1 });
const cosine = cosineAnnealing({ from: 0.1, over: 90 });
const of = <T>(): Observable<T> => EMPTY;

describe('of curves', () => {
  test('every combinator makes a curve', () => {
    expectTypeOf(clamp(cosine, { min: 0 })).toEqualTypeOf<Curve>();
    expectTypeOf(combine([cosine, cosine], Math.min)).toEqualTypeOf<Curve>();
    expectTypeOf(multiply(cosine, cosine)).toEqualTypeOf<Curve>();
    expectTypeOf(perEpoch(cosine, { steps: 3 })).toEqualTypeOf<Curve>();
    expectTypeOf(restarts(cosine)).toEqualTypeOf<Curve>();
    expectTypeOf(scale(cosine, 2)).toEqualTypeOf<Curve>();
    expectTypeOf(staircase(cosine, { every: 3 })).toEqualTypeOf<Curve>();
    expectTypeOf(warp(cosine, Math.floor)).toEqualTypeOf<Curve>();
    expectTypeOf(jitter(cosine, { amount: 0.1, seed: 1 })).toEqualTypeOf<Curve>();
    of<{ anything: string }>().pipe(perEpoch(multiply(cosine, constant(2)), { steps: 3 }));
  });
});

describe('of feedback', () => {
  test('every combinator carries what is read', () => {
    expectTypeOf(clamp(plateau, { min: 0 })).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(perEpoch(plateau, { steps: 3 })).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(restarts(lasting(plateau, 3), { times: 2 })).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(scale(plateau, 2)).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(staircase(plateau, { every: 3 })).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(multiply(cosine, plateau)).toEqualTypeOf<Schedule<'valLoss'>>();
    expectTypeOf(multiply(plateau, cosine, other)).toEqualTypeOf<Schedule<'valLoss' | 'loss'>>();
    expectTypeOf(combine([cosine, plateau, other], Math.min)).toEqualTypeOf<Schedule<'valLoss' | 'loss'>>();
  });
  test('a composition has no future', () => {
    // @ts-expect-error a schedule with feedback does not know its future
    multiply(cosine, plateau).at;
    // @ts-expect-error nor does one in epochs
    perEpoch(plateau, { steps: 3 }).at;
  });
  test('the stream is checked through all of them', () => {
    const deep = warmup(
      sequence(
        lasting(perEpoch(staircase(plateau, { every: 2 }), { steps: 3 }), 9),
        clamp(scale(combine([cosine, restarts(lasting(other, 3))], Math.max), 2), { max: 1 }),
      ),
      { over: 5 },
    );
    expectTypeOf(deep).toEqualTypeOf<Schedule<'valLoss' | 'loss'>>();
    expectTypeOf(of<{ loss: number; valLoss?: number }>().pipe(deep)).toEqualTypeOf<Observable<number>>();
    of<number>().pipe(deep);
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number }>().pipe(deep);
    // @ts-expect-error no report carries the metric 'loss'
    of<{ valLoss: number }>().pipe(multiply(plateau, other));
  });
  test('another clock, and noise, are for curves', () => {
    // @ts-expect-error what reads metrics cannot be told a time that is not its own
    warp(plateau, Math.floor);
    // @ts-expect-error noise is for curves
    jitter(plateau, { amount: 0.1, seed: 1 });
    // @ts-expect-error not even around a curve
    warp(multiply(cosine, plateau), Math.floor);
  });
});

describe('groups', () => {
  const two = groups({ backbone: cosine, head: scale(cosine, 2) });
  const mixed = groups({ backbone: cosine, head: plateau, decay: multiply(other, cosine) });

  test('gives a record of rates by the names of the groups', () => {
    expectTypeOf(two).toEqualTypeOf<Curve<RatesOf<{ readonly backbone: Curve; readonly head: Curve }>>>();
    expectTypeOf(two.at(3)).toEqualTypeOf<{ readonly backbone: number; readonly head: number }>();
    expectTypeOf(of<string>().pipe(two)).toEqualTypeOf<
      Observable<{ readonly backbone: number; readonly head: number }>
    >();
    // @ts-expect-error there is no such group
    two.at(3).tail;
    expectTypeOf(resume(two, 3)).toEqualTypeOf(two);
  });
  test('reads what any of them reads', () => {
    interface Rates {
      readonly backbone: number;
      readonly head: number;
      readonly decay: number;
    }
    expectTypeOf(of<{ loss: number; valLoss: number }>().pipe(mixed)).toEqualTypeOf<
      Observable<{ readonly backbone: number; readonly head: number; readonly decay: number }>
    >();
    expectTypeOf(of<number>().pipe(decisions(mixed))).toExtend<Observable<Decision<Rates>>>();
    // @ts-expect-error no report carries the metric 'valLoss'
    of<{ loss: number }>().pipe(mixed);
    // @ts-expect-error the future of a group is not known
    mixed.at;
  });
  test('stands outermost', () => {
    // @ts-expect-error a record of rates is no part of a sequence
    sequence(two, cosine);
    // @ts-expect-error nor of a product
    multiply(cosine, mixed);
    // @ts-expect-error nor of a fold
    combine([mixed], Math.min);
    // @ts-expect-error nor of a warm-up
    warmup(two, { over: 3 });
    // @ts-expect-error nor is it in epochs
    perEpoch(mixed, { steps: 3 });
    // @ts-expect-error nor on stairs
    staircase(two, { every: 3 });
    // @ts-expect-error nor begun anew
    restarts(two);
    // @ts-expect-error nor scaled
    scale(mixed, 2);
    // @ts-expect-error nor bounded
    clamp(two, { min: 0 });
    // @ts-expect-error nor made to last
    lasting(mixed, 3);
    // @ts-expect-error nor on another clock
    warp(two, Math.floor);
    // @ts-expect-error nor a group
    groups({ rates: two });
  });
});
