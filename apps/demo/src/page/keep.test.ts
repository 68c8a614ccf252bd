import { describe, expect, it } from 'vitest';
import { keep, kept } from './keep.ts';
import { RaceRecord } from './record.ts';
import { raceOf } from './testing/race-of.ts';

describe('keep and kept', () => {
  it('are the same race, to the last bit', () => {
    const record = new RaceRecord(raceOf(2, 50));
    record.add({
      type: 'rows',
      run: 1,
      from: 0,
      count: 3,
      losses: Float64Array.from([0.1 + 0.2, Math.PI, 1e-300, 1, Number.NaN, Number.POSITIVE_INFINITY]),
      rates: Float64Array.from([1 / 3, 0, 5, 6, 7, 8]),
      heldOut: [{ lane: 1, step: 2, loss: 0.7, accuracy: 0.9 }],
      causes: [{ lane: 0, step: 2, cause: { by: 'restarts', path: '$', step: 3, cycle: 1 } }],
    });
    record.act({ kind: 'rate', lane: 0, rate: 0.5, at: 2 });
    record.coming = [{ kind: 'release', lane: 0, at: 3 }];
    record.diverge(1, 1, 'its loss is not finite');
    const back = kept(keep(record)) as RaceRecord;
    expect(back.setup).toEqual(record.setup);
    expect(back.finished).toBe(3);
    expect(back.acts).toEqual(record.acts);
    expect(back.coming).toEqual(record.coming);
    expect([...back.lanes.values()]).toEqual([...record.lanes.values()]);
  });

  it.each([null, '', 'nonsense', '{"v":2}', '{"v":1}'])('know nothing of %j', (text) => {
    expect(kept(text)).toBeUndefined();
  });

  it('know nothing of a race that lacks rows', () => {
    const record = new RaceRecord(raceOf(1, 50));
    expect(kept(keep(record).replace('"finished":0', '"finished":4'))).toBeUndefined();
  });
});
