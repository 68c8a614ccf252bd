import * as core from '@anneal/core';
import { train } from '@anneal/trainer';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { penguins } from '../../../tools/penguins.ts';
import { classifier } from './model.ts';
import type { Values } from './parameter.ts';
import { type Choice, choiceOf, choices, peak, presetsOf } from './schedules.ts';
import { seeded } from './seeded.ts';

const steps = 1080;

/** What the code on the page makes. */
function evaluated(choice: Choice, values: Values): core.Part {
  const code = choice.code(values);
  const used = Object.entries(core).filter(([name]) => code.includes(name));
  const make = new Function(...used.map(([name]) => name), 'steps', `return ${code}`);
  return make(...used.map(([, value]) => value), steps);
}

/** Values that somebody has turned: some at stops of the slider, others typed, and as odd as may be. */
function turned({ parameters }: Choice, seed: number): Values {
  const random = seeded(seed);
  const entries = Object.entries(parameters).map(([name, { stops }]) => {
    const stop = stops[Math.floor(random() * stops.length)] as number;
    const whole = stops.every(Number.isInteger);
    return [name, whole || random() < 0.5 ? stop : stop * (0.5 + random() / 2)];
  });
  return Object.fromEntries(entries);
}

/** The schedule as it is before anybody turns it. */
const preset = (choice: Choice, of = steps) => choice.make(presetsOf(choice), of);

/** A held-out loss that falls, and then stands still. */
const reports = Array.from({ length: steps }, (_, step) =>
  step % 9 === 8 ? { step, val_loss: Math.max(0.1, 1 - step / 300) } : { step },
);

describe.each(choices.map((choice) => [choice.id, choice] as const))('%s', (_, choice) => {
  it('is what the code on the page makes, at every step', () => {
    for (let seed = 0; seed < 20; seed++) {
      const values = seed === 0 ? presetsOf(choice) : turned(choice, seed);
      const rates = core.simulate(choice.make(values, steps), reports);
      expect(rates).toEqual(core.simulate(evaluated(choice, values), reports));
    }
  });

  it('is made of each of its parameters, as its code is', () => {
    for (const [name, { preset, stops }] of Object.entries(choice.parameters)) {
      const values = { ...presetsOf(choice), [name]: stops.findLast((stop) => stop !== preset) as number };
      expect(choice.code(values)).not.toBe(choice.code(presetsOf(choice)));
      const rates = core.simulate(choice.make(values, steps), reports);
      expect(rates).not.toEqual(core.simulate(choice.make(presetsOf(choice), steps), reports));
    }
  });

  it('can be sent to a worker: its values are plain JSON', () => {
    expect(JSON.parse(JSON.stringify(presetsOf(choice)))).toEqual(presetsOf(choice));
  });

  it('has rates from 0 to the common peak', () => {
    const rates = core.simulate(preset(choice), reports);
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
    const listening = choices.filter((choice) => preset(choice).monitors.length > 0);
    expect(listening.map((choice) => [choice.id, preset(choice).monitors])).toEqual([
      ['plateau', ['val_loss']],
      ['warmup-plateau', ['val_loss']],
    ]);
  });
});

describe('on the real classifier', () => {
  beforeAll(() => tf.setBackend('cpu'));

  const rowsOf = async (id: string, epochs: number) => {
    const fresh = classifier(penguins(), 3);
    const schedule = preset(choiceOf(id), epochs * fresh.stepsPerEpoch);
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
        train(trainer, preset(choiceOf(id), 9)).pipe(
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
