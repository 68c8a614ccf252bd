import { expect, it } from 'vitest';
import { type Round, ratios } from './ratios.ts';

it('compares within each round, and the quickest batches of all', () => {
  const rounds: Round[] = [
    { base: [2, 2], ours: [1, 1] },
    // A slow moment: slow for both.
    { base: [20, 20], ours: [12, 8] },
    { base: [4, 4], ours: [2, 4] },
  ];
  const { median, minima, p10, p90 } = ratios(rounds.map((round) => [round]));
  expect([median, minima]).toEqual([0.5, 0.5]);
  expect(p10).toBe(0.5);
  expect(p90).toBeCloseTo(0.7);
});

it('favours no side where each process favours the one that it met first', () => {
  const { median, minima } = ratios([
    [
      { base: [1, 1], ours: [2, 2] },
      { base: [2, 2], ours: [1, 1] },
    ],
  ]);
  expect([median, minima]).toEqual([1, 1]);
});
