import { EventEmitter, on as eventsOf } from 'node:events';
import { constant, groups, linear, reduceOnPlateau, resume, type State } from '@anneal/core';
import {
  BehaviorSubject,
  config,
  delay,
  lastValueFrom,
  map,
  type Observable,
  pipe,
  take,
  toArray,
} from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { iterableTrainer, train } from './index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const down = linear({ from: 8, to: 0, over: 8 });

/** One weight with gradient 1: it walks by the sum of the rates that its steps really used. */
function walker(steps: number) {
  const model = { w: 0, rate: Number.NaN, begun: [] as number[], finished: 0, starts: [] as number[] };
  function one(step: number) {
    model.begun.push(step);
    model.w -= model.rate;
    return { loss: model.w };
  }
  function* sync(start: number) {
    model.starts.push(start);
    try {
      for (let step = start; step < steps; step++) yield one(step);
    } finally {
      model.finished++;
    }
  }
  async function* async(start: number) {
    model.starts.push(start);
    try {
      for (let step = start; step < steps; step++) {
        await pause(0);
        yield one(step);
      }
    } finally {
      await pause(0);
      model.finished++;
    }
  }
  const calls: [number, number][] = [];
  const setRate = (rate: number, step: number) => {
    calls.push([rate, step]);
    model.rate = rate;
  };
  return { model, calls, setRate, sync, async };
}

describe.each(['sync', 'async'] as const)('iterableTrainer of a generator: %s', (kind) => {
  it('sets each rate before its step, the first included: the weight walks by the sum of the rates', async () => {
    const walk = walker(4);
    const rows = await all(train(iterableTrainer(walk[kind], walk.setRate), down));
    expect(rows).toEqual([
      { step: 0, rate: 8, loss: -8 },
      { step: 1, rate: 7, loss: -15 },
      { step: 2, rate: 6, loss: -21 },
      { step: 3, rate: 5, loss: -26 },
    ]);
    // Once for each step; that there is no fifth is found out by asking for it.
    expect(walk.calls).toEqual([0, 1, 2, 3, 4].map((step) => [down.at(step), step]));
    expect(walk.model.finished).toBe(1);
  });

  it('runs nothing inside subscribe', async () => {
    const walk = walker(2);
    const run = train(iterableTrainer(walk[kind], walk.setRate), down).subscribe();
    expect([walk.calls, walk.model.starts]).toEqual([[], []]);
    run.unsubscribe();
    await pause(10);
    // Never begun, so that there is nothing to let go of.
    expect(walk.model).toMatchObject({ starts: [], finished: 0 });
  });

  it.each([1, 2, 4, 5])(
    'stops before its next step when unsubscribed after row %d, and runs finally',
    async (n) => {
      const walk = walker(5);
      await all(train(iterableTrainer(walk[kind], walk.setRate), constant(1)).pipe(take(n)));
      await pause(20);
      expect(walk.model).toMatchObject({ w: -n, finished: 1 });
    },
  );

  it('can be stopped at any moment, and run again', async () => {
    const walk = walker(40);
    const trainer = iterableTrainer(walk[kind], walk.setRate);
    for (let ms = 0; ms < 12; ms += 3) {
      const run = train(trainer, constant(0)).subscribe();
      await pause(ms);
      run.unsubscribe();
    }
    walk.model.begun = [];
    walk.model.w = 0;
    const rows = await all(train(trainer, down));
    // A step of the run before may still be running when it is let go of: the next run waits for it.
    expect(walk.model.begun.slice(-40)).toEqual(Array.from({ length: 40 }, (_, step) => step));
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual(rows.map((_, step) => [step, down.at(step)]));
    expect(walk.model.w).toBe(-36);
    expect(walk.model.finished).toBe(walk.model.starts.length);
  });

  it('pauses before its next step, and goes on at the rate that was withheld', async () => {
    const walk = walker(4);
    const running = new BehaviorSubject(true);
    const rows: unknown[] = [];
    const done = new Promise<void>((complete) => {
      train(iterableTrainer(walk[kind], walk.setRate), down, { running }).subscribe({
        next: ({ step, rate }) => {
          rows.push([step, rate]);
          if (step === 1) running.next(false);
        },
        complete,
      });
    });
    await vi.waitFor(() => expect(rows).toHaveLength(2));
    await pause(20);
    expect([rows.length, walk.model.w, walk.calls.length]).toEqual([2, -15, 2]);
    running.next(true);
    await done;
    expect(walk.model.w).toBe(-26);
  });

  it('begins where the schedule stands, and is told so', async () => {
    const walk = walker(4);
    const rows = await all(train(iterableTrainer(walk[kind], walk.setRate), resume(down, 2)));
    expect(walk.model.starts).toEqual([2]);
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual([
      [2, 6],
      [3, 5],
    ]);
  });

  it('gives, resumed at any step with a plateau, the rows that the whole run has from there', async () => {
    const schedule = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 1, mode: 'max' });
    const whole = await all(
      train(
        iterableTrainer(walker(8)[kind], () => {}),
        schedule as never,
        { states: true },
      ),
    );
    for (const cut of [0, 3, 6]) {
      const walk = walker(8);
      const rest = await all(
        train(
          iterableTrainer(walk[kind], () => {}),
          resume(schedule, (whole[cut] as unknown as { state: State }).state) as never,
        ),
      );
      expect(rest.map(({ step, rate }) => [step, rate])).toEqual(
        whole.slice(cut + 1).map(({ step, rate }) => [step, rate]),
      );
    }
  });

  it('ends in what the loop throws, with the step and the rate', async () => {
    async function* slow(start: number) {
      yield* fast(start);
    }
    function* fast(start: number) {
      yield start;
      throw new Error('out of memory');
    }
    await expect(
      all(
        train(
          iterableTrainer(kind === 'sync' ? fast : slow, () => {}),
          down,
        ),
      ),
    ).rejects.toThrow('train: the trainer failed at step 1 (rate 7): out of memory');
  });

  it('ends in what setRate throws, when the iterator has let go', async () => {
    const walk = walker(4);
    const trainer = iterableTrainer(walk[kind], (rate: number, step) => {
      if (step === 2) throw new Error('no such optimizer');
      walk.setRate(rate, step);
    });
    await expect(
      all(train(trainer, down)).finally(() => expect(walk.model.finished).toBe(1)),
    ).rejects.toThrow('train: the trainer failed at step 2 (rate 6): no such optimizer');
    expect(walk.model.w).toBe(-15);
  });

  it('waits for a rate that takes its time', async () => {
    const walk = walker(3);
    const slowly = pipe(down as (reports: Observable<unknown>) => Observable<number>, delay(5));
    const rows = await all(train(iterableTrainer(walk[kind], walk.setRate), slowly));
    expect([rows.map(({ rate }) => rate), walk.model.w]).toEqual([[8, 7, 6], -21]);
  });
});

describe('iterableTrainer', () => {
  it('hands the event loop back while a sync generator runs, without missing one step', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
    }, 1);
    function* busy() {
      for (let i = 0; i < 100; i++) {
        for (const until = performance.now() + 1; performance.now() < until; );
        yield i;
      }
    }
    expect(
      await all(
        train(
          iterableTrainer(busy, () => {}),
          constant(1),
        ),
      ),
    ).toHaveLength(100);
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(100 / 16);
  });

  it.each<[string, unknown[], unknown[]]>([
    [
      'a bare number, the loss',
      [3, 2],
      [
        { step: 0, rate: 8, loss: 3 },
        { step: 1, rate: 7, loss: 2 },
      ],
    ],
    [
      'nothing',
      [undefined, null],
      [
        { step: 0, rate: 8 },
        { step: 1, rate: 7 },
      ],
    ],
    ['promises', [Promise.resolve(3)], [{ step: 0, rate: 8, loss: 3 }]],
    [
      'an epoch, which is a column',
      [{ epoch: 5 }, { epoch: 5 }],
      [
        { step: 0, rate: 8, epoch: 5 },
        { step: 1, rate: 7, epoch: 5 },
      ],
    ],
    ['a rate that it read back', [{ rate: 7.5 }], [{ step: 0, rate: 7.5 }]],
    [
      'its own index, with steps left out and told of late',
      [{ step: 3 }, { step: 4 }, { step: 3, valLoss: 1 }, {}],
      [
        { step: 3, rate: 8 },
        { step: 4, rate: 4 },
        { step: 3, rate: 8, valLoss: 1 },
        { step: 5, rate: 3 },
      ],
    ],
    ['nothing at all', [], []],
  ])('takes %s', async (_, reports, rows) => {
    expect(
      await all(
        train(
          iterableTrainer(reports as object[], () => {}),
          down,
        ),
      ),
    ).toEqual(rows);
  });

  it.each<[string, () => unknown, string]>([
    ['a step that is no index', () => [{ step: Number.NaN }], 'the step of report 0'],
    [
      'a step before the start',
      () => [{ step: 1 }],
      "the run starts at step 2, and the trainer's first report is of step 1",
    ],
    [
      'a promise that fails',
      () => [Promise.reject(new Error('no batch'))],
      'the trainer failed at step 2 (rate 6): no batch',
    ],
    [
      'no iterable',
      () => ({ length: 3 }),
      'iterableTrainer: the reports must be an iterable or an async iterable, as a generator returns one, got an object { length }',
    ],
    ['a promise of one', () => Promise.resolve([]), 'iterableTrainer: the reports must be an iterable'],
  ])('refuses %s', async (name, open, message) => {
    const start = name === 'a step that is no index' ? 0 : 2;
    await expect(
      all(
        train(
          iterableTrainer(open as () => object[], () => {}),
          down,
          { start },
        ),
      ),
    ).rejects.toThrow(message.replace('the step of report 0', 'step'));
  });

  it('lets go of a sync iterable whose promise fails', async () => {
    let finished = 0;
    function* loop() {
      try {
        yield Promise.reject(new Error('no batch'));
      } finally {
        finished++;
      }
    }
    await expect(
      all(
        train(
          iterableTrainer(loop, () => {}),
          down,
        ),
      ),
    ).rejects.toThrow('no batch');
    expect(finished).toBe(1);
  });

  it('waits for a setRate that takes its time', async () => {
    const walk = walker(3);
    const trainer = iterableTrainer(walk.sync, async (rate: number, step) => {
      await pause(3);
      walk.setRate(rate, step);
    });
    await all(train(trainer, down));
    expect(walk.model.w).toBe(-21);
  });

  it('runs a bare iterable once, from where it stands', async () => {
    const trainer = iterableTrainer(walker(2).sync(0), () => {});
    await expect(all(train(trainer, down, { start: 1 }))).rejects.toThrow(
      'iterableTrainer: an iterable begins where it stands, and this run at step 1; give a function (start) => iterable',
    );
    // A run that is let go of before it begins has used nothing up.
    train(trainer, down).subscribe().unsubscribe();
    expect(await all(train(trainer, down))).toHaveLength(2);
    await expect(all(train(trainer, down))).rejects.toThrow(
      'iterableTrainer: an iterable runs once, and this one has; give a function (start) => iterable to run again',
    );
  });

  it('does one run at a time', async () => {
    const trainer = iterableTrainer(walker(2).sync, () => {});
    const first = all(train(trainer, down));
    await expect(all(train(trainer, down))).rejects.toThrow('train: a run of this trainer is on');
    expect(await first).toHaveLength(2);
  });

  it('lets a step that is running finish before the next run begins', async () => {
    const log: string[] = [];
    async function* loop() {
      try {
        for (let i = 0; i < 2; i++) {
          log.push(`begin ${i}`);
          await pause(10);
          log.push(`end ${i}`);
          yield i;
        }
      } finally {
        log.push('left');
      }
    }
    const trainer = iterableTrainer(loop, () => {});
    const run = train(trainer, down).subscribe();
    await vi.waitFor(() => expect(log).toEqual(['begin 0']), { interval: 1 });
    run.unsubscribe();
    expect(log).toEqual(['begin 0']);
    await all(train(trainer, down));
    expect(log).toEqual(['begin 0', 'end 0', 'left', 'begin 0', 'end 0', 'begin 1', 'end 1', 'left']);
  });

  it('saves at once, and puts back when no step runs, before the rate is set', async () => {
    const log: unknown[] = [];
    let w = 0;
    async function* loop(start: number) {
      for (let i = start; i < 4; i++) {
        log.push(`begin ${i}`);
        await pause(5);
        w++;
        log.push(`end ${i}`);
        yield { w };
      }
    }
    const trainer = iterableTrainer(loop, (_: number, step) => log.push(`set ${step}`), {
      save: () => w,
      restore: async (saved) => {
        log.push('restore');
        await pause(5);
        w = saved;
        log.push('restored');
      },
    });
    let saved: Promise<number> | undefined;
    const rows: unknown[] = [];
    await new Promise<void>((complete) => {
      train(trainer, down).subscribe({
        next: (row) => {
          rows.push(row.w);
          if (row.step === 0) saved = trainer.save();
          // Step 2 is running by then.
          if (row.step === 1) setTimeout(async () => trainer.restore((await saved) as number), 2);
        },
        complete,
      });
    });
    expect(await saved).toBe(1);
    expect(rows).toEqual([1, 2, 3, 2]);
    expect(log.slice(6)).toEqual([
      'set 2',
      'begin 2',
      'end 2',
      'restore',
      'restored',
      'set 3',
      'begin 3',
      'end 3',
      'set 4',
    ]);
  });

  it('can be stopped from within the generator and from within setRate', async () => {
    let finished = 0;
    let run: { unsubscribe(): void } | undefined;
    function* loop() {
      try {
        for (let i = 0; ; i++) {
          if (i === 2) run?.unsubscribe();
          yield i;
        }
      } finally {
        finished++;
      }
    }
    const rows: number[] = [];
    run = train(
      iterableTrainer(loop, () => {}),
      down,
    ).subscribe(({ step }) => rows.push(step));
    await vi.waitFor(() => expect([rows, finished]).toEqual([[0, 1], 1]));

    const stopping = iterableTrainer(loop, (_: number, step) => {
      if (step === 1) run?.unsubscribe();
    });
    run = train(stopping, down).subscribe(({ step }) => rows.push(step));
    await vi.waitFor(() => expect([rows, finished]).toEqual([[0, 1, 0], 2]));
  });

  it('lets go of an iterator that waits for what may never come', async () => {
    const emitter = new EventEmitter();
    const trainer = iterableTrainer(
      () => eventsOf(emitter, 'step') as AsyncIterable<[{ loss: number }]>,
      () => {},
    );
    const rows: unknown[] = [];
    const run = train(trainer, down).subscribe((row) => rows.push(row));
    await vi.waitFor(() => expect(emitter.listenerCount('step')).toBe(1));
    emitter.emit('step', { loss: 1 });
    await vi.waitFor(() => expect([rows.length, emitter.listenerCount('step')]).toEqual([1, 1]));
    run.unsubscribe();
    expect(emitter.listenerCount('step')).toBe(0);
    const again = all(train(trainer, down).pipe(take(1)));
    await vi.waitFor(() => expect(emitter.listenerCount('step')).toBe(1));
    emitter.emit('step', { loss: 1 });
    expect(await again).toHaveLength(1);
  });

  it('keeps what finally throws after unsubscribing out of the process, as RxJS does', async () => {
    const heard: unknown[] = [];
    config.onStoppedNotification = ({ kind, error }: { kind: string; error?: unknown }) =>
      heard.push(kind, (error as Error | undefined)?.message);
    function* loop() {
      try {
        for (;;) yield 1;
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is what is tested.
        throw new Error('disk full');
      }
    }
    const trainer = iterableTrainer(loop, () => {});
    await all(train(trainer, down).pipe(take(2)));
    await vi.waitFor(() => expect(heard).toContain('disk full'));
    config.onStoppedNotification = null;
    expect(await all(train(trainer, down).pipe(take(2)))).toHaveLength(2);
  });

  it('sets a record of rates, and refuses groups that are not its own before the first step', async () => {
    const two = groups({ body: constant(1), head: constant(2) });
    const set: unknown[] = [];
    const make = (options?: { groups: string[] }) =>
      iterableTrainer(
        () => [1],
        (rate: { body: number; head: number }) => set.push(rate),
        options,
      );
    expect(await all(train(make({ groups: ['body', 'head'] }), two))).toEqual([
      { step: 0, 'rate.body': 1, 'rate.head': 2, loss: 1 },
    ]);
    set.length = 0;
    await expect(all(train(make({ groups: ['body', 'haed'] }), two))).rejects.toThrow(
      "iterableTrainer: the schedule sets the group 'head' (did you mean 'haed'?), and the trainer has the groups body, haed",
    );
    expect(set).toEqual([]);
  });

  it('is answered by an operator that maps, too', async () => {
    const twice = pipe(
      down as (reports: Observable<unknown>) => Observable<number>,
      map((rate) => rate * 2),
    );
    expect(
      (
        await all(
          train(
            iterableTrainer([1, 1], () => {}),
            twice,
          ),
        )
      ).map(({ rate }) => rate),
    ).toEqual([16, 14]);
  });

  it.each<[unknown, unknown, unknown, string]>([
    [
      3,
      () => {},
      {},
      'iterableTrainer: the reports must be an iterable, or a function (start) => iterable, got 3',
    ],
    [
      'abc',
      () => {},
      {},
      "iterableTrainer: the reports must be an iterable, or a function (start) => iterable, got 'abc'",
    ],
    [[], 3, {}, 'iterableTrainer: setRate must be a function, got 3'],
    [
      [],
      () => {},
      { group: [] },
      "iterableTrainer: unknown option 'group', did you mean 'groups'? (the options are groups, save, restore)",
    ],
    [[], () => {}, { save: 3 }, 'iterableTrainer: save must be a function, got 3'],
    [[], () => {}, { groups: [] }, 'iterableTrainer: groups must be a list of names'],
  ])('refuses %o, %o, %o', (reports, setRate, options, message) => {
    expect(() => iterableTrainer(reports as [], setRate as () => void, options as object)).toThrow(message);
  });
});
