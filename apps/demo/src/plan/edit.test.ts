import { simulate } from '@anneal/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from './block.ts';
import { blockOf, leafOf } from './catalogue.ts';
import { after, beside, move, remove, replace, wrap } from './edit.ts';
import { option } from './field.ts';
import { inShort } from './in-short.ts';
import { at, blocksOf, find, parentOf, put } from './place.ts';
import { type Plan, refusal, scheduleOf, tidy } from './plan.ts';
import { stretched } from './stretched.ts';
import { anyPlan, doing, done } from './testing/any-plan.ts';

const run: Run = { steps: 300, epoch: 10, peak: 0.3 };
const cosine = tidy(leafOf('cosineAnnealing').make(run));
const constant = tidy(leafOf('constant').make(run));

/** The lengths that a plan names. */
const lengthsOf = (plan: Plan): number[] =>
  blocksOf(plan).flatMap(({ plan: block }) =>
    blockOf(block.type)
      .fields.filter((field) => field.kind === 'number' && field.unit === 'steps')
      .map(({ key }) => option(block, key))
      .filter((length) => length !== undefined),
  ) as number[];

describe('whatever is done to a plan', () => {
  it('leaves one that the library reads, tidy, with positive lengths, that can be trained by', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyPlan(run), doing, (plan, next) => {
        try {
          const edited = done({ plan, place: '$' }, next, run);
          expect(tidy(edited.plan)).toEqual(edited.plan);
          expect(refusal(edited.plan, run.steps)).toBeUndefined();
          expect(Math.min(1, ...lengthsOf(edited.plan))).toBeGreaterThan(0);
          expect(find(edited.plan, edited.place)).toBeDefined();
          expect(inShort(edited.plan)).not.toContain('undefined');
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          expect(error.message).not.toMatch(/undefined|\[object|fromJSON/);
          refused++;
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeLessThan(100);
  });

  it('changes nothing of what was there before', () => {
    fc.assert(
      fc.property(anyPlan(run), doing, (plan, next) => {
        const before = JSON.stringify(plan);
        try {
          done({ plan, place: '$' }, next, run);
        } catch {}
        expect(JSON.stringify(plan)).toBe(before);
      }),
    );
  });

  it('shows the block that came in', () => {
    fc.assert(
      fc.property(anyPlan(run), fc.nat(1000), (plan, pick) => {
        const all = blocksOf(plan);
        const { place } = all[pick % all.length] as (typeof all)[number];
        for (const edit of [
          () => after(plan, place, 'linear', run),
          () => beside(plan, place, 'linear', run),
          () => replace(plan, place, 'linear', run),
        ]) {
          try {
            const edited = edit();
            expect(['linear', 'lasting']).toContain(at(edited.plan, edited.place).type);
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
          }
        }
      }),
    );
  });
});

it('names places as the causes do', () => {
  const plan = tidy({
    type: 'warmup',
    over: 2,
    part: {
      type: 'sequence',
      parts: [
        { type: 'lasting', part: constant, steps: 3 },
        { type: 'multiply', parts: [cosine, { type: 'reduceOnPlateau', initial: 1, patience: 0 }] },
      ],
    },
  });
  expect(blocksOf(plan).map(({ place }) => place)).toEqual([
    '$',
    '$.part',
    '$.part.parts[0]',
    '$.part.parts[0].part',
    '$.part.parts[1]',
    '$.part.parts[1].parts[0]',
    '$.part.parts[1].parts[1]',
  ]);
  expect(at(plan, '$.part.parts[1].parts[1]').type).toBe('reduceOnPlateau');
  expect(find(plan, '$.part.parts[7]')).toBeUndefined();
  expect(parentOf('$.part.parts[1]')).toBe('$.part');
  expect(parentOf('$')).toBeUndefined();
  expect(() => at(plan, '$.parts[1].constructor')).toThrow('there is no place');
  expect(put(plan, '$', cosine)).toBe(cosine);
  expect(inShort(plan)).toBe('warm-up → lasting constant → cosine × plateau');
});

it('puts a block after another in the same run: each has half of it', () => {
  const { plan, place } = after(cosine, '$', 'linear', run);
  expect(plan).toEqual({
    type: 'sequence',
    parts: [
      { ...cosine, over: 150 },
      { type: 'linear', from: 0.3, to: 0, over: 150 },
    ],
  });
  expect(place).toBe('$.parts[1]');
  const third = after(plan, '$.parts[0]', 'constant', run);
  expect(third.plan.parts?.map(({ type }) => type)).toEqual(['cosineAnnealing', 'lasting', 'linear']);
  expect(third.place).toBe('$.parts[1].part');
  expect(scheduleOf(third.plan).span).toBe(300);
});

it('gives what has no end one, before another', () => {
  const { plan } = after(constant, '$', 'linear', run);
  expect(plan.parts?.[0]).toEqual({ type: 'lasting', part: constant, steps: 150 });
  // And nothing has that has an end of its own.
  expect(plan.parts?.[1]).toEqual({ type: 'linear', from: 0.3, to: 0, over: 150 });
});

it('multiplies by a factor that begins at 1', () => {
  const { plan, place } = beside(cosine, '$', 'reduceOnPlateau', run);
  expect(place).toBe('$.parts[1]');
  expect(at(plan, place).initial).toBe(1);
  expect(simulate(scheduleOf(plan), [])).toEqual([0.3]);
  const three = beside(plan, '$.parts[0]', 'backOff', run);
  expect(three.plan.parts?.map(({ type }) => type)).toEqual([
    'cosineAnnealing',
    'backOff',
    'reduceOnPlateau',
  ]);
});

it('wraps a block so that it still fits the run', () => {
  const warm = wrap(cosine, '$', 'warmup', run);
  expect(scheduleOf(warm.plan).span).toBe(300);
  expect(warm.place).toBe('$');
  const again = wrap(cosine, '$', 'restarts', run);
  expect(again.plan).toEqual({ type: 'restarts', part: { ...cosine, over: 100 } });
  expect(wrap(constant, '$', 'restarts', run).plan.part?.type).toBe('lasting');
  const epochs = wrap(cosine, '$', 'perEpoch', run);
  expect(epochs.plan).toEqual({ type: 'perEpoch', part: { ...cosine, over: 30 }, steps: 10 });
});

it('removes a block, and the list that is left with one', () => {
  const { plan } = wrap(beside(cosine, '$', 'backOff', run).plan, '$', 'warmup', run);
  expect(remove(plan, '$.part.parts[1]', run).plan.part?.type).toBe('cosineAnnealing');
  expect(remove(plan, '$', run).plan.type).toBe('multiply');
  expect(() => remove(cosine, '$', run)).toThrow('A plan has at least one block');
  expect(() => remove(wrap(cosine, '$', 'warmup', run).plan, '$.part', run)).toThrow('at least one block');
});

it('moves a block in its list, unless what comes first would never end', () => {
  const { plan } = after(cosine, '$', 'constant', run);
  expect(() => move(plan, '$.parts[1]', -1, run)).toThrow('must have a finite span');
  const lines = after(cosine, '$', 'linear', run).plan;
  const moved = move(lines, '$.parts[1]', -1, run);
  expect([moved.place, at(moved.plan, moved.place).type]).toEqual(['$.parts[0]', 'linear']);
  expect(() => move(moved.plan, '$.parts[0]', -1, run)).toThrow('nothing on that side');
});

it('stretches a plan to another run, and back', () => {
  const plan = tidy({
    type: 'sequence',
    parts: [
      { type: 'warmup', part: { ...cosine, over: 60 }, over: 10 },
      { type: 'perEpoch', part: { type: 'linear', from: 1, to: 0, over: 5 }, steps: 10 },
      {
        type: 'piecewiseLinear',
        points: [
          [0, 1],
          [2, 0.5],
          [10, 0],
        ],
      },
    ],
  });
  const twice = stretched(plan, 2);
  expect(scheduleOf(twice.parts?.[0]).span).toBe(140);
  expect(twice.parts?.[1]).toEqual({
    type: 'perEpoch',
    part: { type: 'linear', from: 1, to: 0, over: 10 },
    steps: 10,
  });
  expect(stretched(twice, 0.5)).toEqual(plan);
  expect(refusal(stretched(plan, 0.01), 300)).toBeUndefined();
});
