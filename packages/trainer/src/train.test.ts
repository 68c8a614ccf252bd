import {
  type Cause,
  constant,
  curve,
  groups,
  linear,
  reduceOnPlateau,
  resume,
  type State,
  simulate,
  warmup,
} from '@anneal/core';
import {
  BehaviorSubject,
  delay,
  distinctUntilChanged,
  filter,
  from,
  lastValueFrom,
  map,
  NEVER,
  Observable,
  of,
  pipe,
  repeat,
  retry,
  Subject,
  take,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { stepTrainer, type Trainer, train } from './index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const down = linear({ from: 8, to: 0, over: 8 });

/** A trainer that tells what is done to it, and reports what it is told to. */
function told<R>(reports: Observable<R>) {
  const calls: unknown[] = [];
  const trainer: Trainer<R> = {
    reports: (start) => {
      calls.push(`reports(${start})`);
      return reports;
    },
    setRate: (rate, step) => calls.push([rate, step]),
  };
  return { trainer, calls };
}

describe('train', () => {
  it('does not touch the rates of a run that is on', async () => {
    const trainer = stepTrainer(() => {}, { steps: 3 });
    const first = all(train(trainer, constant(0.1)));
    await Promise.resolve();
    await expect(all(train(trainer, constant(99)))).rejects.toThrow(
      'train: a run of this trainer is on; share() its rows, or make one trainer for each run',
    );
    expect((await first).map(({ rate }) => rate)).toEqual([0.1, 0.1, 0.1]);
    expect(await all(train(trainer, constant(99)))).toHaveLength(3);
  });

  it('sets each rate for the step that it is of, the first before training is subscribed', async () => {
    const { trainer, calls } = told(
      from([
        { step: 0, loss: 1 },
        { step: 1, loss: 2 },
      ]),
    );
    expect(await all(train(trainer, down))).toEqual([
      { step: 0, rate: 8, loss: 1 },
      { step: 1, rate: 7, loss: 2 },
    ]);
    expect(calls).toEqual([[8, 0], 'reports(0)', [7, 1], [6, 2]]);
  });

  it('tells of a step before it lets the next one begin', () => {
    const log: string[] = [];
    const reports = new Subject<{ step: number }>();
    train({ reports: () => reports, setRate: (_, step) => log.push(`set ${step}`) }, down).subscribe(
      ({ step }) => log.push(`row ${step}`),
    );
    reports.next({ step: 0 });
    reports.next({ step: 1 });
    expect(log).toEqual(['set 0', 'row 0', 'set 1', 'row 1', 'set 2']);
  });

  it('lets no step begin that nobody waits for any more', async () => {
    const { trainer, calls } = told(from([{ step: 0 }, { step: 1 }, { step: 2 }]));
    await all(train(trainer, down).pipe(take(2)));
    expect(calls).toEqual([[8, 0], 'reports(0)', [7, 1]]);
  });

  it('gives steps that were left out, and reports that come late, the rates that they ran at', async () => {
    const { trainer, calls } = told(
      from([{ step: 3 }, { step: 4 }, { step: 3, valLoss: 1 }, { step: 4, valLoss: 2 }] as {
        step: number;
        valLoss?: number;
      }[]),
    );
    const rows = await all(train(trainer, down));
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual([
      [3, 8],
      [4, 4],
      [3, 8],
      [4, 4],
    ]);
    expect(calls).toEqual([[8, 0], 'reports(0)', [4, 4], [3, 5], [3, 5], [3, 5]]);
  });

  it('gives a late report of an epoch, or of a step that was left out, what that one ran at', async () => {
    const epochs = [{ epoch: 0 }, { epoch: 1 }, { epoch: 2 }, { epoch: 0, valLoss: 1 }];
    expect(
      (await all(train(told(from(epochs)).trainer, down))).map(({ step, rate }) => [step, rate]).at(-1),
    ).toEqual([0, 8]);
    const steps = [{ step: 4 }, { step: 2, valLoss: 1 }];
    expect((await all(train(told(from(steps)).trainer, down))).map(({ step, rate }) => [step, rate])).toEqual(
      [
        [4, 8],
        [2, 8],
      ],
    );
  });

  it('counts epochs where training reports epochs, and places where it reports neither', async () => {
    expect(
      (await all(train(told(from([{ epoch: 0 }, { epoch: 1 }])).trainer, down))).map(({ step, rate }) => [
        step,
        rate,
      ]),
    ).toEqual([
      [0, 8],
      [1, 7],
    ]);
    expect(await all(train(told(from([0.5, 0.4])).trainer, down))).toEqual([
      { step: 0, rate: 8, loss: 0.5 },
      { step: 1, rate: 7, loss: 0.4 },
    ]);
  });

  it('says in a row what made its rate so, on whichever report of the step before it came', async () => {
    const reports = [
      { step: 0, valLoss: 1 },
      { step: 1, loss: 1 },
      { step: 1, valLoss: 2 },
      { step: 2, loss: 1 },
      { step: 3, loss: 1 },
    ];
    const schedule = warmup(reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: 'valLoss' }), {
      over: 1,
    });
    const rows = await all(
      train(
        told(from([...reports, { step: 3, valLoss: 9 }, { step: 4, loss: 1 }] as Record<string, number>[]))
          .trainer,
        schedule,
      ),
    );
    const acted = rows.map(({ step, rate, causes = [] }) => [
      step,
      rate,
      ...(causes as Cause[]).map(({ by }) => by),
    ]);
    expect(acted).toEqual([
      [0, 1],
      [1, 1, 'sequence'],
      [1, 1, 'sequence'],
      [2, 1],
      [3, 1],
      [3, 1],
      [4, 0.5, 'reduceOnPlateau'],
    ]);
  });

  it('keeps what made a rate so when a later report of the same step says nothing new', async () => {
    const schedule = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: 'valLoss' });
    const reports = [
      { step: 0, valLoss: 1 },
      { step: 1, valLoss: 2 },
      { step: 1, norm: 3 },
      { step: 2, norm: 3 },
    ];
    const rows = await all(train(told(from(reports as Record<string, number>[])).trainer, schedule));
    expect(rows.map(({ step, causes = [] }) => [step, causes.length])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [2, 1],
    ]);
  });

  it('takes an operator as it takes a schedule', async () => {
    const twice = pipe(
      down as (reports: Observable<unknown>) => Observable<number>,
      map((rate) => rate * 2),
    );
    const { trainer, calls } = told(from([{ step: 0 }]));
    expect(await all(train(trainer, twice))).toEqual([{ step: 0, rate: 16 }]);
    expect(calls).toEqual([[16, 0], 'reports(0)', [14, 1]]);
  });

  it('takes a record of rates', async () => {
    const rates = groups({
      backbone: curve((step) => step + 1),
      head: curve((step) => 10 * (step + 1)),
    });
    const given: unknown[] = [];
    const trainer = stepTrainer(
      (rate: { backbone: number; head: number }) => {
        given.push(rate);
      },
      { steps: 2 },
    );
    expect(await all(train(trainer, rates))).toEqual([
      { step: 0, 'rate.backbone': 1, 'rate.head': 10 },
      { step: 1, 'rate.backbone': 2, 'rate.head': 20 },
    ]);
    expect(given).toEqual([
      { backbone: 1, head: 10 },
      { backbone: 2, head: 20 },
    ]);
  });

  it('refuses groups that are not those of the trainer, before its first step', async () => {
    let ran = 0;
    const trainer = () =>
      stepTrainer<undefined, Readonly<Record<string, number>>>(
        () => {
          ran++;
          return undefined;
        },
        { steps: 2, groups: ['backbone', 'head'] },
      );
    const one = constant(1);
    const refused = (schedule: unknown) => all(train(trainer() as never, schedule as never));
    await expect(refused(groups({ backbone: one, head: one, haed: one }))).rejects.toThrow(
      "stepTrainer: the schedule sets the group 'haed' (did you mean 'head'?), and the trainer has the groups backbone, head",
    );
    await expect(refused(groups({ head: one }))).rejects.toThrow(
      "the schedule sets no rate for the group 'backbone', and the trainer has the groups backbone, head",
    );
    await expect(refused(one)).rejects.toThrow('the schedule gives one rate for all; give it groups({ … })');
    expect(ran).toBe(0);
    await all(train(trainer(), groups({ backbone: one, head: one })));
    expect(ran).toBe(2);
    expect(() => stepTrainer(() => {}, { steps: 1, groups: [] })).toThrow(
      'stepTrainer: groups must be a list of names, got an object {  }',
    );
  });

  it('completes when the operator does, after the step that is running', async () => {
    let ran = 0;
    const trainer = stepTrainer(
      () => {
        ran++;
      },
      { steps: 9 },
    );
    const rows = await all(
      train(trainer, pipe(down as (reports: Observable<unknown>) => Observable<number>, take(3))),
    );
    expect([rows.map(({ step }) => step), ran]).toEqual([[0, 1, 2], 3]);
    expect(await all(train(trainer, () => of()))).toEqual([]);
  });
});

describe('where a run starts', () => {
  it('is where the schedule was resumed, or where the user says, for a curve', async () => {
    const run = (schedule: typeof down, options = {}) => {
      const { trainer, calls } = told(from([{ step: 3 }]));
      return all(train(trainer, schedule, options)).then((rows) => [rows, calls]);
    };
    const expected = [[{ step: 3, rate: 5 }], [[5, 3], 'reports(3)', [4, 4]]];
    expect(await run(resume(down, 3))).toEqual(expected);
    expect(await run(down, { start: 3 })).toEqual(expected);
    expect(await run(resume(down, 3), { start: 3 })).toEqual(expected);
  });

  it('cannot be elsewhere than where the schedule stands', () => {
    const { trainer } = told(of({ step: 3, loss: 1 }));
    const message =
      'train: start is 3, but the schedule stands at step 0; resume(schedule, state) puts it where training goes on';
    expect(() => train(trainer, reduceOnPlateau({ initial: 1 }), { start: 3 })).toThrow(message);
    expect(() => train(trainer, resume(down, 5), { start: 3 })).toThrow(
      'train: start is 3, but the schedule stands at step 5',
    );
  });

  it('is checked against the first report', async () => {
    const { trainer } = told(of({ step: 0 }));
    await expect(all(train(trainer, down, { start: 3 }))).rejects.toThrow(
      "train: the run starts at step 3, and the trainer's first report is of step 0; reports(start) must count from start",
    );
  });

  it('goes on, from the state of a row, with what would have followed', async () => {
    const losses = [5, 4, 4, 4, 3, 3, 3, 3];
    const schedule = warmup(reduceOnPlateau({ initial: 1, factor: 0.5, patience: 1 }), { over: 2 });
    const trainer = () => stepTrainer((_, step) => losses[step] as number, { steps: losses.length });
    const whole = await all(train(trainer(), schedule));
    for (let cut = 1; cut < losses.length; cut++) {
      const head = await all(train(trainer(), schedule, { states: true }).pipe(take(cut)));
      const state = JSON.parse(JSON.stringify(head.at(-1)?.state)) as State;
      const tail = await all(train(trainer(), resume(schedule, state)));
      expect([...head, ...tail].map(({ step, rate }) => [step, rate])).toEqual(
        whole.map(({ step, rate }) => [step, rate]),
      );
    }
    expect(whole.map(({ rate }) => rate)).toEqual(simulate(schedule, losses).slice(0, -1));
  });
});

describe('running', () => {
  it('pauses by withholding the next rate', async () => {
    const running = new BehaviorSubject(false);
    let ran = 0;
    const rows = all(
      train(
        stepTrainer(
          () => {
            ran++;
            if (ran === 2) running.next(false);
          },
          { steps: 4 },
        ),
        down,
        { running },
      ),
    );
    await timer(10).forEach(() => {});
    expect(ran).toBe(0);
    running.next(true);
    await vi.waitUntil(() => ran === 2);
    await timer(10).forEach(() => {});
    expect(ran).toBe(2);
    running.next(true);
    expect((await rows).map(({ rate }) => rate)).toEqual([8, 7, 6, 5]);
  });

  it('that has not spoken, or has completed, lets training run', async () => {
    expect(
      await all(
        train(
          stepTrainer(() => {}, { steps: 2 }),
          down,
          { running: NEVER },
        ),
      ),
    ).toHaveLength(2);
    expect(
      await all(
        train(
          stepTrainer(() => {}, { steps: 2 }),
          down,
          { running: of(true) },
        ),
      ),
    ).toHaveLength(2);
  });

  it('that fails ends the run', async () => {
    const running = throwError(() => new Error('no button'));
    await expect(
      all(
        train(
          stepTrainer(() => {}, { steps: 2 }),
          down,
          { running },
        ),
      ),
    ).rejects.toThrow('the stream that says whether to run failed at step 0');
  });
});

describe('an operator that takes its time', () => {
  const slow = pipe(down as (reports: Observable<unknown>) => Observable<number>, delay(3));

  it('is waited for: no step lags', async () => {
    const rows = await all(
      train(
        stepTrainer(() => {}, { steps: 4 }),
        slow,
      ),
    );
    expect(rows.map(({ rate }) => rate)).toEqual([8, 7, 6, 5]);
  });

  it("is not waited for with 'hold': rows carry the rate really used", async () => {
    const used: number[] = [];
    const trainer = stepTrainer(
      async (rate) => {
        used.push(rate);
        await timer(1).forEach(() => {});
      },
      { steps: 12 },
    );
    const rows = await all(train(trainer, slow, { late: 'hold' }));
    expect(rows.map(({ rate }) => rate)).toEqual(used);
    expect(used.slice(0, 2)).toEqual([8, 8]);
    expect(used.at(-1)).toBeLessThan(8);
  });

  it("lets a step run to its end at the rate that it was let go at, with 'hold'", () => {
    const answers = new Subject<number>();
    const reports = new Subject<{ step: number }>();
    const set: unknown[] = [];
    const rows: unknown[] = [];
    train({ reports: () => reports, setRate: (rate, step) => set.push([rate, step]) }, () => answers, {
      late: 'hold',
    }).subscribe(({ step, rate }) => rows.push([step, rate]));
    answers.next(8);
    reports.next({ step: 0 });
    answers.next(7);
    reports.next({ step: 1 });
    answers.next(6);
    answers.next(5);
    reports.next({ step: 2 });
    expect(set).toEqual([
      [8, 0],
      [8, 1],
      [7, 2],
      [5, 3],
    ]);
    expect(rows).toEqual([
      [0, 8],
      [1, 8],
      [2, 7],
    ]);
  });

  it('that completes while it is waited for completes the rows', async () => {
    const answers = new Subject<number>();
    const rows = all(
      train(
        stepTrainer(() => {}, { steps: 4 }),
        () => answers,
      ),
    );
    answers.next(1);
    setTimeout(() => answers.complete(), 5);
    expect((await rows).map(({ step }) => step)).toEqual([0]);
  });

  it('is waited for to its last answer about a step', async () => {
    // Each step is told of twice, and the plateau reads what comes second.
    const schedule = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: 'val' });
    const set: [number, number][] = [];
    const reports = new Subject<{ step: number; loss: number } | { step: number; val: number }>();
    const rows = all(
      train(
        { reports: () => reports, setRate: (rate, step) => set.push([rate, step]) },
        pipe(schedule, delay(5)),
      ),
    );
    await vi.waitUntil(() => set.length === 1);
    for (const step of [0, 1]) {
      reports.next({ step, loss: 1 });
      reports.next({ step, val: step });
      await vi.waitUntil(() => set.at(-1)?.[1] === step + 1);
    }
    reports.complete();
    await rows;
    expect(set).toEqual([
      [1, 0],
      [1, 1],
      [0.5, 2],
    ]);
  });

  it("that swallows answers ends after the timeout with 'hold', too", async () => {
    const still = pipe(
      constant(1) as (reports: Observable<unknown>) => Observable<number>,
      distinctUntilChanged(),
    );
    const busy = stepTrainer(() => timer(5).forEach(() => {}), { steps: 100 });
    await expect(all(train(busy, still, { late: 'hold', timeout: 40 }))).rejects.toThrow('came within 40 ms');
  });

  it('is waited for for good where timers cannot count so far', async () => {
    expect(
      await all(
        train(
          stepTrainer(() => {}, { steps: 2 }),
          slow,
          { timeout: 1e10 },
        ),
      ),
    ).toHaveLength(2);
  });

  it('that completes while a rate is withheld lets that step run', async () => {
    const three = pipe(
      constant(1) as (reports: Observable<unknown>) => Observable<number>,
      delay(5),
      take(3),
    );
    const running = new BehaviorSubject(true);
    const seen: number[] = [];
    await train(
      stepTrainer(() => {}, { steps: 9 }),
      three,
      { running },
    ).forEach(({ step }) => {
      seen.push(step);
      if (step !== 1) return;
      running.next(false);
      setTimeout(() => running.next(true), 30);
    });
    expect(seen).toEqual([0, 1, 2]);
  });

  it("is an error with 'error'", async () => {
    await expect(
      all(
        train(
          stepTrainer(() => {}, { steps: 4 }),
          slow,
          { late: 'error' },
        ),
      ),
    ).rejects.toThrow(
      "train: the rate of step 0 was late (late is 'error', rate in force undefined): the operator must answer each report at once",
    );
  });

  it('that swallows an answer ends after the timeout, and is told so', async () => {
    const still = pipe(
      constant(1) as (reports: Observable<unknown>) => Observable<number>,
      distinctUntilChanged(),
    );
    await expect(
      all(
        train(
          stepTrainer(() => {}, { steps: 4 }),
          still,
          { timeout: 20 },
        ),
      ),
    ).rejects.toThrow(
      'train: no rate for step 1 came within 20 ms (rate in force 1): the operator must answer each report with one rate; operators such as filter',
    );
    const silent = pipe(
      down as (reports: Observable<unknown>) => Observable<number>,
      filter((rate) => rate < 8),
    );
    await expect(
      all(
        train(
          stepTrainer(() => {}, { steps: 4 }),
          silent,
          { timeout: 20 },
        ),
      ),
    ).rejects.toThrow('no rate for step 0 came within 20 ms');
  });

  it('leaves no timer behind', async () => {
    // Timers of a million milliseconds are ours alone.
    const long = vi.spyOn(globalThis, 'setTimeout');
    const lifted = vi.spyOn(globalThis, 'clearTimeout');
    try {
      await all(
        train(
          stepTrainer(() => {}, { steps: 4 }),
          slow,
          { timeout: 1e6 },
        ),
      );
      train(
        stepTrainer(() => {}, { steps: 4 }),
        slow,
        { timeout: 1e6 },
      )
        .subscribe()
        .unsubscribe();
      const ours = long.mock.results
        .filter((_, i) => long.mock.calls[i]?.[1] === 1e6)
        .map(({ value }) => value as unknown);
      expect(ours.length).toBeGreaterThan(4);
      expect(ours.filter((timer) => !lifted.mock.calls.some(([one]) => one === timer))).toEqual([]);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

describe('what goes wrong', () => {
  const fails = (stream: Observable<unknown>) => expect(all(stream)).rejects;
  const steps = (step: (rate: number, step: number) => number | object) => stepTrainer(step, { steps: 9 });

  it('in the trainer: step, rate, reason, and the cause kept', async () => {
    const reason = new Error('out of memory');
    const run = all(
      train(
        steps((_, step) => {
          if (step === 2) throw reason;
          return 1;
        }),
        down,
      ),
    );
    await expect(run).rejects.toThrow('train: the trainer failed at step 2 (rate 6): out of memory');
    await expect(run).rejects.toHaveProperty('cause', reason);
  });

  it('in the schedule: the row of the report comes first', async () => {
    const broken = curve((step) => (step === 2 ? Number.NaN : 1));
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
      train(
        steps(() => 1),
        broken,
      ).subscribe({
        next: ({ step }) => seen.push(step),
        error: (error: Error) => {
          seen.push(error.message);
          resolve();
        },
      });
    });
    expect(seen).toEqual([
      0,
      1,
      'train: the schedule failed at step 2 (rate 1): curve: the rate of step 2 must be a finite number, got NaN',
    ]);
  });

  it('in the schedule before its first rate', async () => {
    await fails(
      train(
        steps(() => 1),
        curve(() => Number.NaN),
      ),
    ).toThrow(
      'train: the schedule failed at step 0 (before its first rate): curve: the rate of step 0 must be a finite number',
    );
  });

  it('where a part throws as it is subscribed', async () => {
    const throws = () => {
      throw new Error('no luck');
    };
    await fails(train({ reports: throws, setRate: () => {} }, down)).toThrow(
      'train: the trainer failed at step 0 (rate 8): no luck',
    );
    await fails(train(told(NEVER).trainer, throws)).toThrow(
      'train: the schedule failed at step 0 (before its first rate): no luck',
    );
  });

  it('in the optimizer', async () => {
    const trainer: Trainer<{ step: number }> = {
      reports: () => from([{ step: 0 }]),
      setRate: (_, step) => {
        if (step === 1) throw new Error('disposed');
      },
    };
    await fails(train(trainer, down)).toThrow(
      'train: the optimizer refused the rate at step 1 (rate 7): disposed',
    );
  });

  it('with the rate: it never reaches the optimizer', async () => {
    const { trainer, calls } = told(from([{ step: 0 }]));
    await fails(train(trainer, linear({ from: 1, to: -1, over: 1 }))).toThrow(
      'train: the rate of step 1 must be a finite number from 0 up, got -1 (rate in force 1)',
    );
    expect(calls).toEqual([[1, 0], 'reports(0)']);
    await fails(train(told(NEVER).trainer, () => of({ head: 1, body: Number.NaN }) as never)).toThrow(
      'the rate of step 0 for body must be a finite number',
    );
  });

  it('with a report', async () => {
    await fails(train(told(of({ step: Number.NaN })).trainer, down)).toThrow(
      'train: the trainer gave a wrong report at step 0 (rate 8): curve: step 0: step must be a whole number from 0 up, got NaN',
    );
    await fails(train(told(of({ step: 1.5 })).trainer, () => of(1))).toThrow(
      'step must be a whole number from 0 up, got 1.5',
    );
  });

  it('with a metric that never comes, in the first epoch', async () => {
    const schedule = reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' });
    const trainer = stepTrainer(
      (_, step) => ({ epoch: Math.floor(step / 3), loss: 1 }) as Record<string, number>,
      { steps: 1000 },
    );
    await fails(train(trainer, schedule)).toThrow(
      "train: the schedule monitors 'valLoss', and no report of the first epoch carried it; they carried loss. " +
        'Set monitor to a metric that is reported, or expectWithin to the number of steps in which it comes (step 3, rate 0.1)',
    );
    await fails(train(trainer, schedule, { expectWithin: 50 })).toThrow(
      'no report of the first 50 steps carried it',
    );
  });

  it('with a metric that never comes, when training is over before', async () => {
    const trainer = stepTrainer(() => ({ loss: 1 }) as Record<string, number>, { steps: 3 });
    await fails(train(trainer, reduceOnPlateau({ initial: 0.1, monitor: 'valLoss' }))).toThrow(
      "no report carried the metric 'valLoss'",
    );
  });

  it('with a second subscription while a run is on', async () => {
    const rows = train(
      stepTrainer(() => {}, { steps: 2 }),
      down,
    );
    const first = all(rows);
    await fails(rows).toThrow('train: this run is on; share() its rows to subscribe to them more than once');
    expect(await first).toHaveLength(2);
    expect(await all(rows)).toHaveLength(2);
  });

  it('and is tried again: the run is over when its end is told of', async () => {
    let ran = 0;
    const trainer = stepTrainer(
      () => {
        ran++;
        if (ran === 3) throw new Error('once');
        return 1;
      },
      { steps: 3 },
    );
    const rows = await all(train(trainer, down).pipe(retry(1), repeat(2)));
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual([
      [0, 8],
      [1, 7],
      [0, 8],
      [1, 7],
      [2, 6],
      [0, 8],
      [1, 7],
      [2, 6],
    ]);
  });

  it('with a running that fails at once: the schedule is not left behind', async () => {
    let subscribed = 0;
    const operator = () =>
      new Observable<number>(() => {
        subscribed++;
        return () => subscribed--;
      });
    await fails(
      train(told(NEVER).trainer, operator, { running: throwError(() => new Error('no button')) }),
    ).toThrow('no button');
    expect(subscribed).toBe(0);
  });

  it('with a trainer that throws where it is subscribed', async () => {
    await fails(
      train(
        {
          reports: () =>
            new Observable(() => {
              throw new Error('no model');
            }),
          setRate: () => {},
        },
        down,
      ),
    ).toThrow('train: the trainer failed at step 0 (rate 8): no model');
  });

  it.each<[unknown[], string]>([
    [[{}, down], 'train: its first argument must be a trainer { reports, setRate }, got an object {  }'],
    [[undefined, down], 'train: its first argument must be a trainer'],
    [[told(NEVER).trainer, 0.1], 'train: its second argument must be a schedule, or an operator, got 0.1'],
    [
      [told(NEVER).trainer, down, { late: 'never' }],
      "train: late must be 'wait' or 'hold' or 'error', got 'never'",
    ],
    [
      [told(NEVER).trainer, down, { timeout: 0 }],
      'train: timeout must be a positive number of milliseconds, got 0',
    ],
    [[told(NEVER).trainer, down, { start: -1 }], 'train: start must be a whole number from 0 up, got -1'],
    [
      [told(NEVER).trainer, down, { expectWithin: 0 }],
      'train: expectWithin must be a whole number from 1 up, got 0',
    ],
    [[told(NEVER).trainer, down, { stats: true }], "train: unknown option 'stats', did you mean 'states'?"],
    [[told(NEVER).trainer, down, []], 'train: the options must be an object { start,'],
    [
      [told(NEVER).trainer, down, { timeout: '50' }],
      "train: timeout must be a positive number of milliseconds, got '50'",
    ],
    [
      [told(NEVER).trainer, () => of(1), { states: true }],
      "train: states are a schedule's own; an operator has none",
    ],
  ])('with options: %#', (given, message) => {
    expect(() => train(...(given as Parameters<typeof train>))).toThrow(message);
  });
});
