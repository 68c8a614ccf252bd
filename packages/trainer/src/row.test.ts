import { describe, expect, it } from 'vitest';
import { rowOf } from './row.ts';

describe('rowOf', () => {
  const ran = { rate: 0.1, causes: [] };
  it.each<[unknown, object]>([
    [
      { step: 3, epoch: 1, loss: 2 },
      { step: 3, rate: 0.1, epoch: 1, loss: 2 },
    ],
    [0.5, { step: 3, rate: 0.1, loss: 0.5 }],
    [null, { step: 3, rate: 0.1 }],
    [{ rate: 0.09 }, { step: 3, rate: 0.09 }],
  ])('of %o', (report, row) => {
    expect(rowOf(report, 3, ran, undefined)).toEqual(row);
  });

  it('gives each rate of a record a column', () => {
    expect(rowOf({ loss: 1 }, 0, { rate: { backbone: 0.1, head: 1 }, causes: [] }, undefined)).toEqual({
      step: 0,
      'rate.backbone': 0.1,
      'rate.head': 1,
      loss: 1,
    });
  });

  it('has causes where something acted, and a state where it is asked for', () => {
    const cause = { by: 'sequence', path: '$', step: 3, part: 1, parts: 2 } as const;
    const state = {
      anneal: 1,
      shape: 'curve',
      step: 4,
      parts: { unit: null, seen: {}, missed: [], memory: null },
    } as const;
    expect(rowOf({}, 3, { rate: 1, causes: [cause] }, state)).toEqual({
      step: 3,
      rate: 1,
      causes: [cause],
      state,
    });
  });
});
