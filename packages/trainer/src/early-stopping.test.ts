import { constant, type ImprovementOptions, reduceOnPlateau, sequence, simulate, until } from '@anneal/core';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import {
  concat,
  from,
  lastValueFrom,
  NEVER,
  Observable,
  repeat,
  Subject,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type EarlyStoppingOptions, earlyStopping, stepTrainer, train } from './index.ts';
import { fitTrainer } from './tfjs/index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));

/** A trainer whose weight is the number of the steps that it has taken, and whose losses are given. */
function counter(losses: readonly number[]) {
  const log: string[] = [];
  let weight = 0;
  const steps = stepTrainer(
    (_, step) => {
      weight++;
      return { loss: losses[step] as number };
    },
    { steps: losses.length },
  );
  const trainer = {
    ...steps,
    save() {
      const saved = weight;
      log.push(`save ${saved}`);
      return Promise.resolve(saved);
    },
    async restore(saved: unknown) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      weight = saved as number;
      log.push(`restore ${saved}`);
    },
  };
  return { trainer, log, weight: () => weight };
}

/** For what is to fail. */
const holder = { save: async () => 1, restore: async () => {} };

describe('earlyStopping', () => {
  it('passes the row on which it stops, and stops training before its next step', async () => {
    const { trainer, weight } = counter([5, 4, 4, 4, 4, 4, 3]);
    const rows = await all(train(trainer, constant(1)).pipe(earlyStopping({ patience: 2 })));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rows.map(({ loss }) => loss)).toEqual([5, 4, 4, 4, 4]);
    expect(weight()).toBe(5);
  });

  it('stops a source that is all at once', () => {
    const seen: number[] = [];
    let ended = false;
    from([1, 1, 1, 1])
      .pipe(earlyStopping({ patience: 1 }))
      .subscribe({
        next: (loss) => seen.push(loss),
        complete: () => {
          ended = true;
        },
      });
    expect([seen, ended]).toEqual([[1, 1, 1], true]);
  });

  it('stops where the plateau cuts and where `until` ends, whatever the options', () => {
    const options = fc.record({
      mode: fc.constantFrom('min' as const, 'max' as const),
      threshold: fc.constantFrom(0, 1e-4, 0.2),
      thresholdMode: fc.constantFrom('relative' as const, 'absolute' as const),
      smoothing: fc.constantFrom(0, 0.5),
      nonFinite: fc.constantFrom('bad' as const, 'ignore' as const),
    });
    const readings = fc.array(fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constant(Number.NaN)));
    fc.assert(
      fc.property(
        options,
        readings,
        fc.integer({ min: 0, max: 3 }),
        (given: ImprovementOptions, losses, patience) => {
          const seen: number[] = [];
          let stopped = false;
          concat(from(losses), NEVER)
            .pipe(earlyStopping({ patience, ...given }))
            .subscribe({
              next: (loss) => seen.push(loss),
              complete: () => {
                stopped = true;
              },
            });
          const cut = simulate(
            reduceOnPlateau({ initial: 1, factor: 0.5, patience, ...given }),
            losses,
          ).indexOf(0.5);
          const phases = sequence(until(constant(1), { plateau: { patience, ...given } }), constant(2));
          expect(stopped ? seen.length : -1).toBe(cut);
          expect(simulate(phases, losses).indexOf(2)).toBe(cut);
        },
      ),
    );
  });

  it('counts a reading once, and rows without one not at all', async () => {
    const rows = [
      { step: 0, valLoss: 1 },
      { step: 1 },
      { step: 1, valLoss: 1 },
      { step: 1, valLoss: 1 },
      { step: 2 },
      { step: 3, valLoss: 1 },
      { step: 4, valLoss: 0 },
    ] as readonly { step: number; valLoss?: number }[];
    const seen = await all(from(rows).pipe(earlyStopping({ monitor: 'valLoss', patience: 1 })));
    expect(seen).toEqual(rows.slice(0, 6));
  });

  it('keeps nothing between subscriptions', async () => {
    const operator = earlyStopping({ patience: 0 });
    expect(await all(from([3, 3]).pipe(operator))).toEqual([3, 3]);
    expect(await all(from([4, 3, 3, 3]).pipe(operator))).toEqual([4, 3, 3]);
  });
});

describe('restoreBest', () => {
  it('puts the weights behind the best row back before it completes, and saves at gains only', async () => {
    const { trainer, log, weight } = counter([5, 4, 6, 3, 3, 3, 3, 1]);
    const rows = await all(
      train(trainer, constant(1)).pipe(earlyStopping({ patience: 1, restoreBest: trainer })),
    );
    expect(rows.at(-1)?.step).toBe(5);
    expect(log).toEqual(['save 1', 'save 2', 'save 4', 'restore 4']);
    expect(weight()).toBe(4);
  });

  it('puts them back when training ends by itself, too', async () => {
    const { trainer, weight } = counter([5, 4, 6, 6]);
    await all(train(trainer, constant(1)).pipe(earlyStopping({ restoreBest: trainer })));
    expect(weight()).toBe(2);
  });

  it('puts back a model that `model.fit` has trained, with its optimizer', async () => {
    const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ optimizer: tf.train.momentum(9, 0.5), loss: 'meanAbsoluteError' });
    // The weight passes its best, which is 2, and goes on falling away from it.
    const [x, y] = [tf.ones([4, 1]), tf.fill([4, 1], 1000)];
    const trainer = fitTrainer(model, x, y, { epochs: 50, validationData: [x, tf.fill([4, 1], 2)] });
    const weight = () => (layer.getWeights()[0] as tf.Tensor).dataSync()[0] as number;
    const walk: number[] = [];
    const rows = train(trainer, constant(0.25)).pipe(
      tap((row) => {
        if (row.val_loss !== undefined) walk.push(weight());
      }),
      earlyStopping({ monitor: 'val_loss', patience: 3, restoreBest: trainer }),
    );
    const last = await lastValueFrom(rows);
    const best = walk.reduce((a, b) => (Math.abs(b - 2) < Math.abs(a - 2) ? b : a));
    expect(last.val_loss).toBeGreaterThan(0.5);
    expect(walk.at(-1)).not.toBe(best);
    expect(weight()).toBe(best);
  });

  it('has nothing to put back where nothing was a gain', async () => {
    const { trainer, log } = counter([Number.NaN, Number.NaN, Number.NaN]);
    await all(train(trainer, constant(1)).pipe(earlyStopping({ patience: 1, restoreBest: trainer })));
    expect(log).toEqual([]);
  });

  it('catches the weights behind the row though saving takes its time, and waits for it at the end', async () => {
    const { trainer, weight } = counter([5, 4, 6, 6]);
    const slow = {
      restore: trainer.restore,
      async save() {
        const snapshot = trainer.save();
        await new Promise((resolve) => setTimeout(resolve, 30));
        return snapshot;
      },
    };
    await all(train(trainer, constant(1)).pipe(earlyStopping({ restoreBest: slow })));
    expect(weight()).toBe(2);
  });

  it('has let go of training when it completes, so that the next run may begin', async () => {
    const { trainer, log } = counter([5, 4, 6, 6]);
    const runs = train(trainer, constant(1)).pipe(
      earlyStopping({ patience: 0, restoreBest: trainer }),
      repeat(2),
    );
    expect(await all(runs)).toHaveLength(6);
    expect(log).toEqual(['save 1', 'save 2', 'restore 2', 'save 3', 'save 4', 'restore 4']);
  });

  it('passes an error at once, and leaves the weights as they are', async () => {
    const { trainer, log, weight } = counter([5, 4, 6, 6]);
    const fault = new Error('improvement: of another');
    const rows = concat(
      train(trainer, constant(1)),
      throwError(() => fault),
    );
    await expect(all(rows.pipe(earlyStopping({ restoreBest: trainer })))).rejects.toBe(fault);
    expect(fault.message).toBe('improvement: of another');
    expect(weight()).toBe(4);
    expect(log).toEqual(['save 1', 'save 2']);
  });

  it('leaves them as they are when unsubscribed: by what stands behind it, and while it puts back', async () => {
    const { trainer, log, weight } = counter([5, 4, 6, 6, 6]);
    await all(train(trainer, constant(1)).pipe(earlyStopping({ restoreBest: trainer }), take(3)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([weight(), log]).toEqual([3, ['save 1', 'save 2']]);

    let snapshot = (_: unknown): void => {};
    let restored = false;
    const late = {
      save: () =>
        new Promise((resolve) => {
          snapshot = resolve;
        }),
      restore: async () => {
        restored = true;
      },
    };
    const run = from([2, 2])
      .pipe(earlyStopping({ restoreBest: late }))
      .subscribe();
    run.unsubscribe();
    snapshot(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(restored).toBe(false);
  });

  it('stops a source that is all at once when nobody listens any more', () => {
    let sent = 0;
    const endless = new Observable<number>((out) => {
      while (!out.closed) out.next(-sent++);
    });
    endless.pipe(earlyStopping({ restoreBest: holder }), take(3)).subscribe();
    expect(sent).toBe(3);
  });

  it('ends in an error where the weights cannot be saved, at once, or cannot be put back', async () => {
    const losses = new Subject<{ step: number; loss: number }>();
    const save = async () => {
      throw new Error('disk full');
    };
    const ended = all(losses.pipe(earlyStopping({ restoreBest: { ...holder, save } })));
    losses.next({ step: 7, loss: 1 });
    await expect(ended).rejects.toThrow(
      'earlyStopping: the weights behind step 7 could not be saved: disk full',
    );
    expect(losses.observed).toBe(false);

    // A row without the index that the others have.
    const placeless: { step?: number; loss?: number }[] = [{ step: 0 }, { loss: 1 }];
    const atOnce = () => {
      throw new Error('no weights');
    };
    await expect(
      all(from(placeless).pipe(earlyStopping({ restoreBest: { ...holder, save: atOnce } }))),
    ).rejects.toThrow('earlyStopping: the weights behind a row could not be saved: no weights');
    const restore = () => Promise.reject(new Error('gone'));
    await expect(all(from([1]).pipe(earlyStopping({ restoreBest: { ...holder, restore } })))).rejects.toThrow(
      'earlyStopping: the best weights could not be put back: gone',
    );
  });
});

describe('wrong use', () => {
  it.each<[unknown, string]>([
    [{ patience: -1 }, 'earlyStopping: patience must be a whole number from 0 up, got -1'],
    [{ patience: 1.5 }, 'earlyStopping: patience must be a whole number from 0 up, got 1.5'],
    [{ threshold: -1 }, 'earlyStopping: threshold must be a number from 0 up, got -1'],
    [{ mode: 'less' }, "earlyStopping: mode must be 'min' or 'max', got 'less'"],
    [{ patence: 3 }, "earlyStopping: unknown option 'patence', did you mean 'patience'?"],
    [3, 'earlyStopping: the options must be an object'],
    [
      { restoreBest: {} },
      'earlyStopping: restoreBest must have save and restore, got an object {  } without save',
    ],
    [{ restoreBest: { save() {} } }, 'without restore'],
    [{ restoreBest: null }, 'earlyStopping: restoreBest must have save and restore, got null without save'],
  ])('refuses %o', (options, message) => {
    expect(() => earlyStopping(options as EarlyStoppingOptions)).toThrow(message);
  });

  it('ends in an error of its own name where the metric is no number, is not finite, or never comes', async () => {
    const stopping = (options: object, rows: readonly unknown[]) =>
      all(from(rows).pipe(earlyStopping(options) as never));
    await expect(stopping({}, [{ loss: 'low' }])).rejects.toThrow(
      /^earlyStopping: the report of step 0 has loss/,
    );
    await expect(stopping({ nonFinite: 'error' }, [{ step: 3, loss: Number.NaN }])).rejects.toThrow(
      "earlyStopping: loss must be finite (nonFinite is 'error'), got NaN at step 3",
    );
    await expect(stopping({ monitor: 'valLoss' }, [{ step: 0, val_loss: 1 }])).rejects.toThrow(
      "earlyStopping: no report carried the metric 'valLoss'",
    );
  });
});
