import { describe, expect, it } from 'vitest';
import type { Command, News } from '../race/messages.ts';
import type { Act } from '../race/setup.ts';
import { Desk } from './desk.ts';
import type { Opening } from './opening.ts';
import { raceOf } from './testing/race-of.ts';

const [before, after] = [
  { anneal: 1, type: 'constant', rate: 0.1 },
  { anneal: 1, type: 'constant', rate: 0.7 },
];

/** A desk whose worker is this test, on a race that has run five steps. */
function stage() {
  const asked: Command[] = [];
  let hear: (news: News) => void = () => {};
  const page = { setup: raceOf(2, 50), selected: 0, hidden: [], lesson: undefined };
  const desk = new Desk(
    { page, record: undefined, table: undefined } as unknown as Opening,
    (told) => {
      hear = told;
      return { postMessage: (command) => asked.push(command), terminate: () => {} };
    },
    100,
    { changed: () => {}, renewed: () => {}, news: () => {} },
  );
  let run = 1;
  const ran = () =>
    hear({
      type: 'rows',
      run,
      from: 0,
      count: 5,
      losses: new Float64Array(10).fill(1),
      rates: new Float64Array(10).fill(0.1),
      heldOut: [],
      causes: [],
    });
  hear({ type: 'ready' });
  desk.step();
  ran();
  return {
    desk,
    asked,
    acted: (act: Act) => hear({ type: 'acted', run, act }),
    again() {
      desk.again();
      run++;
      ran();
    },
  };
}

describe('Desk', () => {
  it('knows the rate in hand before a step has run under it', () => {
    const { desk, acted } = stage();
    expect(desk.rate).toBe(0.1);
    acted({ kind: 'rate', lane: 0, rate: 0.11, at: 6 });
    expect(desk.rate).toBe(0.11);
    acted({ kind: 'rate', lane: 1, rate: 5, at: 6 });
    expect(desk.rate).toBe(0.11);
    acted({ kind: 'release', lane: 0, at: 6 });
    expect(desk.rate).toBe(0.1);
  });

  it('has composed what a race that is run again swaps in, and nothing that waits for it', () => {
    const { desk, acted, again } = stage();
    desk.put({ schedule: after });
    acted({ kind: 'swap', lane: 0, schedule: after, splice: 'restart', at: 6 });
    expect(desk.draft(0)).toBeUndefined();
    again();
    expect([desk.racer.schedule, desk.draft(0)]).toEqual([before, undefined]);
    acted({ kind: 'swap', lane: 0, schedule: after, splice: 'restart', at: 6 });
    expect([desk.racer.schedule, desk.draft(0)]).toEqual([after, undefined]);
  });

  it('leaves the names as they are when a race is run again', () => {
    const { desk, acted, again } = stage();
    acted({ kind: 'rate', lane: 0, rate: 0.3, at: 6 });
    desk.put({ name: 'mine' });
    again();
    expect(desk.racer.name).toBe('mine');
  });

  it('names a racer by what it is to run only before the race: in mid-run it still runs something else', () => {
    const { desk } = stage();
    desk.choose(after, 'flat');
    expect(desk.racer).toMatchObject({ name: 'racer 1', schedule: after });
    desk.prepare();
    desk.choose(before, 'flat');
    expect(desk.racer).toMatchObject({ name: 'flat', schedule: before });
  });
});
