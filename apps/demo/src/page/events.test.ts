import { describe, expect, it } from 'vitest';
import { happenings } from './events.ts';
import { RaceRecord } from './record.ts';
import { raceOf } from './testing/race-of.ts';

describe('happenings', () => {
  it('tells what was done, what acted and why, and who is out, the newest first', () => {
    const record = new RaceRecord(raceOf(2, 50));
    record.of(0).causes.push({ step: 9, cause: { by: 'sequence', path: '$', step: 9, part: 1, parts: 2 } });
    record.of(1).causes.push({
      step: 12,
      cause: { by: 'live', path: '$', step: 12, act: 'override', from: 0.2, to: 0.5 },
    });
    record.act({ kind: 'rate', lane: 1, rate: 0.5, at: 12 });
    record.act({ kind: 'release', lane: 1, at: 20 });
    record.diverge(0, 15, 'its loss is not finite');
    expect(happenings(record).map(({ step, text }) => `${step}: ${text}`)).toEqual([
      '20: By hand: released to its schedule.',
      '15: Diverged: its loss is not finite.',
      '12: By hand: set by hand from 0.2 to 0.5 at step 12.',
      '9: Part 2 of 2 begins at step 9.',
    ]);
  });
});
