import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type Curve,
  combine,
  constant,
  type Decision,
  decisions,
  exponentialDecay,
  feedback,
  groups,
  isCurve,
  lasting,
  linear,
  type Part,
  reduceOnPlateau,
  resume,
  simulate,
} from '../index.ts';
import { laws } from '../testing/index.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 2, factor: 0.5, patience: 0, monitor });
const sum = (a: number, b: number) => a + b;

describe('combine', () => {
  it('folds the rates of each step', () => {
    expect([0, 1, 2.5, 4].map(combine([falling, constant(2)], Math.min).at)).toEqual([2, 2, 1.5, 0]);
    expect([0, 1, 2.5, 4].map(combine([falling, constant(2)], Math.max).at)).toEqual([4, 3, 2, 2]);
    expect(combine([falling, constant(2)], sum).at(1)).toBe(5);
  });

  it('folds more than two by twos from the left, if the fold takes two', () => {
    const parts = [constant(8), constant(4), constant(2)];
    expect(combine(parts, (a, b) => a - b).at(0)).toBe(2);
    expect(combine(parts, Math.max).at(0)).toBe(8);
  });

  it('of one is that one, if the fold takes two', () => {
    const one = combine([falling], sum);
    expect([0, 1, 2.5, 4, 9].map(one.at)).toEqual([0, 1, 2.5, 4, 9].map(falling.at));
    expect(one.span).toBe(4);
    expect(simulate(combine([plateau()], sum), [1, 1, 1])).toEqual(simulate(plateau(), [1, 1, 1]));
  });

  it('hands all of them to a fold that takes more, or as many as come', () => {
    const parts = [constant(8), constant(4), constant(2)];
    expect(combine(parts, (a, b, c) => a - b - c).at(0)).toBe(2);
    expect(combine(parts, (...rates) => rates.length).at(0)).toBe(3);
    const many = Array.from({ length: 10_000 }, (_, i) => constant(i));
    expect(combine(many, Math.max).at(0)).toBe(9_999);
    expect(combine(many, (...rates) => rates.length).at(0)).toBe(10_000);
  });

  it('lasts as long as its longest part with an end, and holds', () => {
    const { at, span } = combine(
      [linear({ from: 0, to: 9, over: 9 }), lasting(falling, 2.5), constant(1)],
      sum,
    );
    expect([span, at(2), at(3), at(9), at(50)]).toEqual([9, 5, 5.5, 11.5, 11.5]);
    const decay = exponentialDecay({ initial: 1, factor: 0.5 });
    expect([2, 4, 9].map(combine([falling, decay], sum).at)).toEqual([2.25, 0.0625, 0.0625]);
    expect(combine([constant(1), constant(2)], sum).span).toBe(Infinity);
    const endless = linear({ from: 0, to: 99, over: 99 });
    expect(combine([lasting(endless, 1.5), constant(0)], sum).at(7)).toBe(1.5);
  });

  it('keeps its own list of parts', () => {
    const parts = [constant(1), constant(2)];
    const whole = combine(parts, sum);
    parts.pop();
    expect(whole.at(0)).toBe(3);
  });

  it('reads with all its parts, each its own metric, until it is over', () => {
    const two = combine([falling, plateau('loss'), plateau('valLoss')], sum);
    expect(isCurve(two)).toBe(false);
    expect(two.monitors).toEqual(['loss', 'valLoss']);
    const reports = [
      { step: 0, loss: 1 },
      { step: 0, valLoss: 1 },
      { step: 2, loss: 1 },
      { step: 2, valLoss: 1 },
      { step: 2, valLoss: 1 },
      { step: 3 },
      { step: 4, loss: 9 },
      { valLoss: 9 },
    ];
    expect(simulate(two, reports)).toEqual([8, 7, 7, 4, 3, 3, 2, 2, 2]);
    expect(simulate(two, [1, 1])).toEqual([8, 7, 4]);
  });

  it('tells each part of a step that was left out', () => {
    const counting = feedback({ init: 0, next: (n) => n + 1, rate: (n) => n });
    const counted = combine([counting, lasting(counting, 2), falling], (...rates) => rates.reduce(sum));
    expect(simulate(counted, [{ step: 2 }, { step: 9 }])).toEqual([4, 3 + 2 + 1, 4 + 2 + 0]);
  });

  it('says who acted, by the places in its JSON', () => {
    const told: Decision[] = [];
    from([1, 1])
      .pipe(decisions(combine([falling, combine([constant(1), plateau()], Math.min)], Math.max)))
      .subscribe((decision) => told.push(decision));
    expect(told[2]?.causes.map(({ path }) => path)).toEqual(['$.parts[1].parts[1]']);
    expect(told[2]?.state.shape).toBe('combine(curve,combine(curve,reduceOnPlateau))');
  });

  it('writes Math.min and Math.max, and says that another fold cannot be written', () => {
    expect(JSON.parse(JSON.stringify(combine([constant(1), constant(2)], Math.max)))).toEqual({
      anneal: 1,
      type: 'combine',
      fold: 'max',
      parts: [
        { type: 'constant', rate: 1 },
        { type: 'constant', rate: 2 },
      ],
    });
    expect(combine([plateau()], Math.min).toJSON()).toMatchObject({ fold: 'min' });
    expect(() => JSON.stringify(combine([constant(1)], sum))).toThrow(
      'combine: a fold of your own cannot be written as JSON',
    );
  });

  it('refuses a rate that is not finite when it comes', () => {
    const broken = combine([constant(1), plateau()], () => Number.NaN);
    expect(() => simulate(broken, [])).toThrow(
      'combine: the rate of step 0 must be a finite number, got NaN',
    );
  });

  it.each<[unknown, unknown, string]>([
    [[], Math.min, 'combine: it must have at least one part, got none'],
    [constant(1), Math.min, 'combine: parts must be an array of schedules, got a function'],
    [[constant(1), 2], Math.min, 'combine: part 1 must be a schedule, got 2'],
    [[constant(1)], 'min', "combine: fold must be a function, got 'min'"],
    [
      [resume(constant(1), 1)],
      Math.min,
      'combine: part 0 is a resumed schedule, and resume stands outermost',
    ],
    [
      [groups({ a: plateau() })],
      Math.min,
      'combine: part 0 is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (parts, fold, message) => {
    expect(() => combine(parts as [Curve], fold as never)).toThrow(message);
  });

  it.each(laws(combine([falling, constant(1.5)], Math.max), [1, 2, 3, 4, 5, 6]))('$name (curve)', (law) =>
    law.check(),
  );
  const mixed: Part = combine([falling, lasting(plateau('loss'), 2.5), plateau('valLoss')], Math.min);
  it.each(laws(mixed, [1, 2, 3, 4, 5, 6]))('$name (feedback)', (law) => law.check());
});
