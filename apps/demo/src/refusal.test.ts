import { stepTrainer, train } from '@anneal/trainer';
import { lastValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';
import { choiceOf, choices, presetsOf } from './schedules.ts';

const steps = 1080;

function said(id: string, name: string, value: number): string | undefined {
  const choice = choiceOf(id);
  return refusal(choice, { ...presetsOf(choice), [name]: value }, steps);
}

describe('refusal', () => {
  it.each([
    ['step', 'factor', 1.5, 'stepDecay: factor must be above 0 and at most 1, got 1.5'],
    ['plateau', 'factor', 1, 'reduceOnPlateau: factor must be above 0 and below 1, got 1'],
    ['plateau', 'patience', 2.5, 'reduceOnPlateau: patience must be a whole number from 0 up, got 2.5'],
    ['cosine', 'over', 0, 'cosineAnnealing: over must be a positive number, got 0'],
    ['warmup-cosine', 'warmup', -0.1, 'warmup: over must be a positive number, got -108'],
    ['polynomial', 'power', Number.NaN, 'polynomialDecay: power must be a positive number, got NaN'],
    ['constant', 'rate', Number.NaN, 'constant: rate must be a finite number, got NaN'],
  ])('%s, %s %s: what the schedule says', (id, name, value, text) => {
    expect(said(id, name, value)).toBe(text);
  });

  it('of a rate that nothing can be trained on is what training would say', async () => {
    const choice = choiceOf('cosine');
    const values = { ...presetsOf(choice), to: -0.5 };
    const text = refusal(choice, values, 4) as string;
    expect(text).toMatch(/^train: the rate of step 3 must be a finite number from 0 up, got -0\.\d+$/);
    const run = train(
      stepTrainer(() => {}, { steps: 4 }),
      choice.make(values, 4),
    );
    await expect(lastValueFrom(run)).rejects.toThrow(text);
  });

  it('of what can be run is none: at both ends of every slider', () => {
    for (const choice of choices) {
      for (const [name, { stops }] of Object.entries(choice.parameters)) {
        for (const stop of [stops[0] as number, stops.at(-1) as number])
          expect(said(choice.id, name, stop)).toBeUndefined();
      }
      expect(refusal(choice, presetsOf(choice), steps)).toBeUndefined();
    }
  });
});
