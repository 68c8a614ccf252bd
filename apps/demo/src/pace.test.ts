import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace.ts';

describe('Pace', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.advanceTimersByTime(1000);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** How many steps are taken in so many milliseconds. */
  async function stepsIn(pace: Pace, time: number): Promise<number> {
    let steps = 0;
    let on = true;
    const run = async () => {
      while (on) {
        await pace.take();
        if (on) steps++;
      }
    };
    const running = run();
    await vi.advanceTimersByTimeAsync(time);
    on = false;
    await vi.advanceTimersByTimeAsync(1000);
    await running;
    return steps;
  }

  it('keeps to so many steps a second, give or take its leeway', async () => {
    const steps = await stepsIn(new Pace(100), 2000);
    expect(steps).toBeGreaterThanOrEqual(199);
    expect(steps).toBeLessThanOrEqual(206);
  });

  it('does not make up for a pause', async () => {
    const pace = new Pace(100);
    await stepsIn(pace, 100);
    vi.advanceTimersByTime(10_000);
    expect(await stepsIn(pace, 100)).toBeLessThanOrEqual(16);
  });

  it('can be changed on the way', async () => {
    const pace = new Pace(100);
    await stepsIn(pace, 100);
    pace.perSecond = 20;
    expect(await stepsIn(pace, 1000)).toBeLessThanOrEqual(22);
  });

  it('waits for nothing at full speed', async () => {
    const pace = new Pace(Number.POSITIVE_INFINITY);
    for (let step = 0; step < 1000; step++) await pace.take();
    expect(vi.getTimerCount()).toBe(0);
  });
});
