import { describe, expect, it } from 'vitest';
import { Breath } from './breath.ts';

describe('Breath', () => {
  it('is due after half a frame, and no more when it was taken', async () => {
    const breath = new Breath();
    expect(breath.due).toBe(false);
    for (const until = performance.now() + 9; performance.now() < until; );
    expect(breath.due).toBe(true);
    await breath.take();
    expect(breath.due).toBe(false);
  });

  it('lets timers in', async () => {
    let rang = false;
    setTimeout(() => {
      rang = true;
    }, 0);
    const breath = new Breath();
    for (const until = performance.now() + 5; performance.now() < until; );
    await breath.take();
    await breath.take();
    expect(rang).toBe(true);
  });

  it('works where there is only a message channel, as in browsers', async () => {
    const { setImmediate } = globalThis;
    Reflect.deleteProperty(globalThis, 'setImmediate');
    try {
      await new Breath().take();
    } finally {
      globalThis.setImmediate = setImmediate;
    }
    expect(typeof globalThis.setImmediate).toBe('function');
  });
});
