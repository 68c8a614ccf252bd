import { lastValueFrom } from 'rxjs';
import { expect, it, vi } from 'vitest';
import { stepTrainer } from '../step-trainer.ts';
import { findRate } from './find-rate.ts';
import { Sweep } from './sweep.ts';

it('tells by its stream what goes wrong while a reading is judged, and puts the model back', async () => {
  const judging = vi.spyOn(Sweep.prototype, 'read').mockImplementation(() => {
    throw new RangeError('too many arguments');
  });
  let weight = 1;
  const trainer = stepTrainer(
    (rate) => {
      weight -= rate * 2 * weight;
      return { loss: weight ** 2 };
    },
    {
      steps: 100,
      save: () => weight,
      restore: (saved) => {
        weight = saved;
      },
    },
  );
  try {
    await expect(lastValueFrom(findRate(trainer))).rejects.toThrow('findRate: too many arguments');
  } finally {
    judging.mockRestore();
  }
  expect(weight).toBe(1);
});
