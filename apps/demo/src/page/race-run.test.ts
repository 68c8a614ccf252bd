import { describe, expect, it } from 'vitest';
import type { Command, News } from '../race/messages.ts';
import { RaceRun } from './race-run.ts';
import { RaceRecord } from './record.ts';
import { raceOf } from './testing/race-of.ts';

/** A race whose worker is this test: what is asked of it, and a way to tell news. */
function stage(record?: RaceRecord) {
  const asked: Command[] = [];
  let tell: (news: News) => void = () => {};
  let lose: (reason: string) => void = () => {};
  const run = new RaceRun(
    (hear, lost) => {
      tell = hear;
      lose = lost;
      return { postMessage: (command) => asked.push(command), terminate: () => {} };
    },
    { setup: raceOf(1, 50), ...(record && { record }) },
    100,
    { other: () => {}, changed: () => {} },
  );
  const rows = (run: number, from: number, count: number): News => ({
    type: 'rows',
    run,
    from,
    count,
    losses: new Float64Array(count).fill(1),
    rates: new Float64Array(count).fill(0.1),
    heldOut: [],
    causes: [],
  });
  return { run, asked, rows, tell: (news: News) => tell(news), lose: (reason: string) => lose(reason) };
}

describe('RaceRun', () => {
  it('sets a race up as soon as the worker is there, and waits', () => {
    const { run, asked, tell } = stage();
    expect(run.phase).toBe('loading');
    tell({ type: 'ready' });
    expect(run.phase).toBe('ready');
    expect(asked).toMatchObject([{ type: 'race', ahead: 0, perSecond: 100 }]);
  });

  it('looks for no rate without a worker that could answer', () => {
    const { run, asked, tell, lose } = stage();
    expect(run.find(run.setup, undefined)).toBe(false);
    tell({ type: 'ready' });
    expect(run.find(run.setup, undefined)).toBe(true);
    lose('gone');
    expect(run.find(run.setup, undefined)).toBe(false);
    expect(asked.filter(({ type }) => type === 'find')).toHaveLength(1);
  });

  it('remembers what was asked for while the worker was loading', () => {
    const { run, asked, tell } = stage();
    run.go();
    tell({ type: 'ready' });
    expect(run.phase).toBe('running');
    expect(asked.map(({ type }) => type)).toEqual(['race', 'resume']);
  });

  it('runs, pauses, steps, and is over', () => {
    const { run, asked, tell, rows } = stage();
    tell({ type: 'ready' });
    run.go();
    tell(rows(1, 0, 3));
    expect([run.phase, run.record.finished]).toEqual(['running', 3]);
    run.step();
    run.pause();
    run.step();
    expect(asked.map(({ type }) => type)).toEqual(['race', 'resume', 'pause', 'step']);
    tell({ type: 'done', run: 1 });
    expect(run.phase).toBe('done');
  });

  it('is deaf to news of an earlier race', () => {
    const { run, tell, rows } = stage();
    tell({ type: 'ready' });
    run.prepare({ setup: raceOf(1, 50) });
    tell(rows(1, 0, 3));
    expect(run.record.finished).toBe(0);
    tell(rows(2, 0, 3));
    expect(run.record.finished).toBe(3);
  });

  it('picks a race up behind the rows that are known, at full speed up to there', () => {
    const record = new RaceRecord(raceOf(1, 50));
    const known = stage();
    record.add(known.rows(1, 0, 20) as Extract<News, { type: 'rows' }>);
    const { run, asked, tell, rows } = stage(record);
    tell({ type: 'ready' });
    expect(run.phase).toBe('paused');
    expect(asked).toMatchObject([{ type: 'race', ahead: 20, perSecond: Number.POSITIVE_INFINITY }]);
    run.pace(10);
    expect(asked).toHaveLength(1);
    tell(rows(1, 0, 20));
    expect(asked[1]).toEqual({ type: 'pace', perSecond: 10 });
    expect(run.record.finished).toBe(20);
  });

  it('says why it failed, and hires another worker for the next race', () => {
    const { run, asked, tell, lose } = stage();
    tell({ type: 'ready' });
    lose('The worker could not be loaded.');
    expect([run.phase, run.reason]).toEqual(['failed', 'The worker could not be loaded.']);
    run.go();
    expect(run.phase).toBe('loading');
    tell({ type: 'ready' });
    expect(asked.at(-1)?.type).toBe('resume');
  });
});
