import { describe, expect, it } from 'vitest';
import { acted, type Facts, figure, percent, status } from './words.ts';

const facts: Facts = {
  phase: 'running',
  finished: 312,
  steps: 1080,
  rates: [0.05, 0.042],
  accuracy: 0.97,
  heldOut: 68,
  perSecond: 99.6,
  reason: '',
};

describe('status', () => {
  it('says where the run is, where the rate goes, and how good the model is', () => {
    expect(status(facts)).toBe(
      'Step 312 of 1,080: the rate is 0.0420, on its way down; held-out accuracy 97.0 %.',
    );
    expect(status({ ...facts, rates: [0.1, 0.2] })).toContain('the rate is 0.200, on its way up');
    expect(status({ ...facts, rates: [0.1, 0.1] })).toContain('the rate stands at 0.100');
  });

  it('says so while there is nothing to tell yet', () => {
    expect(status({ ...facts, phase: 'loading' })).toMatch(/being loaded/);
    expect(status({ ...facts, phase: 'ready', finished: 0 })).toMatch(/^Ready\. A run is 1,080 steps/);
    expect(status({ ...facts, finished: 0 })).toBe('The first step is on its way.');
    expect(status({ ...facts, accuracy: undefined })).not.toMatch(/accuracy/);
  });

  it('says how it ended', () => {
    expect(status({ ...facts, phase: 'done', accuracy: 67 / 68 })).toBe(
      'Done: 1,080 steps, 100 a second. It knows 67 of the 68 penguins that it never learned from.',
    );
    expect(status({ ...facts, phase: 'paused' })).toMatch(/^Paused after step 312 of 1,080/);
    expect(status({ ...facts, phase: 'failed', reason: 'No memory.' })).toBe(
      'Training has failed. No memory.',
    );
  });
});

describe('acted', () => {
  it('lets the schedule speak for itself', () => {
    expect(acted({ by: 'sequence', path: '$', step: 108, part: 1, parts: 2 })).toBe(
      'The schedule says: part 2 of 2 begins at step 108.',
    );
  });
});

describe('figure', () => {
  it.each([
    [0.5, '0.500'],
    [0.04213, '0.0421'],
    [1.0987, '1.10'],
    [0, '0'],
    [0.000123456, '1.2e-4'],
    [1.5e-9, '1.5e-9'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s is %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});

describe('percent', () => {
  it('has one decimal', () => {
    expect([percent(0.98529), percent(1), percent(undefined)]).toEqual(['98.5 %', '100.0 %', '–']);
  });
});
