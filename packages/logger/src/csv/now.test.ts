import { afterEach, expect, it, vi } from 'vitest';
import { now } from './now.ts';

afterEach(() => vi.useRealTimers());

it('says the time of each millisecond, also where the clock is put back', () => {
  vi.useFakeTimers();
  for (const time of [0, 5, 5, 6, 5]) {
    vi.setSystemTime(time);
    expect(now()).toBe(`1970-01-01T00:00:00.00${time}Z`);
  }
});
