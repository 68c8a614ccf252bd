import { describe, expect, it } from 'vitest';
import { nearestStop, nextStop, type Parameter } from './parameter.ts';

const of = (stops: readonly number[]): Parameter => ({ label: '', preset: 0, stops });

describe('nearestStop', () => {
  it('is where the slider stands, at its end for what lies beyond', () => {
    const lengths = of(Array.from({ length: 100 }, (_, i) => (i + 1) / 100));
    expect([0.5, 0.504, 7, -1].map((value) => nearestStop(lengths, value))).toEqual([49, 49, 99, 0]);
  });
});

describe('nextStop', () => {
  it('goes from stop to stop, from between them too, and stays at the ends', () => {
    const it = of(Array.from({ length: 21 }, (_, i) => i));
    expect([nextStop(it, 4, true), nextStop(it, 4, false)]).toEqual([5, 3]);
    expect([nextStop(it, 4.5, true), nextStop(it, 4.5, false)]).toEqual([5, 4]);
    expect([nextStop(it, 20, true), nextStop(it, 0, false)]).toEqual([20, 0]);
  });
});
