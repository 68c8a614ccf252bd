import { EMPTY, type Observable } from 'rxjs';
import { describe, expectTypeOf, test } from 'vitest';
import {
  backOff,
  type Cause,
  type Curve,
  clamp,
  combine,
  constant,
  type Decision,
  type Difference,
  decisions,
  diff,
  feedback,
  greedy,
  groups,
  type Improvement,
  improvement,
  type Live,
  lasting,
  linear,
  live,
  type MonitorsOf,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  type Schedule,
  type State,
  scale,
  sequence,
  smooth,
  staircase,
  until,
  warmup,
} from './index.ts';

const plateau = reduceOnPlateau({ initial: 1, monitor: 'x' });
const curve = linear({ from: 1, to: 0, over: 9 });
const of = <T>(): Observable<T> => EMPTY;
/** Reports that carry the metric, and reports that do not. */
const has = of<{ x: number; loss: number }>();
const lacks = of<{ y: number }>();

describe('the metric is asked for through', () => {
  test('sequence', () => {
    const schedule = sequence(lasting(plateau, 3), curve);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('multiply', () => {
    const schedule = multiply(curve, plateau);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('scale', () => {
    const schedule = scale(plateau, 2);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('clamp', () => {
    const schedule = clamp(plateau, { min: 0 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('combine', () => {
    const schedule = combine([curve, plateau], Math.min);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('warmup', () => {
    const schedule = warmup(plateau, { over: 3 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('lasting', () => {
    const schedule = lasting(plateau, 3);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('staircase', () => {
    const schedule = staircase(plateau, { every: 3 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('perEpoch', () => {
    const schedule = perEpoch(plateau, { steps: 3 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('restarts', () => {
    const schedule = restarts(lasting(plateau, 3), { times: 2 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('groups', () => {
    const schedule = groups({ a: curve, b: plateau });
    expectTypeOf<MonitorsOf<typeof schedule>>().toEqualTypeOf<'x'>();
    expectTypeOf(has.pipe(schedule)).toEqualTypeOf<Observable<{ readonly a: number; readonly b: number }>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('resume', () => {
    const schedule = resume(plateau, {} as State);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('decisions', () => {
    const operator = decisions(warmup(plateau, { over: 3 }));
    expectTypeOf(has.pipe(operator)).toEqualTypeOf<Observable<Decision>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
  });
});

describe('the metric is asked for by', () => {
  test('greedy', () => {
    const schedule = greedy({ initial: 1, monitor: 'x' });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    expectTypeOf(greedy({ initial: 1 })).toEqualTypeOf<Schedule<'loss'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('backOff', () => {
    const schedule = backOff({ monitor: 'x' });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    expectTypeOf(backOff()).toEqualTypeOf<Schedule<'loss'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('smooth, which gives the reports as they are', () => {
    const operator = smooth({ monitor: 'x', smoothing: 0.5 });
    expectTypeOf(has.pipe(operator)).toEqualTypeOf<typeof has>();
    expectTypeOf(of<number>().pipe(operator)).toEqualTypeOf<Observable<number>>();
    expectTypeOf(has.pipe(smooth())).toEqualTypeOf<typeof has>();
    expectTypeOf(has.pipe(smooth(0.5), plateau)).toEqualTypeOf<Observable<number>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
    // @ts-expect-error no report carries the metric 'loss'
    lacks.pipe(smooth(0.5));
    // @ts-expect-error no report carries the metric 'loss'
    lacks.pipe(smooth());
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(smooth({ monitor: 'y' }), plateau);
  });
  test('improvement, which gives the reports inside', () => {
    const operator = improvement({ monitor: 'x', mode: 'max' });
    expectTypeOf(has.pipe(operator)).toEqualTypeOf<Observable<Improvement<{ x: number; loss: number }>>>();
    expectTypeOf(has.pipe(improvement())).toEqualTypeOf<
      Observable<Improvement<{ x: number; loss: number }>>
    >();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
    // @ts-expect-error no report carries the metric 'loss'
    lacks.pipe(improvement());
  });
  test('until, below', () => {
    const schedule = until(curve, { monitor: 'x', below: 1 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('until, above', () => {
    const schedule = until(curve, { monitor: 'x', above: 1 });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('until, on a plateau', () => {
    const schedule = until(curve, { plateau: { monitor: 'x', patience: 3 } });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('the part of until, whatever ends it', () => {
    const schedule = until(plateau, () => true);
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('until, by default the loss', () => {
    expectTypeOf(until(curve, { below: 1 })).toEqualTypeOf<Schedule<'loss'>>();
    expectTypeOf(until(curve, { plateau: {} })).toEqualTypeOf<Schedule<'loss'>>();
    expectTypeOf(until(plateau, { above: 1 })).toEqualTypeOf<Schedule<'x' | 'loss'>>();
    expectTypeOf(until(plateau, { plateau: { mode: 'max' } })).toEqualTypeOf<Schedule<'x' | 'loss'>>();
    // @ts-expect-error no report carries the metric 'loss'
    lacks.pipe(until(curve, { below: 1 }));
  });
  test('no function: its author says what the reports are', () => {
    const schedule = until(curve, (report: { y: number }) => report.y < 1);
    expectTypeOf(schedule).toEqualTypeOf<Schedule>();
    lacks.pipe(schedule);
    of<string>().pipe(schedule);
  });
  test('a phase in a sequence, deep down', () => {
    const phase = lasting(clamp(scale(until(curve, { monitor: 'x', below: 1 }), 2), { max: 1 }), 9);
    const schedule = warmup(sequence(perEpoch(staircase(phase, { every: 2 }), { steps: 3 }), curve), {
      over: 2,
    });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x'>>();
    has.pipe(schedule);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
});

describe('several metrics', () => {
  const both = multiply(
    plateau,
    sequence(until(greedy({ initial: 1, monitor: 'y' }), { below: 1 }), backOff()),
  );

  test('each must be there', () => {
    expectTypeOf(both).toEqualTypeOf<Schedule<'x' | 'y' | 'loss'>>();
    of<{ x: number; y: number; loss: number }>().pipe(both);
    of<Record<string, number>>().pipe(both);
    // @ts-expect-error no report carries the metric 'loss'
    of<{ x: number; y: number }>().pipe(both);
    // @ts-expect-error no report carries the metric 'x'
    of<{ y: number; loss: number }>().pipe(both);
  });
  test('in one kind of report, or in several', () => {
    of<{ x: number } | { y: number } | { loss: number }>().pipe(both);
    of<{ x: number } | number>().pipe(both);
    of<{ x?: number; y: number | null; loss: number | undefined }>().pipe(both);
    // @ts-expect-error no report carries the metric 'y'
    of<{ x: number } | { loss: number }>().pipe(both);
    // @ts-expect-error no report carries the metric 'y'
    of<{ x: number; y: string; loss: number }>().pipe(both);
  });
  test('of a schedule that is one of two', () => {
    const either = {} as Schedule<'x'> | Schedule<'y'>;
    expectTypeOf<MonitorsOf<typeof either>>().toEqualTypeOf<'x' | 'y'>();
    expectTypeOf(scale(either, 2)).toEqualTypeOf<Schedule<'x' | 'y'>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(scale(either, 2));
    const maybe = {} as Schedule<'x'> | Curve;
    expectTypeOf(multiply(maybe, curve)).toEqualTypeOf<Schedule<'x'>>();
  });
  test('of a monitor that is one of two', () => {
    const schedule = reduceOnPlateau({ initial: 1, monitor: {} as 'x' | 'y' });
    expectTypeOf(schedule).toEqualTypeOf<Schedule<'x' | 'y'>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(schedule);
  });
  test('of a feedback', () => {
    const own = feedback({ monitor: ['x', 'y'], init: 1, next: (rate) => rate, rate: (rate) => rate });
    expectTypeOf(warmup(own, { over: 2 })).toEqualTypeOf<Schedule<'x' | 'y'>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(scale(own, 2));
  });
  test('only known as strings are left to run time', () => {
    const named = reduceOnPlateau({ initial: 1, monitor: 'x' as string });
    lacks.pipe(multiply(named, curve));
    lacks.pipe(live(curve, of<typeof named>()));
  });
});

describe('live', () => {
  test('reads what its first schedule reads', () => {
    const operator = live(plateau, of<Curve>());
    expectTypeOf(operator).toEqualTypeOf<Live<'x'>>();
    expectTypeOf(has.pipe(operator)).toEqualTypeOf<Observable<number>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
  });
  test('and what those to come read', () => {
    const operator = live(curve, of<Schedule<'x'> | Curve | number | null>());
    expectTypeOf(operator).toEqualTypeOf<Live<'x'>>();
    has.pipe(operator);
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
    const both = live(plateau, of<Schedule<'y'> | Schedule<'loss'>>(), { splice: 'value' });
    expectTypeOf(both).toEqualTypeOf<Live<'x' | 'y' | 'loss'>>();
    of<{ x: number; y: number; loss: number }>().pipe(both);
    // @ts-expect-error no report carries the metric 'x'
    of<{ y: number; loss: number }>().pipe(both);
    // @ts-expect-error no report carries the metric 'y'
    has.pipe(both);
  });
  test('and nothing else: curves, rates and null ask for no metric', () => {
    lacks.pipe(live(curve, of<Curve | number | null>()));
    lacks.pipe(live(curve, of<number>()));
    lacks.pipe(live(curve, of<null>()));
    lacks.pipe(live(curve, of<never>()));
    of<string>().pipe(live(curve, of<Part<never> | number | null>(), { splice: 'progress' }));
  });
  test('of groups takes groups, and rates by their names', () => {
    const first = groups({ a: curve, b: plateau });
    type Rates = { readonly a: number; readonly b: number };
    const operator = live(first, of<typeof first | { a: number; b: number } | null>());
    expectTypeOf(has.pipe(operator)).toEqualTypeOf<Observable<Rates>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
    const second = groups({ a: curve, b: backOff({ monitor: 'y' }) });
    of<{ x: number; y: number }>().pipe(live(first, of<typeof second>()));
    // @ts-expect-error no report carries the metric 'y'
    has.pipe(live(first, of<typeof second>()));
  });
  test('told in decisions', () => {
    const operator = decisions(live(curve, of<typeof plateau>()));
    expectTypeOf(has.pipe(operator)).toEqualTypeOf<Observable<Decision>>();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(operator);
    const grouped = decisions(live(groups({ a: curve, b: plateau }), of<null>()));
    expectTypeOf(has.pipe(grouped)).toExtend<
      Observable<Decision<{ readonly a: number; readonly b: number }>>
    >();
    // @ts-expect-error no report carries the metric 'x'
    lacks.pipe(grouped);
    lacks.pipe(decisions(live(curve, of<number>())));
  });
});

describe('a cause', () => {
  const nothing = (it: never): never => it;

  test('is one of those that `by` tells', () => {
    const told = (cause: Cause): number | string => {
      switch (cause.by) {
        case 'sequence':
          return cause.part / cause.parts;
        case 'until':
          return cause.on;
        case 'restarts':
          return cause.cycle;
        case 'reduceOnPlateau':
          return cause.bad - cause.patience;
        case 'greedy':
          return cause.good + cause.to / cause.from;
        case 'live':
          return cause.act;
        case 'backOff':
          return cause.cuts / cause.budget;
        default:
          return nothing(cause);
      }
    };
    expectTypeOf(told).parameter(0).toEqualTypeOf<Cause>();
    expectTypeOf<Cause['by']>().toEqualTypeOf<
      'sequence' | 'until' | 'restarts' | 'reduceOnPlateau' | 'greedy' | 'live' | 'backOff'
    >();
  });
  test('that is forgotten does not compile', () => {
    const told = (cause: Cause): number => {
      switch (cause.by) {
        case 'sequence':
        case 'until':
        case 'restarts':
        case 'reduceOnPlateau':
        case 'greedy':
        case 'live':
          return cause.step;
        default:
          // @ts-expect-error there is still backOff
          return nothing(cause);
      }
    };
    expectTypeOf(told).returns.toEqualTypeOf<number>();
  });
  test('of until has the figures of its event', () => {
    const told = (cause: Extract<Cause, { by: 'until' }>): number | null => {
      switch (cause.on) {
        case 'below':
        case 'above':
          return cause.reading - cause.limit;
        case 'plateau':
          return cause.best;
        case 'function':
          // @ts-expect-error nobody knows what it has read
          cause.monitor;
          return null;
        default:
          return nothing(cause);
      }
    };
    expectTypeOf(told).returns.toEqualTypeOf<number | null>();
  });
  test('of live has the schedule where there is one', () => {
    const told = (cause: Extract<Cause, { by: 'live' }>): string => {
      switch (cause.act) {
        case 'swap':
          return `${cause.schedule} ${cause.splice}`;
        case 'override':
        case 'release':
          // @ts-expect-error none took over
          cause.schedule;
          return cause.act;
        default:
          return nothing(cause);
      }
    };
    expectTypeOf(told).returns.toEqualTypeOf<string>();
    expectTypeOf<Extract<Cause, { by: 'live' }>['from']>().toEqualTypeOf<
      number | Readonly<Record<string, number>>
    >();
  });
  test('comes with every decision', () => {
    expectTypeOf<Decision['causes'][number]>().toEqualTypeOf<Cause>();
    // @ts-expect-error what acted is not to be changed
    ({}) as Decision['causes'] satisfies Cause[];
  });
});

describe('what cannot be meant does not compile', () => {
  test('an event that says nothing, or two things', () => {
    // @ts-expect-error which event?
    until(curve, {});
    // @ts-expect-error which event?
    until(curve, { monitor: 'x' });
    // @ts-expect-error below, or above?
    until(curve, { below: 1, above: 2 });
    // @ts-expect-error a number is no event
    until(curve, 3);
    // @ts-expect-error lasting is what ends a phase at a step
    until(curve, { steps: 3 });
    // @ts-expect-error a limit is a number
    until(curve, { below: '1' });
    // @ts-expect-error the plateau of until cuts nothing
    until(curve, { plateau: { factor: 0.5 } });
    // @ts-expect-error a function says true or false
    until(curve, (report: { loss: number }) => report.loss);
    // @ts-expect-error there is an event missing
    until(curve);
  });
  test('a phase of what is no schedule of numbers', () => {
    // @ts-expect-error a number is no schedule
    until(1, { below: 1 });
    // @ts-expect-error groups stand outermost
    until(groups({ a: curve }), { below: 1 });
  });
  test('live of what is no schedule, or is no stream of them', () => {
    // @ts-expect-error a number is no schedule
    live(1, of<Curve>());
    // @ts-expect-error text is no schedule
    live(curve, of<string>());
    // @ts-expect-error nor is it beside one
    live(curve, of<Curve | string>());
    // @ts-expect-error undefined is not null
    live(curve, of<number | undefined>());
    // @ts-expect-error a schedule is no stream of them
    live(curve, curve);
    // @ts-expect-error there is no such way to take over
    live(curve, of<Curve>(), { splice: 'again' });
    // @ts-expect-error the one that takes over is told by splice
    live(curve, of<Curve>(), { start: 3 });
  });
  test('live of other groups', () => {
    const two = groups({ a: curve, b: curve });
    // @ts-expect-error a number does not tell the rates of groups
    live(two, of<Curve>());
    // @ts-expect-error nor do rates tell a number
    live(curve, of<typeof two>());
    const other = groups({ a: curve, c: curve });
    // @ts-expect-error the group b is missing
    live(two, of<typeof other>());
    // @ts-expect-error a rate is for all groups, and by their names
    live(two, of<number>());
    // @ts-expect-error the group b is missing
    live(two, of<{ a: number }>());
  });
  test('live inside another schedule', () => {
    const operator = live(curve, of<Curve>());
    // @ts-expect-error it is an operator, and no part of a sequence
    sequence(operator, curve);
    // @ts-expect-error what is resumed is the schedule that was in force
    resume(operator, 3);
    // @ts-expect-error its future is not known
    operator.at;
  });
  test('a difference of groups and a number', () => {
    const two = groups({ a: curve, b: curve });
    expectTypeOf(diff(curve, constant(1))).toEqualTypeOf<Difference[]>();
    expectTypeOf(diff(two, two)).toEqualTypeOf<Difference<{ readonly a: number; readonly b: number }>[]>();
    expectTypeOf(diff(curve, plateau, { to: 3 })).toEqualTypeOf<Difference[]>();
    // @ts-expect-error rates of groups are no number
    diff(two, curve);
    // @ts-expect-error nor the other way round
    diff(curve, two);
    // @ts-expect-error a number is no schedule
    diff(curve, 1);
  });
  test('metric operators of what they do not know', () => {
    // @ts-expect-error patience is the reader's
    improvement({ patience: 3 });
    // @ts-expect-error β is a number
    smooth('0.9');
    // @ts-expect-error there is no such option
    smooth({ beta: 0.9 });
    // @ts-expect-error initial is missing
    greedy({ monitor: 'x' });
    // @ts-expect-error a spike is a number
    backOff({ spike: '4' });
  });
});
