import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  type Decision,
  exponentialDecay,
  groups,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  reduceOnPlateau,
  resume,
  describe as say,
  simulate,
  stepDecay,
} from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });

const steps = (count: number, metrics: object = {}) =>
  Array.from({ length: count }, (_, step) => ({ step, ...metrics }));

describe('multiply', () => {
  it('multiplies the rates of each step', () => {
    const { at, span } = multiply(falling, stepDecay({ initial: 1, factor: 0.5, every: 2 }));
    expect([0, 1, 1.5, 2, 3, 4].map(at)).toEqual([4, 3, 2.5, 1, 0.5, 0]);
    expect(span).toBe(4);
  });

  it('lasts as long as its longest part with an end, and holds, endless parts too', () => {
    const { at, span } = multiply(
      linear({ from: 0, to: 2, over: 2 }),
      linear({ from: 1, to: 5, over: 4 }),
      exponentialDecay({ initial: 1, factor: 0.5 }),
    );
    expect(span).toBe(4);
    expect([2, 3, 4, 5, 99].map(at)).toEqual([2 * 3 * 0.25, 2 * 4 * 0.125, 0.625, 0.625, 0.625]);
    expect(multiply(constant(2), constant(3)).span).toBe(Infinity);
    expect(multiply(constant(2), lasting(constant(3), 1.5)).span).toBe(1.5);
  });

  describe('of one that ends, with a part that does not, and of a longer one', () => {
    const decay = exponentialDecay({ initial: 1, factor: 0.5 });
    const half = linear({ from: 1, to: 0.5, over: 2 });
    const long = linear({ from: 1, to: 1, over: 6 });
    const kinds = (data: unknown) => (data as { parts: { type: string }[] }).parts.map(({ type }) => type);

    it('holds the inner product where that ends: its endless part does not go on', () => {
      for (const whole of [multiply(multiply(half, decay), long), multiply(long, multiply(half, decay))]) {
        expect([0, 1, 2, 3, 6, 9].map(whole.at)).toEqual([1, 0.375, 0.125, 0.125, 0.125, 0.125]);
        expect(whole.span).toBe(6);
      }
      const deeper = multiply(multiply(multiply(half, decay), linear({ from: 1, to: 1, over: 2 })), long);
      expect([2, 3, 6].map(deeper.at)).toEqual([0.125, 0.125, 0.125]);
    });

    it('holds it beside feedback, too', () => {
      const guarded = multiply(multiply(half, decay), long, plateau());
      expect(simulate(guarded, steps(7))).toEqual([1, 0.375, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125]);
      expect(simulate(guarded, steps(7, { loss: 1 }))).toEqual([
        1, 0.375, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625, 0.00390625,
      ]);
    });

    it('makes the feedback in the inner one deaf, and no other', () => {
      const inner = multiply(half, plateau());
      expect(simulate(multiply(inner, long), steps(7, { loss: 1 }))).toEqual([
        1, 0.75, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25,
      ]);
      const both = multiply(inner, long, plateau('valLoss'));
      expect(simulate(both, steps(7, { loss: 1, valLoss: 1 }))).toEqual([
        1, 0.75, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.0078125,
      ]);
      const { state, causes } = decided(both, steps(4, { loss: 1, valLoss: 1 }))[4] as Decision;
      expect(causes.map(({ path }) => path)).toEqual(['$.parts[2]']);
      expect(state.shape).toBe('multiply(multiply(curve,reduceOnPlateau),curve,reduceOnPlateau)');
      expect(simulate(resume(both, state), [{ step: 4, loss: 9, valLoss: 0 }])).toEqual([0.03125, 0.03125]);
    });

    it('comes back from JSON so, where it stands as a part', () => {
      for (const whole of [
        multiply(multiply(half, decay), long),
        multiply(multiply(half, plateau()), long),
      ]) {
        expect(kinds(whole.toJSON())).toEqual(['multiply', 'linear']);
        const read = fromJSON(JSON.stringify(whole));
        expect(simulate(read, steps(7, { loss: 1 }))).toEqual(simulate(whole, steps(7, { loss: 1 })));
        expect(JSON.stringify(read)).toBe(JSON.stringify(whole));
      }
    });

    it.each<[string, Part, number]>([
      ['all end', multiply(multiply(half, lasting(decay, 3)), long), 3],
      ['none ends', multiply(multiply(decay, constant(1)), decay), 3],
      ['none of the inner ones ends', multiply(multiply(decay, plateau()), long), 3],
      ['both are over at once', multiply(multiply(half, decay), linear({ from: 1, to: 1, over: 2 })), 3],
      ['the inner one is the longer', multiply(multiply(long, decay), half), 3],
      ['the other has no end', multiply(multiply(half, decay), plateau()), 3],
    ])('lies flat where %s', (_, whole, length) => {
      expect(kinds(whole.toJSON())).toEqual(Array(length).fill(expect.not.stringMatching('multiply')));
    });
  });

  it('of one is that one, and of curves a curve', () => {
    expect(multiply(falling)).toBe(falling);
    expect(isCurve(multiply(falling, constant(1)))).toBe(true);
    expect(isCurve(multiply(falling, plateau()))).toBe(false);
    expect(multiply(falling, plateau('valLoss'), plateau(), plateau()).monitors).toEqual(['valLoss', 'loss']);
  });

  it('lets a plateau cut whatever the curve says', () => {
    expect(simulate(multiply(falling, plateau()), [1, 1, 1, 1, 1])).toEqual([4, 3, 1, 0.25, 0, 0]);
  });

  it('gives each part its own metric, and a bare number to all of them', () => {
    const two = multiply(plateau('loss'), plateau('valLoss'));
    expect(simulate(two, [{ loss: 1 }, { valLoss: 1 }, { loss: 1 }, { loss: 1, valLoss: 1 }])).toEqual([
      1, 1, 1, 0.5, 0.125,
    ]);
    expect(simulate(two, [1, 1, 1])).toEqual([1, 1, 0.25, 0.0625]);
  });

  it('moves its clock over steps that were left out, and past none twice', () => {
    const reports = [
      { step: 0, loss: 1 },
      { step: 2, loss: 1 },
      { step: 2, loss: 1 },
    ];
    expect(simulate(multiply(falling, plateau()), reports)).toEqual([4, 3, 0.5, 0.5]);
  });

  it('hears a metric that comes behind its step, and one without an index', () => {
    const late = [
      { step: 0, loss: 1 },
      { step: 0, valLoss: 1 },
      { step: 1, loss: 1 },
      { step: 1, valLoss: 1 },
      { valLoss: 1 },
    ];
    expect(simulate(multiply(falling, plateau('valLoss')), late)).toEqual([4, 3, 3, 2, 1, 0.5]);
  });

  it('counts epochs where the reports do', () => {
    expect(simulate(multiply(falling, plateau()), [{ epoch: 1, loss: 1 }, { loss: 1 }])).toEqual([4, 2, 1]);
  });

  it('is deaf past its span, also where that is a fraction', () => {
    expect(simulate(multiply(lasting(constant(1), 2), plateau()), [1, 1, 1, 1])).toEqual([
      1, 1, 0.5, 0.5, 0.5,
    ]);
    expect(simulate(multiply(lasting(constant(1), 1.5), plateau()), [1, 1, 1, 1])).toEqual([
      1, 1, 0.5, 0.5, 0.5,
    ]);
    expect(simulate(multiply(lasting(constant(1), 1), plateau()), [1, { loss: 1 }])).toEqual([1, 1, 1]);
    const shorter = multiply(falling, lasting(plateau(), 2));
    expect(simulate(shorter, [1, 1, 1, 1])).toEqual([4, 3, 1, 0.5, 0]);
  });

  it('says who acted, by the places in its JSON, in which products lie flat', () => {
    const nested = multiply(
      multiply(falling, constant(1)),
      multiply(plateau('loss'), multiply(constant(1), plateau('valLoss'))),
    );
    const flat = multiply(falling, constant(1), plateau('loss'), constant(1), plateau('valLoss'));
    expect(JSON.stringify(nested)).toBe(JSON.stringify(flat));
    const { causes, state } = decided(nested, [1, 1])[2] as Decision;
    expect(causes.map(({ by, path }) => `${by} ${path}`)).toEqual([
      'reduceOnPlateau $.parts[2]',
      'reduceOnPlateau $.parts[4]',
    ]);
    expect(causes.map(say)[0]).toBe(
      'reduced from 1 to 0.5 at step 2: no gain > 1e-4 (relative) over loss 1 (step 0) in 1 reading',
    );
    expect(state.shape).toBe('multiply(2*curve,reduceOnPlateau,curve,reduceOnPlateau)');
    expect(simulate(resume(flat, state), [])).toEqual([0.5]);
  });

  it('names the metric that never came', () => {
    let message = '';
    from([{ step: 0, vloss: 1 }])
      .pipe(multiply(falling, plateau('valLoss')) as Part)
      .subscribe({ error: (error: Error) => (message = error.message) });
    expect(message).toMatch(/^multiply: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\)/);
  });

  it('refuses a rate that is not finite when it comes', () => {
    const tooHigh = multiply(constant(1e200), constant(1e200), reduceOnPlateau({ initial: 1 }));
    expect(() => simulate(tooHigh, [])).toThrow(
      'multiply: the rate of step 0 must be a finite number, got Infinity',
    );
  });

  it.each<[unknown[], string]>([
    [[], 'multiply: it must have at least one part, got none'],
    [[constant(1), 0.1], 'multiply: part 1 must be a schedule, got 0.1'],
    [[resume(constant(1), 2)], 'multiply: part 0 is a resumed schedule, and resume stands outermost'],
    [
      [constant(1), groups({ head: plateau() })],
      'multiply: part 1 is a record of rates, and groups stands outermost; compose the schedules in it',
    ],
  ])('refuses %o', (parts, message) => {
    expect(() => multiply(...(parts as [Part]))).toThrow(message);
  });

  const shapes: [string, (parts: readonly Part[]) => Part][] = [
    ['side by side', (parts) => multiply(...parts)],
    ['nested to the left', (parts) => parts.reduce((left, part) => multiply(left, part))],
    ['nested to the right', (parts) => parts.reduceRight((right, part) => multiply(part, right))],
  ];
  it.each(shapes)('takes 10,000 parts, %s', (_, make) => {
    const ones = Array.from({ length: 9_999 }, () => constant(1));
    const curves = make([falling, ...ones]);
    expect(isCurve(curves) && [0, 1, 4, 9].map(curves.at)).toEqual([4, 3, 0, 0]);
    expect(curves.span).toBe(4);
    const guarded = make([falling, ...ones.slice(1), plateau()]);
    expect(simulate(guarded, [1, 1, 1])).toEqual([4, 3, 1, 0.25]);
    const { state, causes } = decided(guarded, [1, 1])[2] as Decision;
    expect(causes[0]?.path).toBe('$.parts[9999]');
    expect(simulate(resume(guarded, JSON.parse(JSON.stringify(state))), [1])).toEqual([1, 0.25]);
    expect(guarded.toJSON()).toMatchObject({ type: 'multiply', parts: { length: 10_000 } });
  });

  it.each(laws(multiply(falling, stepDecay({ initial: 1, factor: 0.5, every: 1.5 })), [1, 2, 3, 4, 5, 6]))(
    '$name (curve)',
    (law) => law.check(),
  );
  it.each(laws(multiply(lasting(plateau('loss'), 2.5), falling, plateau('valLoss')), [1, 2, 3, 4, 5, 6]))(
    '$name (feedback)',
    (law) => law.check(),
  );
});
