import { describe, expect, it } from 'vitest';
import { plain } from './plain.ts';

describe('plain', () => {
  it.each([
    [
      { lr: 0.1, layers: [1, 2], name: 'a', none: null },
      { lr: 0.1, layers: [1, 2], name: 'a', none: null },
    ],
    [{ over: Infinity, absent: undefined }, { over: 'Infinity' }],
    [
      { begun: new Date(0), link: new URL('http://a/') },
      { begun: '1970-01-01T00:00:00.000Z', link: 'http://a/' },
    ],
    [
      new (class Config {
        lr = 0.1;
      })(),
      { lr: 0.1 },
    ],
    [5, 5],
    [null, null],
  ])('copies %j', (config, copy) => {
    expect(plain(config, 'config', 'jsonl')).toEqual(copy);
  });

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const schedule = () => 0.1;
  it.each([
    ['a function', { schedule }, 'got the function schedule at config.schedule; describe it'],
    ['a function in a list', { parts: [1, schedule] }, 'got the function schedule at config.parts[1]'],
    ['a BigInt', { seed: 1n }, 'got 1n at config.seed'],
    ['a symbol', Symbol('a'), 'got Symbol(a) at config'],
    ['a cycle', cycle, 'got a cycle at config.self'],
    ['a Map', { layers: new Map([['a', 1]]) }, 'got a Map at config.layers'],
    ['a Set in a list', [new Set([1])], 'got a Set at config[0]'],
    ['a pattern', /a/, 'got a RegExp at config'],
    ['an error', { last: new Error('no') }, 'got an Error at config.last'],
    ['a typed array', { weights: new Float32Array(2) }, 'got a Float32Array at config.weights'],
  ])('refuses %s', (_, config, message) => {
    expect(() => plain(config, 'config', 'jsonl')).toThrow(TypeError);
    expect(() => plain(config, 'config', 'jsonl')).toThrow(`jsonl: config must be plain JSON, ${message}`);
  });

  it('takes one object in two places', () => {
    const shared = { a: 1 };
    expect(plain({ x: shared, y: shared }, 'config', 'jsonl')).toEqual({ x: { a: 1 }, y: { a: 1 } });
  });
});
