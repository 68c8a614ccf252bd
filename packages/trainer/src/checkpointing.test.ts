import {
  constant,
  cosineAnnealing,
  linear,
  live,
  multiply,
  reduceOnPlateau,
  resume,
  warmup,
} from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import { BehaviorSubject, lastValueFrom, NEVER, type Observable, of, repeat, take, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { childTrainer } from './child-process/index.ts';
import { type Checkpoint, type CheckpointStore, checkpointing, stepTrainer, train } from './index.ts';
import { fitTrainer } from './tfjs/index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A store that keeps copies, and remembers the steps that come next. */
function memory(ms = 0) {
  const steps: number[] = [];
  let busy = 0;
  const store = {
    kept: undefined as Checkpoint | undefined,
    load: async () => structuredClone(store.kept),
    async save(checkpoint: Checkpoint) {
      const copy = structuredClone(checkpoint);
      expect(++busy).toBe(1);
      await pause(ms);
      busy--;
      steps.push(copy.state.step);
      store.kept = copy;
    },
  };
  return { store, steps };
}

/** Noisy descent with momentum, whose noise is drawn from a seed that is saved with the weights. */
function descent(steps: number) {
  let [weight, velocity, seed] = [3, 0, 1];
  const draw = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32 - 0.5;
  };
  const loop = stepTrainer(
    (rate) => {
      velocity = 0.9 * velocity - rate * (weight + draw());
      weight += velocity;
      return { loss: weight * weight };
    },
    { steps },
  );
  const trainer = {
    ...loop,
    save: () => Promise.resolve({ weight, velocity, seed }),
    restore: async (saved: unknown) => {
      ({ weight, velocity, seed } = saved as { weight: number; velocity: number; seed: number });
    },
  };
  return { trainer, weight: () => weight };
}

/** What made the rate at which a run goes on was told before it went on. */
const untold = (rows: readonly { step: number }[], at: number | undefined) =>
  rows.map((row) => (row.step === at && at > 0 ? { ...row, causes: undefined } : row));

const schedule = warmup(
  multiply(
    cosineAnnealing({ from: 0.1, over: 24 }),
    reduceOnPlateau({ initial: 1, factor: 0.5, patience: 1 }),
  ),
  { over: 3 },
);

describe('checkpointing', () => {
  it('is train, where nothing happens: the same rows, and the same weights', async () => {
    const [plain, kept] = [descent(24), descent(24)];
    const { store, steps } = memory();
    const options = { states: true };
    const rows = await all(checkpointing(kept.trainer, schedule, store, { every: 10, ...options }));
    expect(rows).toEqual(await all(train(plain.trainer, schedule, options)));
    expect(kept.weight()).toBe(plain.weight());
    expect(steps).toEqual([10, 20, 24]);
    expect(store.kept?.trainer).toMatchObject({ weight: kept.weight() });
  });

  it('goes on after a stop at any row as if there had been none, bit for bit', async () => {
    const whole = descent(24);
    const expected = await all(train(whole.trainer, schedule));
    for (let stop = 1; stop < 24; stop++) {
      const { store } = memory();
      const head = await all(
        checkpointing(descent(24).trainer, schedule, store, { every: 5 }).pipe(take(stop)),
      );
      await pause(0);
      const again = descent(24);
      const tail = await all(checkpointing(again.trainer, schedule, store, { every: 5 }));
      const from = tail[0]?.step as number;
      // A checkpoint is kept when the step behind it has reported.
      expect(from).toBe(Math.floor((stop - 1) / 5) * 5);
      expect([...head.slice(0, from), ...tail]).toEqual(untold(expected, from));
      expect(again.weight()).toBe(whole.weight());
    }
  });

  it('counts from where it went on, and has nothing to do where training was over', async () => {
    const { store, steps } = memory();
    await all(checkpointing(descent(7).trainer, schedule, store, { every: 5 }));
    expect(await all(checkpointing(descent(7).trainer, schedule, store, { every: 5 }))).toEqual([]);
    await all(checkpointing(descent(14).trainer, schedule, store, { every: 5 }));
    expect(steps).toEqual([5, 7, 12, 14]);
    const other = memory();
    const curve = resume(linear({ from: 1, to: 0, over: 24 }), 20);
    await all(checkpointing(descent(24).trainer, curve, other.store, { every: 3 }));
    expect(other.steps).toEqual([23, 24]);
  });

  it('remembers what is reported of a step after its weights were saved: model.fit with a validation loss', async () => {
    const [x, y] = [tf.ones([4, 1]), tf.fill([4, 1], -1000)];
    const begin = (store: CheckpointStore) => {
      const layer = tf.layers.dense({
        units: 1,
        inputShape: [1],
        useBias: false,
        kernelInitializer: 'zeros',
      });
      const model = tf.sequential({ layers: [layer] });
      model.compile({ optimizer: tf.train.momentum(9, 0.5), loss: 'meanAbsoluteError' });
      const trainer = fitTrainer(model, x, y, { epochs: 8, validationData: [x, tf.fill([4, 1], 1)] });
      // The validation loss rises while the weight falls: a cut at the end of each epoch but the first.
      const plateau = reduceOnPlateau({ initial: 0.5, factor: 0.5, patience: 0, monitor: 'val_loss' });
      return checkpointing(trainer, plateau, store, { every: 1 });
    };
    const expected = await all(begin(memory().store));
    expect(expected).toHaveLength(16);
    for (const stop of [1, 2, 3, 4, 5, 6]) {
      const { store } = memory();
      const head = await all(begin(store).pipe(take(stop)));
      await pause(5);
      const tail = await all(begin(store));
      const from = expected.findIndex(({ step }) => step === tail[0]?.step);
      expect(from).toBe(2 * Math.floor((stop - 1) / 2));
      expect([...head.slice(0, from), ...tail]).toEqual(untold(expected, tail[0]?.step));
    }
  });

  it('keeps what is in a process of its own, as long as that is there', async () => {
    const program = `
      const tell = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
      let w = 0;
      tell({ anneal: 1, saves: true });
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const message = JSON.parse(line);
        if (message.stop) process.exit();
        if ('save' in message) tell({ saved: message.save, state: w });
        if ('restore' in message) tell({ restored: ((w = message.restore), true) });
        if ('rate' in message) tell(message.step === 12 ? { done: true } : { step: message.step, loss: (w += message.rate) });
      });
    `;
    const begin = (store: CheckpointStore, every: number) =>
      checkpointing(childTrainer(process.execPath, ['-e', program]), schedule, store, { every });
    const { store, steps } = memory();
    const expected = await all(begin(store, 4));
    expect(steps).toEqual([4, 8, 12]);
    const other = memory();
    const head = await all(begin(other.store, 4).pipe(take(10)));
    await pause(5);
    const tail = await all(begin(other.store, 4));
    expect([...head.slice(0, 8), ...tail]).toEqual(untold(expected, 8));
    // It is asked once more when it is through.
    const last = memory();
    await all(begin(last.store, 5));
    expect(last.steps).toEqual([5, 10, 12]);
    expect(last.store.kept?.trainer).toBe(expected.at(-1)?.loss);
  });

  it('holds training up while the trainer saves, also where that takes its time', async () => {
    const kept = descent(24);
    const { store } = memory();
    const slow = {
      ...kept.trainer,
      // Reads the weights late, which a trainer should not.
      save: () => pause(10).then(() => kept.trainer.save()),
    };
    await all(checkpointing(slow, schedule, store, { every: 5 }).pipe(take(12)));
    await pause(5);
    const again = descent(24);
    const tail = await all(checkpointing(again.trainer, schedule, store, { every: 5 }));
    expect(tail[0]?.step).toBe(10);
    expect(tail).toEqual(untold(await all(train(descent(24).trainer, schedule)), 10).slice(10));
  });

  it('trains on while the store is busy, which is never asked for two at a time', async () => {
    const { store, steps } = memory();
    const seen: number[] = [];
    let waited = 0;
    const busy: CheckpointStore = {
      load: store.load,
      async save(checkpoint) {
        // It is not through before the next one is due.
        while (seen.length < Math.min(checkpoint.state.step + 4, 24)) await pause(1);
        await pause(20);
        waited = seen.length;
        await store.save(checkpoint);
      },
    };
    const rows = checkpointing(descent(24).trainer, schedule, busy, { every: 4 });
    await all(
      rows.pipe(
        tap(({ step }) => {
          seen.push(step);
          // Behind step 7 the second one is due, while the store is busy with the first.
          if (step === 8) expect([waited, steps]).toEqual([8, [4]]);
        }),
      ),
    );
    expect(steps).toEqual([4, 8, 12, 16, 20, 24]);
  });

  it('pauses when it is told to, and not to the end of a save', async () => {
    const { store } = memory();
    const running = new BehaviorSubject(true);
    const seen: number[] = [];
    const rows = checkpointing(descent(8).trainer, schedule, store, { every: 2, running });
    const done = rows.forEach(({ step }) => {
      seen.push(step);
      if (step === 3) running.next(false);
    });
    await pause(30);
    expect(seen).toEqual([0, 1, 2, 3]);
    running.next(true);
    await done;
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('saves nothing more where training fails, and where it is let go of', async () => {
    const { store, steps } = memory();
    const kept = descent(24);
    const broken = stepTrainer(
      (_, step) => {
        if (step === 6) throw new Error('out of memory');
        return { loss: 1 };
      },
      { steps: 9 },
    );
    const { save, restore } = kept.trainer;
    await expect(
      all(checkpointing({ ...broken, save, restore }, constant(1), store, { every: 4 })),
    ).rejects.toThrow('train: the trainer failed at step 6 (rate 1): out of memory');
    const other = memory();
    await all(checkpointing(descent(24).trainer, constant(1), other.store, { every: 4 }).pipe(take(4)));
    await pause(5);
    expect([steps, other.steps]).toEqual([[4], []]);
  });

  it('does one run at a time, and the next one when the last has ended', async () => {
    const { store } = memory(5);
    const rows = checkpointing(descent(8).trainer, constant(0.1), store, { every: 4 });
    const first = all(rows);
    await expect(all(rows)).rejects.toThrow('checkpointing: this run is on; share() its rows');
    expect(await first).toHaveLength(8);
    // What is left of the run that was let go of is waited for.
    const again = memory(20);
    const stopped = checkpointing(descent(8).trainer, constant(0.1), again.store, { every: 2 });
    await all(stopped.pipe(take(3)));
    expect(again.steps).toEqual([]);
    expect((await all(stopped)).map(({ step }) => step)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(
      await all(checkpointing(descent(2).trainer, constant(1), memory().store, { every: 1 }).pipe(repeat(2))),
    ).toHaveLength(2);
  });

  it('restores nothing under a run that is on, and lets none begin while it is on itself', async () => {
    const { store } = memory();
    await all(checkpointing(descent(8).trainer, constant(0.1), store, { every: 4 }).pipe(take(6)));
    await pause(0);
    expect(store.kept?.state.step).toBe(4);
    for (const first of [
      (trainer: ReturnType<typeof descent>['trainer']) => train(trainer, constant(0.1)),
      (trainer: ReturnType<typeof descent>['trainer']) =>
        checkpointing(trainer, constant(0.1), memory(3).store, { every: 1 }),
    ]) {
      const { trainer } = descent(12);
      const expected = await all(first(descent(12).trainer));
      const rows = all(first(trainer));
      await expect(all(checkpointing(trainer, constant(7), store, { every: 4 }))).rejects.toThrow(
        'checkpointing: a run of this trainer is on; share() its rows',
      );
      await expect(all(train(trainer, constant(7)))).rejects.toThrow('train: a run of this trainer is on');
      expect(await rows).toEqual(expected);
    }
  });

  it('is waited for by the next run where it is let go of while it restores', async () => {
    const { store } = memory();
    await all(checkpointing(descent(8).trainer, constant(0.1), store, { every: 4 }));
    const { trainer, weight } = descent(12);
    const slow = {
      ...trainer,
      restore: async (saved: unknown) => {
        await pause(20);
        await trainer.restore(saved);
      },
    };
    const restoring = checkpointing(slow, constant(0.1), store, { every: 4 }).subscribe();
    await pause(5);
    restoring.unsubscribe();
    expect(weight()).toBe(3);
    const [row] = await all(train(slow, constant(0)).pipe(take(1)));
    expect(row?.rate).toBe(0);
    const saved = (store.kept as Checkpoint | undefined)?.trainer;
    const { velocity, weight: kept } = Object(saved) as { velocity: number; weight: number };
    expect(weight()).toBe(kept + 0.9 * velocity);
  });

  it('does nothing more when it is let go of before it began', async () => {
    let loads = 0;
    const kept = descent(8);
    const store = { load: () => pause(5).then(() => void loads++), save: async () => {} };
    const rows = checkpointing(kept.trainer, constant(0.1), store, { every: 4 });
    rows.subscribe().unsubscribe();
    rows.subscribe().unsubscribe();
    await pause(30);
    expect([loads, kept.weight()]).toEqual([0, 3]);
    const loading = rows.subscribe();
    await pause(1);
    loading.unsubscribe();
    await pause(20);
    expect([loads, kept.weight()]).toEqual([1, 3]);
  });
});

describe('what fails says so', () => {
  const { trainer } = descent(8);
  const fail = (message: string) => () => Promise.reject(new Error(message));
  const empty: CheckpointStore = { load: async () => undefined, save: async () => {} };
  const state = {
    anneal: 1,
    shape: 'curve',
    step: 4,
    parts: { unit: 'step', seen: {}, missed: [], memory: null },
  } as const;
  const holding = (loaded: unknown): CheckpointStore => ({ ...empty, load: async () => loaded });

  it.each<[string, Partial<typeof trainer>, CheckpointStore, string]>([
    [
      'the store, loading',
      {},
      { ...empty, load: fail('no disk') },
      'checkpointing: the store could not load the checkpoint: no disk',
    ],
    [
      'the store, saving',
      {},
      { ...empty, save: fail('disk full') },
      'checkpointing: the store could not save the checkpoint behind step 2: disk full',
    ],
    [
      'the trainer, saving',
      { save: fail('no weights') },
      empty,
      'checkpointing: the trainer could not save at step 2: no weights',
    ],
    [
      'the trainer, restoring',
      { restore: fail('other model') },
      holding({ anneal: 1, state, trainer: 1 }),
      'checkpointing: the trainer could not be restored: other model',
    ],
    [
      'a strange checkpoint',
      {},
      holding({ weights: 1 }),
      'checkpointing: the store must give a checkpoint { anneal: 1, state, trainer }, or undefined, got an object { weights }',
    ],
    [
      'a later checkpoint',
      {},
      holding({ anneal: 2, state, trainer: 1 }),
      'checkpointing: the store must give a checkpoint',
    ],
    [
      'the checkpoint of another schedule',
      {
        restore: async () => {
          throw new Error('must not be asked');
        },
      },
      holding({ anneal: 1, state: { ...state, shape: 'reduceOnPlateau' }, trainer: 1 }),
      'checkpointing: the schedule does not go on from the checkpoint: resume: state.shape must be',
    ],
  ])('%s', async (_, change, store, message) => {
    await expect(
      all(checkpointing({ ...trainer, ...change }, constant(0.1), store, { every: 3 })),
    ).rejects.toThrow(message);
  });

  it('the end: the last checkpoint', async () => {
    const store = { ...empty, save: fail('disk full') };
    await expect(all(checkpointing(trainer, constant(0.1), store, { every: 99 }))).rejects.toThrow(
      'checkpointing: the store could not save the checkpoint behind step 7: disk full',
    );
  });

  it.each<[readonly unknown[], string]>([
    [
      [stepTrainer(() => 1, { steps: 2 }), constant(1), empty, { every: 1 }],
      'checkpointing: the trainer must have save and restore',
    ],
    [
      [trainer, live(constant(1), NEVER), empty, { every: 1 }],
      'checkpointing: its second argument must be a schedule, got a function; of an operator, or of what live returns',
    ],
    [[trainer, () => of(1), empty, { every: 1 }], 'checkpointing: its second argument must be a schedule'],
    [
      [trainer, constant(1), {}, { every: 1 }],
      'checkpointing: the store must be { load, save }, got an object {  }',
    ],
    [
      [trainer, constant(1), empty, {}],
      'checkpointing: every must be a whole number from 1 up, got undefined',
    ],
    [
      [trainer, constant(1), empty, { every: 0 }],
      'checkpointing: every must be a whole number from 1 up, got 0',
    ],
    [[trainer, constant(1), empty, { every: 1, start: 3 }], "checkpointing: unknown option 'start'"],
    [
      [trainer, constant(1), empty, { every: 1, late: 'never' }],
      "train: late must be 'wait' or 'hold' or 'error'",
    ],
  ])('refuses %#', (given, message) => {
    expect(() => checkpointing(...(given as Parameters<typeof checkpointing>))).toThrow(message);
  });
});
