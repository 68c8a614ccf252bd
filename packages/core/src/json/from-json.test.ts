import { describe, expect, it } from 'vitest';
import * as core from '../index.ts';
import { fromJSON } from './index.ts';
import { readers } from './readers.ts';

const { constant, cosineAnnealing, curve, feedback, lasting, linear, reduceOnPlateau, sequence } = core;

/** A composition as data, with something wrong in it. */
const wrong = (data: object) => () => fromJSON({ anneal: 1, ...data });

describe('JSON.stringify', () => {
  it('writes a schedule as it was made: the function, and its options', () => {
    const schedule = sequence(
      lasting(constant(0.1), 30),
      core.multiply(
        cosineAnnealing({ from: 0.1, over: 90 }),
        reduceOnPlateau({ initial: 1, monitor: 'valLoss' }),
      ),
    );
    expect(JSON.parse(JSON.stringify(schedule))).toEqual({
      anneal: 1,
      type: 'sequence',
      parts: [
        { type: 'lasting', part: { type: 'constant', rate: 0.1 }, steps: 30 },
        {
          type: 'multiply',
          parts: [
            { type: 'cosineAnnealing', from: 0.1, over: 90 },
            { type: 'reduceOnPlateau', initial: 1, monitor: 'valLoss' },
          ],
        },
      ],
    });
  });

  it('stands in other data: a config, a header', () => {
    expect(JSON.stringify({ schedule: constant(1) })).toBe(
      '{"schedule":{"anneal":1,"type":"constant","rate":1}}',
    );
  });

  it('writes a resumed schedule as the plan that it is, without where it stands', () => {
    const plan = linear({ from: 1, to: 0, over: 9 });
    expect(JSON.stringify(core.resume(plan, 3))).toBe(JSON.stringify(plan));
  });

  it('knows no endlessness: what has none is left out', () => {
    const endless = core.restarts(linear({ from: 1, to: 0, over: 9 }), { times: Infinity });
    expect(JSON.stringify(endless)).toBe(
      '{"anneal":1,"type":"restarts","part":{"type":"linear","from":1,"to":0,"over":9}}',
    );
  });

  it('says of a function without a name that it cannot be written', () => {
    expect(() => JSON.stringify(sequence(lasting(curve(Math.sqrt), 3), constant(1)))).toThrow(
      new TypeError(
        'curve: a function without a name cannot be written as JSON; give it a name, and the options that make it ' +
          'again: curve(…, { name, options })',
      ),
    );
    expect(() => JSON.stringify(feedback({ init: 0, next: () => 0, rate: () => 1 }))).toThrow(
      'feedback: a function without a name cannot be written as JSON',
    );
    expect(() => JSON.stringify(core.warp(constant(1), Math.sqrt))).toThrow('warp: its clock is a function');
    expect(() => JSON.stringify(core.combine([constant(1)], (a) => a))).toThrow(
      'combine: a fold of your own',
    );
  });

  it('lets nobody take a name of this package, which would read back as something else', () => {
    const others = [
      'decisions',
      'describe',
      'diff',
      'improvement',
      'isCurve',
      'isSchedule',
      'live',
      'resume',
      'simulate',
      'smooth',
    ];
    for (const name of Object.keys(core).filter((name) => !others.includes(name))) {
      expect(() => curve(Math.sqrt, { name }), name).toThrow(
        `curve: name must be none of this package's own, got '${name}'`,
      );
    }
    expect(() => curve(Math.sqrt, { name: 'sequence(a,b)' })).toThrow(
      'curve: name must be the name of a schedule',
    );
  });

  it('refuses options of your own that would not come back', () => {
    expect(() => curve(Math.sqrt, { name: 'mine', options: { over: Infinity } })).toThrow(
      'curve: options.over must be plain JSON',
    );
    expect(() => curve(Math.sqrt, { name: 'mine', options: { type: 3 } })).toThrow(
      'curve: options.type must be absent',
    );
    for (const options of [{}, { every: 3 }]) {
      const named = { name: 'groups', options };
      expect(() => curve(Math.sqrt, named)).toThrow(
        "curve: name must be none of this package's own, got 'groups'",
      );
      expect(() => feedback({ init: 0, next: () => 0, rate: () => 1, ...named })).toThrow(
        "feedback: name must be none of this package's own, got 'groups'",
      );
    }
    expect(() => curve(Math.sqrt, { name: '' })).toThrow('curve: name must be the name of a schedule');
  });
});

describe('fromJSON', () => {
  it('reads all that has a name', () => {
    const others = [
      'curve',
      'decisions',
      'describe',
      'diff',
      'feedback',
      'improvement',
      'isCurve',
      'isSchedule',
      'live',
      'resume',
      'smooth',
    ];
    expect([...readers.keys(), ...others, 'simulate', 'warp'].sort()).toEqual(Object.keys(core).sort());
  });

  it('takes the text, or what it parses to', () => {
    const text = JSON.stringify(cosineAnnealing({ from: 0.1, over: 90 }));
    expect(fromJSON<core.Curve>(text).at(45)).toBe(0.05);
    expect(fromJSON<core.Curve>(JSON.parse(text)).at(45)).toBe(0.05);
  });

  it("reads schedules of one's own by their functions", () => {
    const halving = (options: { every: number }) =>
      feedback({
        name: 'halving',
        options,
        init: 1,
        next: (rate, _, step) => ((step + 1) % options.every === 0 ? rate / 2 : rate),
        rate: (rate) => rate,
      });
    const schedule = core.scale(halving({ every: 2 }), 0.5);
    const text = JSON.stringify(schedule);
    expect(text).toBe('{"anneal":1,"type":"scale","part":{"type":"halving","every":2},"k":0.5}');
    const read = fromJSON(text, { halving });
    expect(core.simulate(read, [0, 0, 0])).toEqual(core.simulate(schedule, [0, 0, 0]));
    expect(() => fromJSON(text)).toThrow(/^fromJSON: \$\.part\.type: no schedule is called 'halving'/);
    expect(() => fromJSON(text, { halving: () => 3 as never })).toThrow(
      'fromJSON: $.part: halving must give a schedule, got 3',
    );
    expect(() => fromJSON(text, { halving, linear: () => constant(1) })).toThrow(
      "fromJSON: 'linear' is a schedule of this package; give your own another name",
    );
    expect(() => fromJSON(text, null as never)).toThrow(
      'fromJSON: own must be an object of functions, got null',
    );
    expect(() => fromJSON(text, { halving: 3 as never })).toThrow(
      'fromJSON: own.halving must be a function, got 3',
    );
  });

  it.each<[() => unknown, string]>([
    [
      wrong({
        type: 'sequence',
        parts: [
          { type: 'linear', from: 0, to: 1, over: 2 },
          { type: 'linear', from: 0, to: 1, over: -1 },
        ],
      }),
      'fromJSON: $.parts[1].over must be a positive number, got -1',
    ],
    [wrong({ type: 'constant' }), 'fromJSON: $.rate must be a finite number, got undefined'],
    [wrong({ type: 'constant', rate: '0.1' }), "fromJSON: $.rate must be a finite number, got '0.1'"],
    [
      wrong({ type: 'lasting', part: { type: 'constant', rate: 1 }, steps: 0 }),
      'fromJSON: $.steps must be a positive number, got 0',
    ],
    [
      wrong({ type: 'scale', part: { type: 'constant', rate: 1 }, factor: 2 }),
      "fromJSON: $: unknown option 'factor', the options are k",
    ],
    [
      wrong({ type: 'cosineAnnealing', from: 1, ovr: 3 }),
      "fromJSON: $: unknown option 'ovr', did you mean 'over'?",
    ],
    [
      wrong({ type: 'groups', parts: { head: { type: 'linear', from: 1, to: 0 } } }),
      'fromJSON: $.parts.head.over must be a positive number, got undefined',
    ],
    [
      wrong({ type: 'groups', parts: { 'odd name': { type: 'constant', rate: null } } }),
      'fromJSON: $.parts["odd name"].rate must be a finite number, got null',
    ],
    [wrong({ type: 'groups', parts: [] }), 'fromJSON: $.parts must be an object of schedules by group'],
    [wrong({ type: 'groups', parts: {} }), 'fromJSON: $: it must have at least one group, got none'],
    [
      wrong({ type: 'multiStepDecay', initial: 1, factor: 0.1, milestones: [30, 20] }),
      'fromJSON: $.milestones must be a list of positive numbers, ascending, got 20 after 30',
    ],
    [
      wrong({ type: 'piecewiseLinear', points: [[0, 1], [5]] }),
      'fromJSON: $.points[1] must be a pair of numbers [step, rate], got a list',
    ],
    [
      wrong({
        type: 'sequence',
        parts: [
          { type: 'constant', rate: 1 },
          { type: 'constant', rate: 1 },
        ],
      }),
      'fromJSON: $.parts[0] (constant) must have a finite span since another follows it',
    ],
    [wrong({ type: 'sequence', parts: [] }), 'fromJSON: $: it must have at least one part, got none'],
    [wrong({ type: 'sequence', parts: 3 }), 'fromJSON: $.parts must be a list of schedules, got 3'],
    [wrong({ type: 'sequence', parts: [], span: 3 }), "fromJSON: $: unknown option 'span'"],
    [
      wrong({ type: 'sequence', parts: [7] }),
      'fromJSON: $.parts[0] must be a schedule, { "type": … }, got 7',
    ],
    [wrong({ type: 'warmup', over: 3 }), 'fromJSON: $.part must be a schedule, { "type": … }, got undefined'],
    [
      wrong({ type: 'jitter', part: { type: 'reduceOnPlateau', initial: 1 }, amount: 0.1, seed: 1 }),
      'fromJSON: $.part must be a curve, got reduceOnPlateau, which reads metrics',
    ],
    [
      wrong({ type: 'combine', fold: 'sum', parts: [{ type: 'constant', rate: 1 }] }),
      "fromJSON: $.fold must be 'max' or 'min', got 'sum'",
    ],
    [
      wrong({ type: 'until', part: { type: 'constant', rate: 1 }, plateau: { patience: -1 } }),
      'fromJSON: $.plateau.patience must be a whole number from 0 up, got -1',
    ],
    [
      wrong({
        type: 'sequence',
        parts: [
          { type: 'until', part: { type: 'constant', rate: 1 }, plateau: { mode: 'least' } },
          { type: 'constant', rate: 1 },
        ],
      }),
      "fromJSON: $.parts[0].plateau.mode must be 'min' or 'max', got 'least'",
    ],
    [
      wrong({ type: 'until', part: { type: 'constant', rate: 1 }, plateau: { patiance: 1 } }),
      "fromJSON: $: unknown option 'plateau.patiance', did you mean 'plateau.patience'?",
    ],
    [
      wrong({ type: 'until', part: { type: 'constant', rate: 1 }, plateau: 3 }),
      'fromJSON: $.plateau must be an object',
    ],
    [
      wrong({ type: 'until', part: { type: 'constant', rate: 1 }, below: '2' }),
      "fromJSON: $.below must be a finite number, got '2'",
    ],
    [
      wrong({ type: 'scale', k: 2, part: { type: 'until', part: { type: 'constant', rate: 1 } } }),
      'fromJSON: $.part: its event must be one of { below }, { above }, { plateau } or a function, got an object',
    ],
    [
      wrong({ type: 'until', part: { type: 'linear', from: 1, to: 0 }, below: 2 }),
      'fromJSON: $.part.over must be a positive number, got undefined',
    ],
    [wrong({ type: 'until', below: 2 }), 'fromJSON: $.part must be a schedule, { "type": … }, got undefined'],
    [
      wrong({
        type: 'sequence',
        parts: [
          {
            type: 'multiply',
            parts: [
              { type: 'until', part: { type: 'constant', rate: 1 }, below: 2 },
              { type: 'constant', rate: 1 },
            ],
          },
          { type: 'constant', rate: 1 },
        ],
      }),
      'fromJSON: $.parts[0] (multiply) must have a finite span since another follows it',
    ],
    [wrong({ type: 'greedy' }), 'fromJSON: $.initial must be a positive number, got undefined'],
    [wrong({ type: 'backOff', spike: 1 }), 'fromJSON: $.spike must be a number above 1, got 1'],
    [wrong({ type: 'cosine', from: 1, over: 3 }), "fromJSON: $.type: no schedule is called 'cosine'"],
    [wrong({ type: 'linaer' }), "did you mean 'linear'?"],
    [wrong({ type: 7 }), 'fromJSON: $.type must be the name of a schedule, got 7'],
    [wrong({}), 'fromJSON: $.type must be the name of a schedule, got undefined'],
    [() => fromJSON({ type: 'constant', rate: 1 }), 'fromJSON: $.anneal must be 1, the version of this form'],
    [
      () => fromJSON({ anneal: 2, type: 'constant', rate: 1 }),
      'fromJSON: $.anneal must be 1, the version that this release reads, got 2',
    ],
    [
      wrong({ type: 'lasting', part: { anneal: 2, type: 'constant', rate: 1 }, steps: 1 }),
      'fromJSON: $.part.anneal must be 1, the version that this release reads, got 2',
    ],
    [() => fromJSON('{'), 'fromJSON: the text is no JSON: '],
    [() => fromJSON(undefined), 'fromJSON: $ must be a schedule, { "type": … }, got undefined'],
    [() => fromJSON('null'), 'fromJSON: $ must be a schedule, { "type": … }, got null'],
    [() => fromJSON('[]'), 'fromJSON: $ must be a schedule, { "type": … }, got a list'],
    [() => fromJSON(constant(1)), 'fromJSON: $ must be a schedule, { "type": … }, got a function'],
  ])('names the place of what is wrong: %#', (read, message) => {
    expect(read).toThrow(message);
  });

  it('keeps the kind of error, and the error itself as its cause', () => {
    try {
      wrong({ type: 'linear', from: 1, to: 0, over: -1 })();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).cause).toMatchObject({
        message: 'linear: over must be a positive number, got -1',
      });
    }
    expect(wrong({ type: 'linear', form: 1 })).toThrow(TypeError);
  });
});

describe('hostile input', () => {
  const nested = (depth: number) =>
    `${'{"type":"lasting","steps":1,"part":'.repeat(depth)}{"type":"constant","rate":1}${'}'.repeat(depth)}`;
  const versioned = (text: string) => text.replace('{', '{"anneal":1,');

  it('is read 1,000 schedules deep, and refused when it is deeper', () => {
    expect(fromJSON<core.Curve>(versioned(nested(1_000))).at(3)).toBe(1);
    const lists = (depth: number) =>
      `${'{"type":"sequence","parts":['.repeat(depth)}{"type":"constant","rate":1}${']}'.repeat(depth)}`;
    expect(fromJSON<core.Curve>(versioned(lists(1_000))).at(3)).toBe(1);
    for (const deep of [nested(5_000), lists(5_000), nested(100_000), '['.repeat(1_000_000)])
      expect(() => fromJSON(versioned(deep))).toThrow(
        /^fromJSON: (it must be at most 1,000 schedules deep|the text)/,
      );
  });

  it('is refused with more parts than can be handed on', () => {
    const parts = Array.from({ length: 50_001 }, () => ({ type: 'linear', from: 1, to: 0, over: 1 }));
    expect(wrong({ type: 'multiply', parts })).toThrow('$.parts must be a list of at most 50000 schedules');
  });

  it('is read with 10,000 parts, and refused when it is larger than any plan', () => {
    const many = Array.from({ length: 10_000 }, () => ({ type: 'linear', from: 1, to: 0, over: 1 }));
    expect(fromJSON({ anneal: 1, type: 'sequence', parts: many }).span).toBe(10_000);
    expect(wrong({ type: 'sequence', parts: Array(1_000_001).fill(0) })).toThrow('at most 1000000 values');
    expect(() => fromJSON(`"${'x'.repeat(2 ** 25)}"`)).toThrow('at most 32 MiB');
  });

  it('may not hold itself, nor grow by holding one part many times over', () => {
    const ring: Record<string, unknown> = { anneal: 1, type: 'lasting', steps: 1 };
    ring.part = ring;
    expect(() => fromJSON(ring)).toThrow('at most 1,000 schedules deep');
    let bush: unknown = { type: 'constant', rate: 1 };
    for (let i = 0; i < 30; i++) bush = { anneal: 1, type: 'multiply', parts: [bush, bush] };
    expect(() => fromJSON(bush)).toThrow('at most 1000000 values');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('may not hold %s', (key) => {
    const hidden = `{"anneal":1,"type":"lasting","steps":1,"part":{"type":"constant","rate":1,"${key}":{"polluted":1}}}`;
    expect(() => fromJSON(hidden)).toThrow(`fromJSON: $.part.${key} is refused`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'curve', 'decisions'])(
    'may not call %s',
    (type) => {
      expect(wrong({ type })).toThrow(`fromJSON: $.type: no schedule is called '${type}'`);
    },
  );

  it('may not be more than data', () => {
    class Sly {
      anneal = 1;
      type = 'constant';
      rate = 1;
    }
    expect(() => fromJSON(new Sly())).toThrow('fromJSON: $ must be a plain object');
    expect(() => fromJSON({ anneal: 1, type: 'lasting', steps: 1, part: new Date() })).toThrow(
      'fromJSON: $.part must be a plain object',
    );
  });
});
