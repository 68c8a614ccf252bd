import { describe, expect, it } from 'vitest';
import { cells } from './cells.ts';
import { movingLine, plainLine } from './line.ts';
import type { View } from './tally.ts';

const view: View = {
  step: 411,
  done: 412,
  total: 1000,
  rates: [['', 0.031234]],
  metrics: [
    ['loss', 0.284149],
    ['val_loss', 0.31],
  ],
  perSecond: 52.06,
  left: 200,
  took: undefined,
};

describe('movingLine', () => {
  it.each([
    [20, ' 412/1000  52.1/s'],
    [40, ' 412/1000  rate 0.0312  loss 0.2841'],
    [60, '[===>     ]   412/1000  rate 0.0312  loss 0.2841  3m20s left'],
    [80, '[====>       ]   412/1000  rate 0.0312  loss 0.2841  val_loss 0.31    3m20s left'],
    [
      120,
      '[============>                 ]   412/1000  rate 0.0312  loss 0.2841  val_loss 0.31    52.1/s  3m20s left',
    ],
    [
      999,
      '[============>                 ]   412/1000  rate 0.0312  loss 0.2841  val_loss 0.31    52.1/s  3m20s left',
    ],
  ])('fits into %d columns', (width, line) => {
    expect(movingLine(view, width, false)).toBe(line);
  });

  it('is never wider than it may be', () => {
    for (let width = 1; width < 200; width++) {
      expect(cells(movingLine(view, width, true))).toBeLessThanOrEqual(width);
    }
  });

  it('keeps the count to the last, and cuts it where it must', () => {
    expect(movingLine(view, 9, false)).toBe(' 412/1000');
    expect(movingLine({ ...view, done: 1000 }, 4, false)).toBe('1000');
  });

  it.each([
    [0, '[>       ]'],
    [999, '[=======>]'],
    [1000, '[========]'],
    [1200, '[========]'],
  ])('draws its bar at %d of 1000', (done, bar) => {
    const bare: View = { ...view, done, rates: [], metrics: [], perSecond: undefined, left: undefined };
    expect(movingLine(bare, 21, false).slice(0, 10)).toBe(bar);
  });

  it('colors the bar and nothing else', () => {
    const bare: View = { ...view, done: 500, rates: [], metrics: [], perSecond: undefined, left: undefined };
    expect(movingLine(bare, 21, true)).toBe('[\u001b[36m====>\u001b[39m   ]   500/1000');
  });

  it('has no bar where the length is not known', () => {
    const endless: View = { ...view, total: Infinity, left: undefined };
    expect(movingLine(endless, 80, false)).toBe(
      'step 411  rate 0.0312  loss 0.2841  val_loss 0.31    52.1/s',
    );
  });

  it('keeps its columns while numbers change', () => {
    const other: View = {
      ...view,
      rates: [['', 0.03]],
      metrics: [
        ['loss', 0.5],
        ['val_loss', 0.31],
      ],
    };
    expect(movingLine(other, 80, false).indexOf('val_loss')).toBe(
      movingLine(view, 80, false).indexOf('val_loss'),
    );
  });
});

describe('plainLine', () => {
  it.each<[string, Partial<View>, string]>([
    ['all', {}, '412/1000 (41%)  rate 0.0312  loss 0.2841  val_loss 0.31  52.1/s  3m20s left'],
    [
      'how long it took',
      { done: 1000, left: undefined, took: 19 },
      '1000/1000 (100%)  rate 0.0312  loss 0.2841  val_loss 0.31  52.1/s  in 19s',
    ],
    [
      'two rates',
      {
        total: Infinity,
        rates: [
          ['head', 0.01],
          ['backbone', 0.001],
        ],
        left: undefined,
      },
      'step 411  rate.head 0.01  rate.backbone 0.001  loss 0.2841  val_loss 0.31  52.1/s',
    ],
    [
      'slow steps',
      { metrics: [], perSecond: 0.0331, left: 17_760 },
      '412/1000 (41%)  rate 0.0312  30.2 s/step  4h56m left',
    ],
    ['fast steps', { metrics: [], perSecond: 12_345.6 }, '412/1000 (41%)  rate 0.0312  12346/s  3m20s left'],
    [
      'what is not finite',
      { rates: [['', NaN]], metrics: [['loss', Infinity]], perSecond: undefined, left: undefined },
      '412/1000 (41%)  rate NaN  loss Infinity',
    ],
    [
      'rows without a step',
      {
        step: undefined,
        done: 3,
        total: Infinity,
        rates: [],
        metrics: [],
        perSecond: undefined,
        left: undefined,
      },
      '3 rows',
    ],
    [
      'one row',
      {
        step: undefined,
        done: 1,
        total: Infinity,
        rates: [],
        metrics: [],
        perSecond: undefined,
        left: undefined,
      },
      '1 row',
    ],
  ])('says %s', (_, part, line) => {
    expect(plainLine({ ...view, ...part })).toBe(line);
  });
});
