import { describe, expect, it } from 'vitest';
import { plainConfig } from './config.ts';

describe('plainConfig', () => {
  it.each([
    [
      { lr: 0.1, layers: [1, 2], name: 'a', none: null },
      { lr: 0.1, layers: [1, 2], name: 'a', none: null },
    ],
    [{ over: Infinity, absent: undefined }, { over: 'Infinity' }],
    [5, 5],
    [null, null],
  ])('copies %j', (config, copy) => {
    expect(plainConfig(config)).toEqual(copy);
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
  ])('refuses %s', (_, config, message) => {
    expect(() => plainConfig(config)).toThrow(TypeError);
    expect(() => plainConfig(config)).toThrow(`jsonl: config must be plain JSON, ${message}`);
  });

  it('takes one object in two places', () => {
    const shared = { a: 1 };
    expect(plainConfig({ x: shared, y: shared })).toEqual({ x: { a: 1 }, y: { a: 1 } });
  });
});
