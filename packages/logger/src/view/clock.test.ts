import { describe, expect, it } from 'vitest';
import { secondsOf } from './clock.ts';

describe('secondsOf', () => {
  it.each([
    [{ time: '2026-03-01T00:00:01.500Z' }, Date.UTC(2026, 2, 1, 0, 0, 1, 500) / 1000],
    [{ timestamp: 1_772_000_000_500 }, 1_772_000_000.5],
    [{ wall_time: 1_772_000_000.5 }, 1_772_000_000.5],
    [{ time: 12.5 }, 12.5],
    [{ time: NaN, wall: 3 }, 3],
  ])('of %j', (row, seconds) => {
    expect(secondsOf(row)).toBe(seconds);
  });

  it.each([[{}], [{ time: 'soon' }], [{ time: null }], [{ loss: 1 }]])('of %j there are none', (row) => {
    expect(secondsOf(row)).toBeUndefined();
  });
});
