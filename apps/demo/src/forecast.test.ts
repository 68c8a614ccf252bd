import { cosineAnnealing, reduceOnPlateau, warmup } from '@anneal/core';
import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';

describe('forecast', () => {
  it('is certain of a curve, at every step', () => {
    const schedule = cosineAnnealing({ from: 0.5, over: 20 });
    const { rates, certain } = forecast(schedule, 20);
    expect(certain).toBe(true);
    expect(rates).toEqual(Array.from({ length: 20 }, (_, step) => schedule.at(step)));
  });

  it('tells of a schedule that listens what it does when nothing happens, and is not certain of it', () => {
    const schedule = warmup(reduceOnPlateau({ initial: 0.5, monitor: 'val_loss' }), { over: 2 });
    expect(forecast(schedule, 4)).toEqual({ rates: [0.25, 0.375, 0.5, 0.5], certain: false });
  });
});
