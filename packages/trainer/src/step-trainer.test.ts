import { constant, linear } from '@anneal/core';
import { BehaviorSubject, lastValueFrom, type Observable, Subscription, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { stepTrainer, train } from './index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));

describe('stepTrainer', () => {
  it('hands each step its rate and its index, and reports what it said', async () => {
    const given: [number, number][] = [];
    const trainer = stepTrainer(
      (rate, step) => {
        given.push([rate, step]);
        return { loss: 10 - step, norm: 1 };
      },
      { steps: 3 },
    );
    const rows = await all(train(trainer, linear({ from: 2, to: 0, over: 2 })));
    expect(given).toEqual([
      [2, 0],
      [1, 1],
      [0, 2],
    ]);
    expect(rows).toEqual([
      { step: 0, rate: 2, loss: 10, norm: 1 },
      { step: 1, rate: 1, loss: 9, norm: 1 },
      { step: 2, rate: 0, loss: 8, norm: 1 },
    ]);
  });

  it('takes a bare number for the loss, and nothing for nothing', async () => {
    expect(
      await all(
        train(
          stepTrainer((rate) => rate * 2, { steps: 1 }),
          constant(1),
        ),
      ),
    ).toEqual([{ step: 0, rate: 1, loss: 2 }]);
    expect(
      await all(
        train(
          stepTrainer(() => {}, { steps: 1 }),
          constant(1),
        ),
      ),
    ).toEqual([{ step: 0, rate: 1 }]);
    expect(
      await all(
        train(
          stepTrainer(() => null, { steps: 1 }),
          constant(1),
        ),
      ),
    ).toEqual([{ step: 0, rate: 1 }]);
  });

  it('numbers the steps itself', async () => {
    const rows = await all(
      train(
        stepTrainer(() => ({ step: 77, rate: 9 }), { steps: 2 }),
        constant(1),
      ),
    );
    expect(rows).toEqual([
      { step: 0, rate: 1 },
      { step: 1, rate: 1 },
    ]);
  });

  it('waits for a step that takes its time', async () => {
    let running = 0;
    const trainer = stepTrainer(
      async (rate) => {
        expect(++running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return rate;
      },
      { steps: 3 },
    );
    expect(await all(train(trainer, constant(1)))).toHaveLength(3);
  });

  it('runs nothing inside subscribe', () => {
    let ran = 0;
    train(
      stepTrainer(
        () => {
          ran++;
        },
        { steps: 3 },
      ),
      constant(1),
    ).subscribe();
    expect(ran).toBe(0);
  });

  it('hands the event loop back while it runs', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
    }, 1);
    const busy = () => {
      for (const until = performance.now() + 1; performance.now() < until; );
    };
    await all(train(stepTrainer(busy, { steps: 100 }), constant(1)));
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(100 / 16);
  });

  it('stops before its next step when unsubscribed', async () => {
    let ran = 0;
    await all(
      train(
        stepTrainer(
          () => {
            ran++;
          },
          { steps: Infinity },
        ),
        constant(1),
      ).pipe(take(3)),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ran).toBe(3);
  });

  it('can be run again, from the start', async () => {
    const trainer = stepTrainer((_, step) => ({ seen: step }), { steps: 2 });
    for (const _ of [1, 2])
      expect((await all(train(trainer, constant(1)))).map(({ seen }) => seen)).toEqual([0, 1]);
  });

  it('runs no step that was let go on to and unsubscribed in one turn', async () => {
    const ran: unknown[] = [];
    const running = new BehaviorSubject(true);
    const trainer = stepTrainer(
      (rate, step) => {
        ran.push([step, rate]);
      },
      { steps: 4 },
    );
    let run = Subscription.EMPTY;
    await new Promise<void>((paused) => {
      run = train(trainer, constant(1), { running }).subscribe(({ step }) => {
        if (step !== 1) return;
        running.next(false);
        setTimeout(paused, 10);
      });
    });
    running.next(true);
    run.unsubscribe();
    const again = all(train(trainer, constant(2)).pipe(take(1)));
    expect((await again).map(({ step, rate }) => [step, rate])).toEqual([[0, 2]]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ran).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
    ]);
  });

  it('can be run again at once, while the run before it is still letting go', async () => {
    const ran: number[] = [];
    const busy = () => {
      for (const until = performance.now() + 9; performance.now() < until; );
    };
    const trainer = stepTrainer(
      (_, step) => {
        ran.push(step);
        busy();
      },
      { steps: 3 },
    );
    const first = train(trainer, constant(1)).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 5));
    first.unsubscribe();
    const rows = await all(train(trainer, constant(1)));
    expect(rows.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(ran).toEqual([0, 0, 1, 2]);
  });

  it('starts at a later step, and is over at once when there is none left', async () => {
    const trainer = stepTrainer((_, step) => ({ seen: step }), { steps: 4 });
    expect((await all(train(trainer, constant(1), { start: 2 }))).map(({ seen }) => seen)).toEqual([2, 3]);
    expect(await all(train(trainer, constant(1), { start: 4 }))).toEqual([]);
  });

  it('saves and restores by the functions that it was given, and has neither where it was given none', async () => {
    let weight = 1;
    const model = {
      save: () => weight,
      restore: (saved: number) => {
        weight = saved;
      },
    };
    const trainer = stepTrainer((rate) => (weight -= rate), { steps: 2, ...model });
    // The snapshot is taken before it returns.
    const saved = trainer.save();
    weight = 7;
    await trainer.restore(await saved);
    expect(weight).toBe(1);
    const keys = Object.keys(stepTrainer(() => {}, { steps: 1 }));
    expect(keys.sort()).toEqual(['reports', 'setRate']);
  });

  it('restores behind a step that is still running, and runs no step before that is done', async () => {
    const order: string[] = [];
    const slowly = async (what: string) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(what);
    };
    const trainer = stepTrainer((_, step) => slowly(`step ${step}`), {
      steps: 3,
      save: () => 0,
      restore: () => slowly('restored'),
    });
    await all(train(trainer, constant(1)).pipe(take(1)));
    const run = train(trainer, constant(1)).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 2));
    run.unsubscribe();
    const restoring = trainer.restore(0);
    await all(train(trainer, constant(1)).pipe(take(1)));
    await restoring;
    expect(order).toEqual(['step 0', 'step 0', 'restored', 'step 0']);
  });

  it('does one run at a time', async () => {
    const trainer = stepTrainer(() => {}, { steps: 2 });
    const first = all(train(trainer, constant(1)));
    await expect(all(train(trainer, constant(1)))).rejects.toThrow(
      'train: a run of this trainer is on; share() its rows',
    );
    await expect(all(trainer.reports(0))).rejects.toThrow('stepTrainer: a run of this trainer is on');
    expect(await first).toHaveLength(2);
  });

  it.each<[unknown, unknown, string]>([
    [3, { steps: 1 }, 'stepTrainer: step must be a function, got 3'],
    [
      () => {},
      undefined,
      'stepTrainer: the options must be an object { steps, groups, save, restore }, got undefined',
    ],
    [() => {}, { steps: 1, save: 3 }, 'stepTrainer: save must be a function, got 3'],
    [() => {}, { steps: 0 }, 'stepTrainer: steps must be a whole number from 1 up, or Infinity, got 0'],
    [
      () => {},
      { steps: 2, epochs: 3 },
      "stepTrainer: unknown option 'epochs' (the options are steps, groups, save, restore)",
    ],
  ])('refuses %o with %o', (step, options, message) => {
    expect(() => stepTrainer(step as () => void, options as { steps: number })).toThrow(message);
  });
});
