import { describe, expect, it } from 'vitest';
import { improves } from './improves.ts';

describe('improves', () => {
  it.each<['min' | 'max', 'relative' | 'absolute', number, number, number, boolean]>([
    // mode, threshold mode, threshold, best, reading, a gain?
    ['min', 'relative', 0.1, 1, 0.9, false],
    ['min', 'relative', 0.1, 1, 0.89, true],
    ['max', 'relative', 0.1, 1, 1.1, false],
    ['max', 'relative', 0.1, 1, 1.11, true],
    ['min', 'absolute', 0.25, 1, 0.75, false],
    ['min', 'absolute', 0.25, 1, 0.74, true],
    ['max', 'absolute', 0.25, 1, 1.25, false],
    ['max', 'absolute', 0.25, 1, 1.26, true],
    // Where the metric is negative, better is still better.
    ['min', 'relative', 0.1, -1, -1.05, false],
    ['min', 'relative', 0.1, -1, -1.11, true],
    ['min', 'relative', 0.1, -1, -0.95, false],
    ['max', 'relative', 0.1, -1, -0.95, false],
    ['max', 'relative', 0.1, -1, -0.89, true],
    ['max', 'relative', 0.1, -1, -1.05, false],
    // From zero any gain is one, and no reading is a gain over itself.
    ['min', 'relative', 0.1, 0, -1e-9, true],
    ['min', 'relative', 0, 1, 1, false],
    ['max', 'relative', 0, -1, -1, false],
  ])(
    '%s, %s threshold %d: best %d, reading %d is %s',
    (mode, thresholdMode, threshold, best, reading, gain) => {
      expect(improves(reading, best, { mode, threshold, thresholdMode })).toBe(gain);
    },
  );
});
