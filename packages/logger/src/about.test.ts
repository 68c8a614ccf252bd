import { cosineAnnealing, curve, simulate } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';
import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type About, aboutOf, checkAbout } from './about.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import type { Run } from './run.ts';

describe('what is told of a run', () => {
  it('comes to each sink as plain data, which later changes do not reach', () => {
    const runs: Run[] = [];
    const config = { layers: [32, 16], seed: Infinity };
    const schedule = cosineAnnealing({ from: 0.1, to: 0.001, over: 90 });
    const sink = { open: (run: Run) => void runs.push(run), write() {} };
    const logged = log({ name: 'first try', schedule, config, versions: { tfjs: '4.22.0' } }, sink, {
      ...sink,
    });
    config.layers.push(8);
    of({ step: 0 }).pipe(logged).subscribe();
    expect(runs).toHaveLength(2);
    expect(runs[0]).toEqual({
      id: expect.any(String),
      startedAt: expect.any(String),
      name: 'first try',
      schedule: { anneal: 1, type: 'cosineAnnealing', from: 0.1, to: 0.001, over: 90 },
      config: { layers: [32, 16], seed: 'Infinity' },
      versions: {
        '@anneal/logger': expect.stringMatching(/^\d+\.\d+\.\d+/),
        node: process.versions.node,
        tfjs: '4.22.0',
      },
    });
    expect(simulate(fromJSON(runs[0]?.schedule), Array(99))).toEqual(simulate(schedule, Array(99)));
  });

  it('may be a schedule that is data already, as a text too', () => {
    const json = JSON.stringify(cosineAnnealing({ from: 0.1, over: 90 }));
    expect(aboutOf({ schedule: json }, 'log')).toEqual(aboutOf({ schedule: JSON.parse(json) }, 'log'));
  });

  it.each<[string, unknown, string]>([
    ['a name that is none', { name: 5 }, 'log: name must be a text that is not empty, got 5'],
    ['an empty name', { name: '' }, "log: name must be a text that is not empty, got ''"],
    [
      'versions that are numbers',
      { versions: { tfjs: 4 } },
      "log: versions must be an object of texts { tfjs: '4.22.0' }, got",
    ],
    [
      'versions in a list',
      { versions: ['4.22.0'] },
      "log: versions must be an object of texts { tfjs: '4.22.0' }, got an array of 1",
    ],
    [
      'a list for a schedule',
      { schedule: [] },
      'log: schedule must be a schedule of @anneal/core or its JSON, got an array of 0',
    ],
    [
      'a function for a schedule',
      { schedule: () => 0.1 },
      'log: schedule must be a schedule of @anneal/core or its JSON, got the function schedule; leave it out',
    ],
    [
      'a number for a schedule',
      { schedule: 0.1 },
      'log: schedule must be a schedule of @anneal/core or its JSON, got 0.1',
    ],
    [
      'a text for a schedule',
      { schedule: 'cosine' },
      "log: schedule must be a schedule of @anneal/core or its JSON, got 'cosine'",
    ],
    [
      'a schedule of a function without a name',
      { schedule: curve((step) => 1 / (step + 1)) },
      'log: schedule cannot be written as data: ',
    ],
    [
      'a config that is no data',
      { config: { act: Math.tanh } },
      'log: config must be plain JSON, got the function tanh at config.act',
    ],
  ])('is refused where it holds %s', (_, about, message) => {
    expect(() => log(about as About, memory())).toThrow(TypeError);
    expect(() => log(about as About, memory())).toThrow(message);
  });

  it('is refused where it holds what is not known', () => {
    expect(() => log({ scheduel: {} } as About, memory())).toThrow(
      "log: unknown option 'scheduel', did you mean 'schedule'? (the options are name, schedule, config, versions)",
    );
    expect(() => checkAbout([], 'jsonl')).toThrow('jsonl: the options must be an object { name, schedule');
  });

  it('does without', () => {
    expect(() => log({}, memory())).not.toThrow();
    expect(() => log(new Map() as never, memory())).toThrow('log: argument 1 must be a sink');
    expect(() => log({ name: 'alone' })).toThrow('log: there must be at least one sink');
    expect(() => log({ name: 'a' }, memory(), {} as never)).toThrow('log: argument 3 must be a sink');
    const kept = memory();
    expect(() => log({ name: 'a' }, kept, kept)).toThrow(
      'log: argument 3 must be another sink than argument 2, got the same one',
    );
  });
});
