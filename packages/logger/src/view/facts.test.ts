import { cosineAnnealing, groups, multiply, reduceOnPlateau, warmup } from '@anneal/core';
import { describe, expect, it } from 'vitest';
import { facts, scheduleName } from './facts.ts';

describe('facts', () => {
  it('are flat, by path', () => {
    expect(
      facts({ config: { batch: 32, optimizer: { name: 'adam', betas: [0.9, 0.99] }, parts: [{ a: 1 }] } }),
    ).toEqual({
      'config.batch': '32',
      'config.optimizer.name': 'adam',
      'config.optimizer.betas': '[0.9,0.99]',
      'config.parts[0].a': '1',
    });
  });

  it('leave out what was not told, and keep what is empty', () => {
    expect(facts({ config: undefined, versions: {}, note: '', none: null })).toEqual({
      versions: '{}',
      note: '',
      none: 'null',
    });
  });

  it('are short and few, whatever was told', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
    const wide = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`k${i}`, { x: 'y'.repeat(1000) }]),
    );
    const flat = facts({ deep, wide });
    for (const value of Object.values(flat)) expect(value.length).toBeLessThanOrEqual(201);
    expect(facts(JSON.parse('{"config":{"__proto__":1}}'))).toEqual({ 'config.__proto__': '1' });
  });
});

describe('scheduleName', () => {
  it.each([
    [cosineAnnealing({ from: 1, over: 2 }), 'cosineAnnealing'],
    [
      warmup(multiply(cosineAnnealing({ from: 0.1, over: 9 }), reduceOnPlateau({ initial: 1 })), { over: 5 }),
      'warmup(multiply(cosineAnnealing, reduceOnPlateau))',
    ],
    [
      groups({ body: cosineAnnealing({ from: 1, over: 2 }), head: reduceOnPlateau({ initial: 1 }) }),
      'groups(cosineAnnealing, reduceOnPlateau)',
    ],
  ])('names the functions', (schedule, name) => {
    expect(scheduleName(JSON.parse(JSON.stringify(schedule)))).toBe(name);
  });

  it.each([[undefined], [null], ['cosine'], [{}], [{ type: 5 }], [[1]]])('knows no name of %j', (none) => {
    expect(scheduleName(none)).toBeUndefined();
  });
});
