import { NEVER } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  decisions,
  lasting,
  linear,
  reduceOnPlateau,
  describe as say,
  sequence,
  warmup,
} from '../index.ts';
import { decided } from '../trees/decided.ts';

describe('decisions', () => {
  it('tell the step that each rate is for', () => {
    const told = decided(linear({ from: 2, to: 0, over: 2 }), [{ step: 0 }, { step: 5 }, { loss: 1 }]);
    expect(told.map(({ step, rate }) => [step, rate])).toEqual([
      [0, 2],
      [1, 1],
      [6, 0],
      [6, 0],
    ]);
  });

  it('have no causes where the rate follows from the step alone', () => {
    for (const curve of [constant(1), sequence(lasting(constant(1), 2), constant(2))]) {
      expect(decided(curve, [0, 0, 0]).flatMap(({ causes }) => causes)).toEqual([]);
    }
  });

  it('name the cut of a plateau with its figures', () => {
    const plateau = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 1, monitor: 'valLoss' });
    const told = decided(plateau, [
      { epoch: 0, valLoss: 0.5 },
      { epoch: 1, valLoss: 0.3 },
      { epoch: 2, valLoss: 0.3 },
      { epoch: 3, valLoss: 0.4 },
      { epoch: 4 },
    ]);
    expect(told.map(({ causes }) => causes.length)).toEqual([0, 0, 0, 0, 1, 0]);
    expect(told[4]?.causes[0]).toEqual({
      by: 'reduceOnPlateau',
      path: '$',
      step: 4,
      monitor: 'valLoss',
      mode: 'min',
      best: 0.3,
      bestAt: 1,
      bad: 2,
      patience: 1,
      threshold: 1e-4,
      thresholdMode: 'relative',
      from: 0.1,
      to: 0.05,
    });
  });

  it('name no cut that changed nothing', () => {
    const floor = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 0, minRate: 0.1 });
    expect(decided(floor, [1, 1, 1]).flatMap(({ causes }) => causes)).toEqual([]);
  });

  it('name the hand-over of a sequence, and who acts at its place in the tree', () => {
    const schedule = warmup(reduceOnPlateau({ initial: 1, patience: 0 }), { over: 2 });
    const told = decided(schedule, [1, 1, 1, 1]);
    expect(told.map(({ step, causes }) => [step, ...causes.map(({ by, path }) => `${by} ${path}`)])).toEqual([
      [0],
      [1],
      [2, 'sequence $'],
      [3],
      [4, 'reduceOnPlateau $.part'],
    ]);
    expect(told[2]?.causes).toEqual([{ by: 'sequence', path: '$', step: 2, part: 1, parts: 2 }]);
  });

  it('say both when a part acts on the very report that began it, outermost first', () => {
    const first = sequence(
      lasting(constant(1), 2),
      reduceOnPlateau({ initial: 1, patience: 0, nonFinite: 'bad' }),
    );
    expect(decided(first, [{ step: 2, loss: Number.NaN }])[1]?.causes.map(({ by }) => by)).toEqual([
      'sequence',
      'reduceOnPlateau',
    ]);
  });

  it('give the way down into lasting', () => {
    const nested = sequence(lasting(reduceOnPlateau({ initial: 1, patience: 0 }), 5), constant(1));
    expect(decided(nested, [1, 1])[2]?.causes[0]?.path).toBe('$.parts[0].part');
  });

  it('carry a state of plain JSON', () => {
    const schedule = warmup(reduceOnPlateau({ initial: 1, monitor: 'valLoss' }), { over: 2 });
    for (const { state } of decided(schedule, [
      { step: 0, valLoss: 1 },
      { step: 1 },
      { step: 2, valLoss: Number.NaN },
    ])) {
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }
    expect(decided(schedule, [{ step: 0, valLoss: 1 }])[1]?.state).toEqual({
      anneal: 1,
      shape: 'warmup(reduceOnPlateau)',
      step: 1,
      parts: {
        unit: 'step',
        seen: { valLoss: 0 },
        missed: [],
        memory: { part: 0, since: 0, memory: null, ended: null },
      },
    });
  });

  it('do not change behind your back: each state stands for itself', () => {
    const told = decided(reduceOnPlateau({ initial: 1, patience: 0 }), [1, 1]);
    expect(told.map(({ state }) => state.step)).toEqual([0, 1, 2]);
    expect(told[0]?.state.parts.seen).toEqual({});
  });

  it('keep to the name of a metric, whatever it is', () => {
    const odd = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: '__proto__' });
    const told = decided(odd, JSON.parse('[{"__proto__": 1}, {"__proto__": 2}]') as unknown[]);
    expect(told.map(({ rate }) => rate)).toEqual([1, 1, 0.5]);
    expect(Object.keys(told[2]?.state.parts.seen ?? {})).toEqual(['__proto__']);
    for (const monitor of ['__proto__', 'constructor', 'toString']) {
      const inherited = decided(reduceOnPlateau({ initial: 1, monitor }), [{ loss: 1 }, { loss: 1 }]);
      expect(inherited).toHaveLength(3);
      expect(inherited[2]?.state.parts.missed).toEqual([monitor]);
    }
  });

  it('refuse what is no schedule', () => {
    expect(() => decisions((() => NEVER) as never)).toThrow(
      new TypeError('decisions: its argument must be a schedule, or what live returns, got a function'),
    );
  });
});

describe('describe', () => {
  it('says what acted in words', () => {
    const schedule = warmup(reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 1, monitor: 'valLoss' }), {
      over: 1,
    });
    const words = decided(schedule, [
      { step: 0 },
      { step: 1, valLoss: 0.31 },
      { step: 2, valLoss: 0.4 },
      { step: 3, valLoss: 0.35 },
    ]).flatMap(({ causes }) => causes.map(say));
    expect(words).toEqual([
      'part 2 of 2 begins at step 1',
      'reduced from 0.1 to 0.05 at step 4: no gain > 1e-4 (relative) over valLoss 0.31 (step 1) in 2 readings',
    ]);
  });

  it('says when there was nothing to compare with', () => {
    const words = decided(reduceOnPlateau({ initial: 0.1, patience: 0 }), [Number.NaN]).flatMap(
      ({ causes }) => causes.map(say),
    );
    expect(words).toEqual(['reduced from 0.1 to 0.01 at step 1: no finite loss yet in 1 reading']);
  });
});
