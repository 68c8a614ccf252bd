import type { Cause } from '@anneal/core';
import { describe, expect, it } from 'vitest';
import { RaceRecord } from './record.ts';
import { raceOf } from './testing/race-of.ts';

const rows = (from: number, losses: number[]) => ({
  type: 'rows' as const,
  run: 1,
  from,
  count: losses.length / 2,
  losses: Float64Array.from(losses),
  rates: Float64Array.from(losses, () => 0.1),
  heldOut: [],
  causes: [],
});

describe('RaceRecord', () => {
  it('keeps each racer’s numbers under their steps, and nothing for the steps to come', () => {
    const record = new RaceRecord(raceOf(2, 4));
    record.add(rows(0, [3, 2, 9, 8]));
    record.add(rows(2, [1, 7]));
    expect(record.finished).toBe(3);
    expect([...record.of(0).losses]).toEqual([3, 2, 1, Number.NaN]);
    expect([...record.of(1).losses]).toEqual([9, 8, 7, Number.NaN]);
    expect(record.of(0).smoothed[0]).toBe(3);
    expect(record.of(0).smoothed[2]).toBeGreaterThan(1);
  });

  it('lets rows pass that it knows: a race that is picked up tells them again', () => {
    const record = new RaceRecord(raceOf(2, 4));
    record.add(rows(0, [3, 2, 9, 8]));
    const smoothed = [...record.of(0).smoothed];
    record.add(rows(0, [3, 2, 9, 8]));
    expect([...record.of(0).smoothed]).toEqual(smoothed);
    record.add(rows(1, [2, 1, 8, 7]));
    expect([...record.of(1).losses]).toEqual([9, 8, 7, Number.NaN]);
  });

  it('knows an act that is told again after a reload, and takes the same act once more for another one', () => {
    const [taken, released] = [
      { kind: 'rate', lane: 0, rate: 0.2, at: 1 },
      { kind: 'release', lane: 0, at: 1 },
    ] as const;
    const record = new RaceRecord(raceOf(2, 4));
    for (const act of [taken, released, taken]) record.act(act);
    expect(record.acts).toEqual([taken, released, taken]);
    record.told([taken, released]);
    for (const act of [taken, released]) record.act(act);
    expect(record.acts).toHaveLength(3);
    record.act(released);
    expect(record.acts).toHaveLength(4);
  });

  it('does not smooth what is no number', () => {
    const record = new RaceRecord(raceOf(2, 4));
    record.add(rows(0, [3, Number.NaN, 9, 8]));
    expect(record.of(0).smoothed[1]).toBeNaN();
    expect(record.finished).toBe(2);
  });

  it('knows the best of the held-out losses, and each cause once', () => {
    const record = new RaceRecord(raceOf(1, 4));
    const cause: Cause = { by: 'sequence', path: '$', step: 2, part: 1, parts: 2 };
    const told = {
      ...rows(0, [1, 1]),
      heldOut: [
        { lane: 0, step: 0, loss: 2, accuracy: 0.5 },
        { lane: 0, step: 1, loss: 3, accuracy: 0.4 },
      ],
      causes: [{ lane: 0, step: 1, cause }],
    };
    record.add(told);
    record.add(told);
    expect(record.of(0).best?.loss).toBe(2);
    expect(record.of(0).heldOut).toHaveLength(2);
    expect(record.of(0).causes).toHaveLength(1);
  });

  it('counts only the last of the rates that are set before one step', () => {
    const record = new RaceRecord(raceOf(1, 4));
    for (const rate of [1, 2, 2]) record.act({ kind: 'rate', lane: 0, rate, at: 5 });
    record.act({ kind: 'release', lane: 0, at: 5 });
    record.act({ kind: 'rate', lane: 0, rate: 3, at: 5 });
    expect(record.acts.map((act) => (act.kind === 'rate' ? act.rate : act.kind))).toEqual([2, 'release', 3]);
  });
});
