import { describe, expect, it } from 'vitest';
import { History } from './history.ts';
import type { Told } from './messages.ts';

const row = (step: number, loss: number, more = {}): Told => ({ step, rate: 0.1, epoch: 0, loss, ...more });

describe('History', () => {
  it('has a place for each step from the start, and fills them as they come', () => {
    const history = new History(3, 2);
    history.add(row(0, 2));
    expect(history).toMatchObject({
      steps: [0, 1, 2],
      rates: [0.1, null, null],
      losses: [2, null, null],
      heldOut: [null, null, null],
      finished: 1,
    });
  });

  it('smooths the losses over one epoch, and starts at the first one', () => {
    const history = new History(4, 2);
    for (const [step, loss] of [2, 1, 2, 1].entries()) history.add(row(step, loss));
    expect(history.smoothed).toEqual([2, 1.5, 1.5, 1.5]);
  });

  it("puts the end of an epoch under the epoch's last step", () => {
    const history = new History(2, 2);
    history.add(row(0, 2));
    history.add({ step: 0, rate: 0.1, epoch: 0, val_loss: 1.5, val_acc: 0.75 });
    expect(history.heldOut).toEqual([1.5, null]);
    expect(history.latest).toEqual({ loss: 1.5, accuracy: 0.75 });
    expect(history.finished).toBe(1);
  });

  it('counts an act once, though the end of the epoch repeats it', () => {
    const history = new History(2, 2);
    const causes = [{ by: 'sequence' as const, path: '$', step: 0, part: 1, parts: 2 }];
    history.add(row(0, 2, { causes }));
    history.add(row(0, 1, { loss: undefined, val_loss: 1.5, causes }));
    expect(history.acts).toEqual([{ step: 0, cause: causes[0] }]);
  });

  it('leaves out what a logarithmic axis has no place for', () => {
    const history = new History(3, 2);
    history.add(row(0, Number.NaN));
    history.add(row(1, 0));
    history.add(row(2, 1));
    expect(history.losses).toEqual([null, null, 1]);
  });
});
