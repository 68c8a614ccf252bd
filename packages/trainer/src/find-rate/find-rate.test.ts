import { constant } from '@anneal/core';
import { BehaviorSubject, lastValueFrom, Observable, take, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { penguinNet } from '../../../../tools/penguin-net.ts';
import { findRate, restored, stepTrainer, type Trainer, train } from '../index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Gradient descent on w², and how it was treated. */
function descent(change: { steps?: number; loss?: (loss: number, step: number) => unknown } = {}) {
  const { steps = 100, loss = (value) => ({ loss: value }) } = change;
  const seen = { weight: 1, ran: [] as number[], restores: 0 };
  const trainer = stepTrainer(
    (rate, step) => {
      const before = seen.weight ** 2;
      seen.ran.push(step);
      seen.weight -= rate * 2 * seen.weight;
      return loss(before, step) as { loss: number };
    },
    {
      steps,
      save: () => seen.weight,
      restore: (saved) => {
        seen.restores++;
        seen.weight = saved;
      },
    },
  );
  return { trainer, seen };
}

describe('findRate', () => {
  it('tells of each step with its rate, its loss and the average, and of what it found on the last', async () => {
    const { trainer } = descent();
    const readings = await all(findRate(trainer, { from: 1e-4, to: 1e-1, steps: 4, smoothing: 0.5 }));
    expect(readings.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    for (const [i, rate] of [1e-4, 1e-3, 1e-2, 1e-1].entries())
      expect(readings[i]?.rate).toBeCloseTo(rate, 12);
    expect([readings[0]?.rate, readings[3]?.rate]).toEqual([1e-4, 1e-1]);
    expect(readings[1]?.smoothed).toBeCloseTo((0.25 * 1 + 0.5 * (1 - 2e-4) ** 2) / 0.75, 12);
    expect(readings.map(({ found }) => found?.ended)).toEqual([undefined, undefined, undefined, 'steps']);
    expect(readings[3]?.found?.reasons.band).toContain('too few points');
  });

  it('leaves weights, velocities and the place in the data as they were, bit for bit', async () => {
    const net = penguinNet(4);
    for (let i = 0; i < 10; i++) net.learn(0.05);
    const twin = penguinNet(4);
    for (let i = 0; i < 10; i++) twin.learn(0.05);
    const trainer = stepTrainer((rate) => net.learn(rate), {
      steps: 100,
      save: net.save,
      restore: net.restore,
    });
    const { found } = await lastValueFrom(findRate(trainer));
    expect(found?.valley).toBeGreaterThan(0);
    expect(net.save()).toEqual(twin.save());
    const rows = await all(train(trainer, constant(0.05)));
    expect(rows.map(({ loss }) => loss)).toEqual(rows.map(() => twin.learn(0.05)));
  });

  it('ends where the loss takes off, in the sense that holds for negative losses, too', async () => {
    for (const shift of [0, -50]) {
      const { trainer } = descent({ loss: (value) => ({ loss: value + shift }) });
      const readings = await all(findRate(trainer, { smoothing: 0.5 }));
      expect(readings.length).toBeLessThan(100);
      expect(readings.at(-1)?.found?.ended).toBe('diverged');
    }
  });

  it('does not hold the first tenth against the rest', async () => {
    const { trainer } = descent({ loss: (value, step) => ({ loss: step < 3 ? 1e-6 : value }) });
    const readings = await all(findRate(trainer, { smoothing: 0 }));
    expect(readings.length).toBeGreaterThan(60);
  });

  it('ends at a loss that is not finite, and has suggestions all the same', async () => {
    const { trainer, seen } = descent();
    const readings = await all(findRate(trainer, { divergence: Infinity, to: 1e30 }));
    const { loss, smoothed, found } = readings.at(-1) ?? {};
    expect([Number.isFinite(loss), Number.isFinite(smoothed), found?.ended]).toEqual([
      false,
      true,
      'not finite',
    ]);
    expect(found?.valley).not.toBeNull();
    expect(seen.weight).toBe(1);
  });

  it('reads another metric', async () => {
    const { trainer } = descent({ loss: (value) => ({ loss: 0, error: value }) });
    const { found } = await lastValueFrom(findRate(trainer, { monitor: 'error' }));
    expect(found?.band).not.toBeNull();
  });

  it('passes over what is reported about a step that was read', async () => {
    const { trainer } = descent({ steps: 40 });
    const twice: Trainer<unknown> = {
      ...trainer,
      reports: (start) =>
        new Observable((out) =>
          trainer.reports(start).subscribe({
            next: (report) => {
              const { step } = report as { step: number };
              out.next(report);
              if (step % 10 === 9) out.next({ step, valLoss: 3 });
            },
            complete: () => out.complete(),
          }),
        ),
    };
    expect(await all(findRate(twice, { steps: 40, to: 0.1 }))).toHaveLength(40);
  });

  it('trains groups at rates made of the base rate', async () => {
    const given: unknown[] = [];
    const trainer = stepTrainer(
      (rate: { body: number; head: number }) => {
        given.push(rate);
        return 1;
      },
      { steps: 3, groups: ['body', 'head'], save: () => 0, restore: () => {} },
    );
    const groups = (rate: number) => ({ body: rate / 10, head: rate });
    const readings = await all(findRate(trainer, { from: 1, to: 100, steps: 3, groups }));
    expect(given).toEqual([1, 10, 100].map(groups));
    expect(readings.map(({ rate }) => rate)).toEqual([1, 10, 100]);
    // @ts-expect-error a trainer of groups needs to be told their rates
    await expect(all(findRate(trainer, { steps: 3 }))).rejects.toThrow(
      'the trainer has the groups body, head',
    );
  });
});

describe('the model is put back', () => {
  it('before the last reading comes', async () => {
    const { trainer, seen } = descent();
    let then: number | undefined;
    await all(findRate(trainer)).then(() => {
      then = seen.weight;
    });
    expect([then, seen.restores]).toEqual([1, 1]);
    const weights: number[] = [];
    await new Promise<void>((complete) => {
      findRate(trainer).subscribe({ next: ({ found }) => found && weights.push(seen.weight), complete });
    });
    expect(weights).toEqual([1]);
  });

  it('when nobody listens any more, and a run that begins at once trains on what was put back', async () => {
    const weights: number[] = [];
    let weight = 1;
    const trainer = stepTrainer(
      async (rate) => {
        weights.push(weight);
        await pause(1);
        weight -= rate;
        return weight;
      },
      {
        steps: 60,
        save: () => weight,
        restore: async (saved) => {
          await pause(10);
          weight = saved;
        },
      },
    );
    const test = findRate(trainer, { from: 0.1, to: 10, steps: 50, divergence: Infinity }).subscribe();
    await pause(40);
    expect(weight).not.toBe(1);
    test.unsubscribe();
    weights.length = 0;
    await all(train(trainer, constant(0.5)).pipe(take(2)));
    expect(weights).toEqual([1, 0.5]);
  });

  it('also under a trainer that knows nothing of waiting, which then gets its rate again', async () => {
    const seen = { weight: 1, rate: 0 };
    const begun: unknown[] = [];
    const bare: Trainer<number> = {
      setRate: (rate) => {
        seen.rate = rate;
      },
      reports: () =>
        new Observable((out) => {
          begun.push({ ...seen });
          let step = 0;
          const timer = setInterval(() => {
            seen.weight -= seen.rate;
            out.next(step++);
          }, 1);
          return () => clearInterval(timer);
        }),
      save: async () => ({ ...seen }),
      restore: async (saved) => {
        await pause(10);
        Object.assign(seen, saved);
      },
    };
    await all(findRate(bare).pipe(take(5)));
    await all(train(bare, constant(0.5)).pipe(take(1)));
    expect(begun.at(-1)).toEqual({ weight: 1, rate: 0.5 });
  });

  it('when a second test begins at once', async () => {
    const { trainer } = descent();
    const first = await all(findRate(trainer).pipe(take(70)));
    const second = await all(findRate(trainer).pipe(take(70)));
    expect(second).toEqual(first);
  });

  it('not where no step can have begun', async () => {
    const { trainer, seen } = descent();
    findRate(trainer).subscribe().unsubscribe();
    await pause(10);
    expect([seen.restores, seen.ran]).toEqual([0, []]);
  });

  it('not under a run that is on, which goes on undisturbed', async () => {
    const { trainer, seen } = descent();
    const rows = all(train(trainer, constant(0.01)));
    await expect(all(findRate(trainer))).rejects.toThrow('a run of this trainer is on');
    expect((await rows).every(({ rate }) => rate === 0.01)).toBe(true);
    expect(seen.restores).toBe(0);
  });

  it('and no run moves the rate of a test that is on', async () => {
    const { trainer } = descent();
    const expected = await all(findRate(descent().trainer));
    const refused: Promise<unknown>[] = [];
    const readings = all(
      findRate(trainer).pipe(
        tap(({ step }) => step === 30 && refused.push(all(train(trainer, constant(7))).catch(String))),
      ),
    );
    await expect(all(findRate(trainer))).rejects.toThrow('findRate: a run of this trainer is on');
    expect(await readings).toEqual(expected);
    expect(await Promise.all(refused)).toEqual([
      expect.stringContaining('train: a run of this trainer is on'),
    ]);
    expect(await all(train(trainer, constant(0.01)))).toHaveLength(100);
  });

  it('before a rate is set: a run that is dropped while it waits leaves none to the next', async () => {
    const { trainer, seen } = descent({ steps: 200 });
    const slow = {
      ...trainer,
      restore: async (saved: number) => {
        await pause(20);
        await trainer.restore(saved);
      },
    };
    await all(findRate(slow).pipe(take(3)));
    const dropped = train(slow, constant(7)).subscribe();
    await pause(5);
    dropped.unsubscribe();
    seen.ran.length = 0;
    const running = new BehaviorSubject(false);
    const rows = all(train(slow, constant(0.1), { running }).pipe(take(2)));
    await pause(60);
    expect(seen.ran).toEqual([]);
    running.next(true);
    expect((await rows).map(({ rate }) => rate)).toEqual([0.1, 0.1]);
  });

  it('and waited for by who asks', async () => {
    const { trainer, seen } = descent();
    await restored(trainer);
    const test = findRate(trainer).subscribe();
    await pause(20);
    test.unsubscribe();
    await restored(trainer);
    expect(seen.weight).toBe(1);
  });
});

describe('faults', () => {
  it('of the trainer: the model is put back, then it is told', async () => {
    const { trainer, seen } = descent({
      loss: (value, step) => {
        if (step === 30) throw new Error('out of memory');
        return { loss: value };
      },
    });
    await expect(all(findRate(trainer))).rejects.toThrow(
      /^findRate: the trainer failed at step 30 \(rate [\d.e-]+\): out of memory$/,
    );
    expect([seen.weight, seen.restores]).toEqual([1, 1]);
  });

  it('of the metric: told at the first step', async () => {
    const { trainer, seen } = descent({ loss: (value) => ({ error: value, norm: 1 }) });
    await expect(all(findRate(trainer))).rejects.toThrow(
      "findRate: the report of step 0 has no number 'loss' (it has error, norm), and the test reads one at every step; say which with monitor",
    );
    expect([seen.weight, seen.restores]).toEqual([1, 1]);
  });

  it('of a trainer that is over too soon', async () => {
    const { trainer, seen } = descent({ steps: 40 });
    await expect(all(findRate(trainer))).rejects.toThrow(
      "findRate: the trainer was over after 40 of the test's 100 steps; give it 100 steps or more, or the test steps: 40",
    );
    expect(seen.weight).toBe(1);
  });

  it('of save: nothing is trained', async () => {
    const { trainer, seen } = descent();
    const save = async () => {
      throw new Error('disk full');
    };
    await expect(all(findRate({ ...trainer, save }))).rejects.toThrow(
      'findRate: save failed, and nothing was trained: disk full',
    );
    expect(seen.ran).toEqual([]);
  });

  const broken = (trainer: Trainer<{ loss: number }>) => ({
    ...trainer,
    restore: async () => {
      throw new Error('file gone');
    },
  });
  const message = 'findRate: restore failed, so the model is not as it was before: file gone';

  it('of restore: the error says that the model is not as before, and no suggestions come', async () => {
    const found: unknown[] = [];
    const test = findRate(broken(descent().trainer));
    const end = new Promise((_, error) => {
      test.subscribe({ next: (reading) => reading.found && found.push(reading), error });
    });
    await expect(end).rejects.toThrow(message);
    expect(found).toEqual([]);
  });

  it.each<[string, (trainer: Trainer<{ loss: number }>) => void]>([
    ['findRate, which had ended', () => {}],
    ['train, which waited', (trainer) => train(trainer, constant(0.1)).subscribe().unsubscribe()],
    ['findRate, which waited', (trainer) => findRate(trainer).subscribe().unsubscribe()],
  ])('of restore, when %s, was let go of meanwhile: kept for who asks', async (_, next) => {
    const trainer = {
      ...descent({ steps: 5 }).trainer,
      restore: async () => {
        await pause(20);
        throw new Error('file gone');
      },
    };
    const test = findRate(trainer, { steps: 5 }).subscribe();
    await pause(15);
    test.unsubscribe();
    next(trainer);
    await pause(40);
    await expect(restored(trainer)).rejects.toThrow(message);
    await expect(restored(trainer)).resolves.toBeUndefined();
  });

  it('of restore behind another one: both are told', async () => {
    const trainer = broken(descent({ steps: 40 }).trainer);
    await expect(all(findRate(trainer))).rejects.toThrow(
      /file gone; load it from a checkpoint \(the test itself had ended so: findRate: the trainer was over after 40/,
    );
  });

  it.each<[string, (trainer: Trainer<{ loss: number }>) => Promise<unknown>]>([
    ['train', (trainer) => all(train(trainer, constant(0.01)).pipe(take(1)))],
    ['findRate', (trainer) => all(findRate(trainer).pipe(take(1)))],
    ['restored', (trainer) => restored(trainer)],
  ])('of restore with nobody there: told once, to the next %s', async (_, next) => {
    const trainer = broken(descent().trainer);
    await all(findRate(trainer).pipe(take(3)));
    await pause(5);
    await expect(next(trainer)).rejects.toThrow('the model is not as it was before: file gone');
    await expect(restored(trainer)).resolves.toBeUndefined();
  });
});

describe('refuses', () => {
  const { trainer } = descent();
  const { save: _, restore: __, ...bare } = trainer;
  it.each<[string, unknown, object, string]>([
    [
      'no trainer',
      3,
      {},
      'findRate: its first argument must be a trainer { reports, setRate, save, restore }, got 3',
    ],
    [
      'a trainer that cannot save',
      bare,
      {},
      'findRate: the trainer has no save and no restore, and the model must',
    ],
    [
      'one that cannot restore',
      { ...bare, save: trainer.save },
      {},
      'findRate: the trainer has no restore, and',
    ],
    ['from', trainer, { from: 0 }, 'findRate: from must be a positive number, got 0'],
    ['to', trainer, { to: 1e-8 }, 'findRate: to must be a finite number over from (1e-7), got 1e-8'],
    ['steps', trainer, { steps: 1 }, 'findRate: steps must be a whole number from 2 up, got 1'],
    ['smoothing', trainer, { smoothing: 1 }, 'findRate: smoothing must be a number from 0 to below 1, got 1'],
    [
      'divergence',
      trainer,
      { divergence: 1 },
      'findRate: divergence must be a number over 1, or Infinity, got 1',
    ],
    ['monitor', trainer, { monitor: 3 }, 'findRate: monitor must be the name of a metric, got 3'],
    ['groups', trainer, { groups: {} }, 'findRate: groups must be a function that gives'],
    [
      'what it does not know',
      trainer,
      { stpes: 3 },
      "findRate: unknown option 'stpes', did you mean 'steps'?",
    ],
  ])('%s', (_, given, options, message) => {
    expect(() => findRate(given as typeof trainer, options)).toThrow(message);
  });
});
