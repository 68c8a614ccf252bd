import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type Curve,
  clamp,
  combine,
  constant,
  curve,
  type Decision,
  exponentialDecay,
  groups,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  describe as say,
  scale,
  sequence,
  simulate,
  staircase,
  warmup,
  warp,
} from '../index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });

describe('groups', () => {
  it('gives one rate for each, in their order', () => {
    const three = groups({ head: falling, backbone: scale(falling, 0.5), decay: constant(5e-4) });
    expect([0, 1, 4].map(three.at)).toEqual([
      { head: 4, backbone: 2, decay: 5e-4 },
      { head: 3, backbone: 1.5, decay: 5e-4 },
      { head: 0, backbone: 0, decay: 5e-4 },
    ]);
    expect(Object.keys(three.at(0))).toEqual(['head', 'backbone', 'decay']);
    expect(simulate(three, [0]).map(({ head }) => head)).toEqual([4, 3]);
    expect(isCurve(three)).toBe(true);
  });

  it('lasts as long as the longest with an end, and holds', () => {
    const { at, span } = groups({
      a: falling,
      b: lasting(falling, 1.5),
      c: linear({ from: 0, to: 9, over: 9 }),
    });
    expect([span, at(3), at(9), at(99)]).toEqual([
      9,
      { a: 1, b: 2.5, c: 3 },
      { a: 0, b: 2.5, c: 9 },
      { a: 0, b: 2.5, c: 9 },
    ]);
    const decay = exponentialDecay({ initial: 1, factor: 0.5 });
    expect(groups({ a: falling, b: decay }).at(9)).toEqual({ a: 0, b: 0.0625 });
    expect(groups({ a: constant(1) }).span).toBe(Infinity);
  });

  it('lets one group read what is reported', () => {
    const two = groups({ body: falling, head: plateau('valLoss') });
    expect(isCurve(two)).toBe(false);
    expect(two.monitors).toEqual(['valLoss']);
    const reports = [
      { step: 0, valLoss: 1 },
      { step: 1, loss: 1 },
      { step: 1, valLoss: 1 },
      { step: 1, valLoss: 1 },
      { step: 5 },
      { step: 6, valLoss: 1 },
      { valLoss: 1 },
    ];
    expect(simulate(two, reports)).toEqual([
      { body: 4, head: 1 },
      { body: 3, head: 1 },
      { body: 2, head: 1 },
      { body: 2, head: 0.5 },
      { body: 2, head: 0.5 },
      { body: 0, head: 0.5 },
      { body: 0, head: 0.5 },
      { body: 0, head: 0.5 },
    ]);
  });

  it('lets each group read its own metric, and a bare number all of them', () => {
    const two = groups({ body: plateau('loss'), head: plateau('valLoss') });
    expect(
      simulate(two, [
        { epoch: 0, loss: 1, valLoss: 1 },
        { epoch: 1, loss: 1 },
      ]).at(-1),
    ).toEqual({
      body: 0.5,
      head: 1,
    });
    expect(simulate(two, [1, 1]).at(-1)).toEqual({ body: 0.5, head: 0.5 });
  });

  it('says who acted, by the names of the groups', () => {
    const told = decided(
      groups({ body: falling, head: plateau(), 'odd name': scale(plateau('valLoss'), 2) }),
      [1, 1],
    );
    expect(told[2]?.causes.map(({ path }) => path)).toEqual(['$.parts.head', '$.parts["odd name"].part']);
    expect(told[2]?.causes.map(say)[0]).toMatch(/^reduced from 1 to 0.5 at step 2/);
    expect(told[2]?.rate).toEqual({ body: 2, head: 0.5, 'odd name': 1 });
    expect(told[2]?.state.shape).toBe(
      'groups(body:curve,head:reduceOnPlateau,["odd name"]:scale(reduceOnPlateau))',
    );
  });

  it('resumes groups of the same names alone', () => {
    const two = groups({ body: falling, head: plateau() });
    const { state } = decided(two, [1, 1])[2] as Decision<unknown>;
    expect(simulate(resume(two, state), [1])).toEqual([
      { body: 2, head: 0.5 },
      { body: 1, head: 0.25 },
    ]);
    expect(() => resume(groups({ body: falling, tail: plateau() }), state)).toThrow(
      "resume: state.shape must be the schedule's own, 'groups(body:curve,tail:reduceOnPlateau)'",
    );
    const memory = [null];
    expect(() => resume(two, { ...state, parts: { ...state.parts, memory } })).toThrow(
      'state.parts.memory must be a list of 2',
    );
    expect(resume(groups({ a: falling }), 2).at(2)).toEqual({ a: 2 });
    expect(simulate(resume(groups({ a: falling }), 2), [0])).toEqual([{ a: 2 }, { a: 1 }]);
  });

  it('names the metric that never came', () => {
    let message = '';
    from([{ vloss: 1 }])
      .pipe(groups({ head: plateau('valLoss') }) as Part<string, object>)
      .subscribe({ error: (error: Error) => (message = error.message) });
    expect(message).toMatch(/^groups: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\)/);
  });

  it('names the group whose rate is not finite', () => {
    const broken = curve((step) => (step < 1 ? 1 : Number.NaN));
    const message = 'groups: the rate b of step 1 must be a finite number, got NaN';
    expect(() => groups({ a: falling, b: broken }).at(1)).toThrow(new RangeError(message));
    expect(() => simulate(groups({ a: plateau(), b: broken }), [1])).toThrow(new RangeError(message));
    let said = '';
    from([1])
      .pipe(groups({ a: falling, b: broken }))
      .subscribe({ error: (error: Error) => (said = error.message) });
    expect(said).toBe(message);
  });

  it('is data, by the names of the groups', () => {
    expect(JSON.stringify(groups({ body: constant(1), head: scale(constant(1), 2) }))).toBe(
      '{"anneal":1,"type":"groups","parts":{"body":{"type":"constant","rate":1},' +
        '"head":{"type":"scale","part":{"type":"constant","rate":1},"k":2}}}',
    );
  });

  it('is not fooled by what is done to the object later', () => {
    const given: Record<string, Curve> = { a: constant(1) };
    const one = groups(given);
    given.b = constant(2);
    expect(one.at(0)).toEqual({ a: 1 });
  });

  const curves = groups({ a: lasting(constant(1), 2) }) as unknown as Curve;
  const withFeedback = groups({ a: lasting(plateau(), 2) }) as unknown as Part;
  it.each<[string, (part: Curve) => unknown]>([
    ['sequence: part 0', (part) => sequence(part, constant(1))],
    ['multiply: part 0', (part) => multiply(part)],
    ['combine: part 0', (part) => combine([part], Math.min)],
    ['groups: the group rates', (part) => groups({ rates: part })],
    ...Object.entries({
      clamp: (part: Curve) => clamp(part, { min: 0 }),
      lasting: (part: Curve) => lasting(part, 2),
      perEpoch: (part: Curve) => perEpoch(part, { steps: 2 }),
      restarts: (part: Curve) => restarts(part),
      scale: (part: Curve) => scale(part, 2),
      staircase: (part: Curve) => staircase(part, { every: 2 }),
      warmup: (part: Curve) => warmup(part, { over: 2 }),
      warp: (part: Curve) => warp(part, Math.floor),
    }).map(([name, make]): [string, (part: Curve) => unknown] => [`${name}: its first argument`, make]),
  ])('stands outermost: %s may be none', (where, make) => {
    for (const part of [curves, withFeedback]) {
      expect(() => make(part as Curve)).toThrow(
        new TypeError(
          `${where} is a record of rates, and groups stands outermost; compose the schedules in it`,
        ),
      );
    }
  });

  it.each<[unknown, string]>([
    [undefined, 'groups: its argument must be an object of schedules by group, got undefined'],
    [[constant(1)], 'groups: its argument must be an object of schedules by group, got a list'],
    [constant(1), 'groups: its argument must be an object of schedules by group, got a function'],
    [{}, 'groups: it must have at least one group, got none'],
    [{ head: 0.1 }, 'groups: the group head must be a schedule, got 0.1'],
    [
      { head: resume(constant(1), 1) },
      'groups: the group head is a resumed schedule, and resume stands outermost',
    ],
    [JSON.parse('{ "__proto__": 1 }'), "groups: '__proto__' cannot be the name of a group; choose another"],
  ])('refuses %o', (given, message) => {
    expect(() => groups(given as never)).toThrow(
      new TypeError(message.includes('resumed') ? `${message}; resume the whole composition` : message),
    );
  });

  it.each(laws(groups({ a: falling, b: lasting(falling, 2.5) }), [1, 2, 3, 4, 5, 6]))(
    '$name (curves)',
    (law) => law.check(),
  );
  it.each(laws(groups({ a: falling, b: plateau('valLoss'), c: plateau() }), [1, 2, 3, 4, 5, 6]))(
    '$name (feedback)',
    (law) => law.check(),
  );
});
