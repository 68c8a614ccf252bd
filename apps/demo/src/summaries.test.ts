import { describe, expect, it } from 'vitest';
import { History } from './history.ts';
import type { Told } from './messages.ts';
import { lossInWords, rateInWords } from './summaries.ts';

const plan = { rates: [0.5, 0.25, 0], certain: true };

function ran(): History {
  const history = new History(3, 2);
  history.add({ step: 0, rate: 0.5, epoch: 0, loss: 2 });
  const causes = [{ by: 'sequence' as const, path: '$', step: 1, part: 1, parts: 2 }];
  history.add({ step: 1, rate: 0.25, epoch: 0, loss: 1, causes } as unknown as Told);
  history.add({ step: 1, rate: 0.25, epoch: 0, val_loss: 1.25 });
  return history;
}

describe('lossInWords', () => {
  it('says so while there is nothing to tell', () => {
    expect(lossInWords(new History(3, 2))).toMatch(/^No step has run yet/);
  });

  it('tells where the losses began, are, and were lowest and highest', () => {
    expect(lossInWords(ran())).toBe(
      'Smoothed loss: first 2.00, now 1.50 at step 1, lowest 1.50 at step 1, highest 2.00 at step 0. ' +
        'Held-out loss: first 1.25, now 1.25 at step 1, lowest 1.25 at step 1, highest 1.25 at step 1.',
    );
  });
});

describe('rateInWords', () => {
  const planned = 'Planned: first 0.500, last 0 at step 2, lowest 0 at step 2, highest 0.500 at step 0.';

  it('tells the plan before the run, and how sure it is', () => {
    expect(rateInWords(new History(3, 2), plan)).toBe(planned);
    expect(rateInWords(new History(3, 2), { ...plan, certain: false })).toBe(
      `${planned} That is if it never acts.`,
    );
  });

  it('tells what was in force, and where the schedule acted', () => {
    expect(rateInWords(ran(), plan)).toBe(
      `${planned} In force: first 0.500, now 0.250 at step 1, lowest 0.250 at step 1, highest 0.500 at step 0. ` +
        'It acted once, at step 1.',
    );
    const calm = new History(3, 2);
    calm.add({ step: 0, rate: 0.5, epoch: 0, loss: 2 });
    expect(rateInWords(calm, plan)).toMatch(/It has not acted\.$/);
  });
});
