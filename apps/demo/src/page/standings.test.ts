import { describe, expect, it } from 'vitest';
import { RaceRecord } from './record.ts';
import { standings } from './standings.ts';
import { status } from './status.ts';
import { raceOf } from './testing/race-of.ts';

function record(losses: readonly number[]): RaceRecord {
  const setup = raceOf(losses.length, 10);
  const told = new RaceRecord(setup);
  told.add({
    type: 'rows',
    run: 1,
    from: 0,
    count: 1,
    losses: Float64Array.from(losses),
    rates: Float64Array.from(losses, () => 0.1),
    heldOut: losses.map((loss, lane) => ({ lane, step: 0, loss, accuracy: 0.5 })),
    causes: [],
  });
  return told;
}

describe('standings', () => {
  it('puts the lowest held-out loss first, and who has diverged last', () => {
    const race = record([0.3, 0.1, 0.2]);
    race.diverge(1, 4, 'its loss is not finite');
    const told = standings(race, race.setup.racers, false);
    expect(told.map(({ lane, state }) => [lane, state])).toEqual([
      [2, 'in the lead'],
      [0, ''],
      [1, 'diverged at step 4'],
    ]);
    expect(standings(race, race.setup.racers, true).map(({ state }) => state)).toEqual([
      'won',
      'done',
      'diverged at step 4',
    ]);
  });

  it('knows no leader before anything is known, and none of one', () => {
    const race = new RaceRecord(raceOf(2, 10));
    expect(standings(race, race.setup.racers, false).map(({ state }) => state)).toEqual(['', '']);
    const alone = record([0.3]);
    expect(standings(alone, alone.setup.racers, false)[0]?.state).toBe('');
  });
});

describe('status', () => {
  it('says how far the race is, and who leads', () => {
    const race = record([0.3, 0.1]);
    const facts = {
      finished: 1,
      steps: 10,
      standings: standings(race, race.setup.racers, false),
      reason: '',
    };
    expect(status({ ...facts, phase: 'running' })).toBe(
      'At step 1 of 10; racer 2 leads, held-out loss 0.100.',
    );
    expect(status({ ...facts, phase: 'paused' })).toBe(
      'Paused at step 1 of 10; racer 2 leads, held-out loss 0.100.',
    );
    expect(status({ ...facts, phase: 'done' })).toBe(
      'Done: all have diverged, the last one at step 0 of 10.',
    );
    expect(status({ ...facts, finished: 10, phase: 'done' })).toBe(
      'Done: 10 steps; racer 2 won, held-out loss 0.100.',
    );
    expect(status({ ...facts, phase: 'ready' })).toBe(
      'Ready: 2 racers, 10 steps each. Nothing starts by itself.',
    );
    expect(status({ ...facts, phase: 'failed', reason: 'No memory.' })).toBe(
      'The race has failed. No memory.',
    );
  });
});
