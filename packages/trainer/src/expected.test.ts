import { describe, expect, it } from 'vitest';
import { Expected } from './expected.ts';

const heed = (expected: Expected, reports: readonly object[]) =>
  reports.map((report, i) => expected.heed(report, i + 1) !== undefined);

describe('Expected', () => {
  it('waits for the end of the first epoch, whichever it is', () => {
    const epochs = [
      { epoch: 3, loss: 1 },
      { epoch: 3, loss: 1 },
      { epoch: 4, loss: 1 },
    ];
    expect(heed(new Expected(['valLoss'], 0, undefined), epochs)).toEqual([false, false, true]);
    expect(
      heed(new Expected(['valLoss'], 0, undefined), [
        ...epochs.slice(0, 2),
        { epoch: 3, valLoss: 1 },
        { epoch: 4 },
      ]),
    ).toEqual([false, false, false, false]);
  });

  it('waits for the steps that it was given, for all that is said of them, and for no epoch', () => {
    const reports = Array.from({ length: 5 }, (_, epoch) => ({ epoch, loss: 1 }));
    expect(heed(new Expected(['valLoss'], 0, 4), reports)).toEqual([false, false, false, false, true]);
  });

  it('never complains without epochs or a number of steps', () => {
    expect(heed(new Expected(['valLoss'], 0, undefined), [{ loss: 1 }, { loss: 1 }])).toEqual([false, false]);
  });

  it('takes a bare number for every metric', () => {
    const expected = new Expected(['valLoss'], 0, 1);
    expect(expected.heed(0.5, 9)).toBeUndefined();
  });

  it('says what is missing, what came, and what to do', () => {
    expect(
      new Expected(['valLoss', 'accuracy'], 0, 1).heed({ step: 0, rate: 1, loss: 3, accuracy: 1 }, 2),
    ).toBe(
      "the schedule monitors 'valLoss', and no report of the first 1 steps carried it; they carried loss, accuracy. " +
        'Set monitor to a metric that is reported, or expectWithin to the number of steps in which it comes',
    );
  });
});
