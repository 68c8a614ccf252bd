import * as core from '@anneal/core';
import { train } from '@anneal/trainer';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { penguins } from '../../../tools/penguins.ts';
import { classifier } from './model.ts';
import { type Choice, choiceOf, choices, peak } from './schedules.ts';

const steps = 1080;

/** What the code on the page makes. */
function evaluated({ code }: Choice): core.Part {
  const used = Object.entries(core).filter(([name]) => code.includes(name));
  const make = new Function(...used.map(([name]) => name), 'steps', `return ${code}`);
  return make(...used.map(([, value]) => value), steps);
}

/** A held-out loss that falls, and then stands still. */
const reports = Array.from({ length: steps }, (_, step) =>
  step % 9 === 8 ? { step, val_loss: Math.max(0.1, 1 - step / 300) } : { step },
);

describe.each(choices.map((choice) => [choice.id, choice] as const))('%s', (_, choice) => {
  it('is what the code on the page makes, at every step', () => {
    expect(core.simulate(choice.make(steps), reports)).toEqual(core.simulate(evaluated(choice), reports));
  });

  it('has rates from 0 to the common peak', () => {
    const rates = core.simulate(choice.make(steps), reports);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...rates)).toBe(choice.id === 'zero' ? 0 : peak);
  });

  it('is explained in one sentence', () => {
    expect(choice.explanation).toMatch(/^[A-Z][^.]*(\d\.\d[^.]*)*\.$/);
  });
});

describe('the choices', () => {
  it('have an id each, and the id finds them', () => {
    expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
    expect(choices.map(({ id }) => choiceOf(id))).toEqual(choices);
    expect(() => choiceOf('none')).toThrow("there is no schedule called 'none'");
  });

  it('listen to the held-out loss where they listen', () => {
    const listening = choices.filter(({ make }) => make(steps).monitors.length > 0);
    expect(listening.map(({ id, make }) => [id, make(steps).monitors])).toEqual([
      ['plateau', ['val_loss']],
      ['warmup-plateau', ['val_loss']],
    ]);
  });
});

describe('on the real classifier', () => {
  beforeAll(() => tf.setBackend('cpu'));

  const rowsOf = async (id: string, epochs: number) => {
    const fresh = classifier(penguins(), 3);
    const schedule = choiceOf(id).make(epochs * fresh.stepsPerEpoch);
    const rows = await lastValueFrom(train(fresh.trainer(epochs), schedule).pipe(toArray()));
    fresh.dispose();
    return rows;
  };

  it('the first one tells more than nine strangers in ten apart', async () => {
    const last = (await rowsOf('warmup-cosine', 120)).at(-1);
    expect(last?.step).toBe(1079);
    expect(last?.val_acc).toBeGreaterThan(0.9);
  });

  it('runs of one seed begin with the same loss, whatever the schedule', async () => {
    const firstOf = (id: string) => {
      const trainer = classifier(penguins(), 3).trainer(1);
      return lastValueFrom(
        train(trainer, choiceOf(id).make(9)).pipe(
          take(1),
          map(({ loss }) => loss),
        ),
      );
    };
    const firsts = await Promise.all(choices.map(({ id }) => firstOf(id)));
    expect(new Set(firsts).size).toBe(1);
  });

  it('at rate 0 the held-out loss stands still to the last bit', async () => {
    const losses = (await rowsOf('zero', 6)).flatMap(({ val_loss }) => val_loss ?? []);
    expect(losses).toHaveLength(6); // 54 steps
    expect(new Set(losses).size).toBe(1);
  });

  it('on a plateau of the real held-out loss the rate is cut', async () => {
    const causes = (await rowsOf('plateau', 120)).flatMap((row) => row.causes ?? []);
    expect(causes.length).toBeGreaterThan(0);
    expect(causes.every(({ by }) => by === 'reduceOnPlateau')).toBe(true);
  });
});
