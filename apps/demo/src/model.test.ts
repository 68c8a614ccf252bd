import { constant } from '@anneal/core';
import { train } from '@anneal/trainer';
import * as tf from '@tensorflow/tfjs';
import { lastValueFrom, toArray } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { penguins } from '../../../tools/penguins.ts';
import { classifier } from './model.ts';
import { stepsOf } from './sizes.ts';
import { split } from './split.ts';

beforeAll(() => tf.setBackend('cpu'));

const data = penguins();

async function rowsOf(seed: number, epochs: number, breather?: () => Promise<void>) {
  const fresh = classifier(data, seed);
  const rows = await lastValueFrom(train(fresh.trainer(epochs, breather), constant(0.3)).pipe(toArray()));
  fresh.dispose();
  return rows;
}

describe('the penguins', () => {
  it('are those that were measured', () => {
    expect(data.rows).toHaveLength(342);
    expect(data.species).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(data.species.map((_, index) => data.rows.filter((row) => row[4] === index).length)).toEqual([
      151, 68, 123,
    ]);
    expect(data.rows[0]).toEqual([39.1, 18.7, 181, 3750, 0]);
  });
});

describe('split', () => {
  const { training, heldOut } = split(data, 1);

  it('holds one in five out, and no penguin is on both sides', () => {
    expect([training.classes.length, heldOut.classes.length]).toEqual([274, 68]);
    expect(training.inputs).toHaveLength(274);
  });

  it('scales by the training penguins alone: mean 0, deviation 1', () => {
    for (let column = 0; column < 4; column++) {
      const values = training.inputs.map((row) => row[column] as number);
      expect(values.reduce((sum, value) => sum + value) / 274).toBeCloseTo(0, 10);
      expect(values.reduce((sum, value) => sum + value ** 2, 0) / 274).toBeCloseTo(1, 10);
      const strangers = heldOut.inputs.map((row) => row[column] as number);
      expect(Math.abs(strangers.reduce((sum, value) => sum + value) / 68)).toBeGreaterThan(1e-6);
    }
  });

  it('is another one for another seed', () => {
    expect(split(data, 1)).toEqual({ training, heldOut });
    expect(split(data, 2).heldOut.classes).not.toEqual(heldOut.classes);
  });
});

describe('classifier', () => {
  it('reports each step, and at the end of each epoch what the strangers make of it', async () => {
    const rows = await rowsOf(1, 2);
    expect(rows.filter(({ loss }) => loss !== undefined).map(({ step }) => step)).toEqual(
      Array.from({ length: stepsOf(2, 274) }, (_, step) => step),
    );
    const ends = rows.filter(({ val_loss }) => val_loss !== undefined);
    expect(ends.map(({ step }) => step)).toEqual([8, 17]);
    expect(ends[0]).toMatchObject({ val_loss: expect.any(Number), val_acc: expect.any(Number) });
  });

  it.each([0, 5, 999_999])('repeats itself to the last bit for the same seed, %d', async (seed) => {
    expect(await rowsOf(seed, 4)).toEqual(await rowsOf(seed, 4));
  });

  it('is another one for another seed', async () => {
    const [one, other] = [await rowsOf(5, 1), await rowsOf(6, 1)];
    expect(one[0]?.loss).not.toBe(other[0]?.loss);
  });

  it('takes its time when told to, and comes to the same', async () => {
    let breaths = 0;
    const slow = await rowsOf(5, 1, async () => {
      breaths++;
    });
    expect(breaths).toBe(9);
    expect(slow).toEqual(await rowsOf(5, 1));
  });

  it('gives its memory back', async () => {
    await rowsOf(5, 1);
    const before = tf.memory().numTensors;
    await rowsOf(5, 2);
    expect(tf.memory().numTensors).toBe(before);
  });
});
