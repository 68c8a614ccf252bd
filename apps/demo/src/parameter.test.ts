import { describe, expect, it } from 'vitest';
import { epochs, factor, finalRate, length, nearestStop, nextStop, rate, threshold } from './parameter.ts';
import { choices } from './schedules.ts';

const all = choices.flatMap((choice) => Object.values(choice.parameters));

describe('the stops of a slider', () => {
  it('go up, and the preset is one of them', () => {
    for (const { preset, stops } of all) {
      expect(stops).toContain(preset);
      expect(stops.every((stop, i) => i === 0 || stop > (stops[i - 1] as number))).toBe(true);
    }
  });

  it('are short numbers, fit to be shown in code', () => {
    for (const stop of all.flatMap(({ stops }) => stops)) expect(String(stop).length).toBeLessThanOrEqual(7);
  });

  it('are even in proportion for rates, and in distance for lengths', () => {
    const { stops } = rate('', 0.5);
    expect([stops[0], stops.at(-1)]).toEqual([0.001, 1]);
    expect(stops[(stops.length - 1) / 3]).toBe(0.01);
    const steps = stops.slice(1).map((stop, i) => stop / (stops[i] as number));
    expect(Math.max(...steps)).toBeLessThan(1.2);
    expect(length('', 1).stops.slice(0, 3)).toEqual([0.01, 0.02, 0.03]);
    expect(factor('', 0.5, 0.95).stops.at(-1)).toBe(0.95);
  });

  it('have a place for 0 where 0 makes sense', () => {
    for (const { stops } of [finalRate(''), threshold('', 0.01), epochs('', 4)]) expect(stops[0]).toBe(0);
  });
});

describe('nearestStop', () => {
  it('is where the slider stands, at its end for what lies beyond', () => {
    const lengths = length('', 1);
    expect([0.5, 0.504, 7, -1].map((value) => nearestStop(lengths, value))).toEqual([49, 49, 99, 0]);
  });
});

describe('nextStop', () => {
  it('goes from stop to stop, from between them too, and stays at the ends', () => {
    const it = epochs('', 4);
    expect([nextStop(it, 4, true), nextStop(it, 4, false)]).toEqual([5, 3]);
    expect([nextStop(it, 4.5, true), nextStop(it, 4.5, false)]).toEqual([5, 4]);
    expect([nextStop(it, 20, true), nextStop(it, 0, false)]).toEqual([20, 0]);
  });
});
