import { EventEmitter, getEventListeners } from 'node:events';
import { constant, groups, linear, reduceOnPlateau } from '@anneal/core';
import {
  BehaviorSubject,
  config,
  delay,
  lastValueFrom,
  map,
  type Observable,
  pipe,
  type Subscription,
  take,
  toArray,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type EmitterTrainerOptions, emitterTrainer, train } from './index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const pause = (ms = 0) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const down = linear({ from: 8, to: 0, over: 8 });
const slowly = pipe(down as (reports: Observable<unknown>) => Observable<number>, delay(4));
const stepAndRate = ({ step, rate }: { step: number; rate: number }) => [step, rate];

/** Both kinds, with a weight of gradient 1 that walks by the sum of the rates that its steps really used. */
const kinds = {
  EventEmitter: () => {
    const emitter = new EventEmitter();
    return {
      emitter,
      say: (event: string, carried?: unknown) => emitter.emit(event, carried),
      listeners: () => ['step', 'end', 'error'].map((event) => emitter.listenerCount(event)),
    };
  },
  EventTarget: () => {
    const emitter = new EventTarget();
    return {
      emitter,
      say: (event: string, detail?: unknown) => emitter.dispatchEvent(new CustomEvent(event, { detail })),
      listeners: () => ['step', 'end', 'error'].map((event) => getEventListeners(emitter, event).length),
    };
  },
};

function walker(
  kind: keyof typeof kinds,
  more: Partial<EmitterTrainerOptions<{ loss: number; used: number }>> = {},
) {
  const { emitter, say, listeners } = kinds[kind]();
  const model = { w: 0, rate: Number.NaN, stopped: 0 };
  const step = () => {
    const used = model.rate;
    model.w -= used;
    say('step', { loss: model.w, used });
  };
  /** Reads its rate as a step begins, which is as the event before it is over, and takes its time. */
  const loop = async (steps: number) => {
    for (let i = 0; i < steps; i++) {
      const used = model.rate;
      await pause(i % 3);
      model.w -= used;
      say('step', { loss: model.w, used });
    }
  };
  const trainer = emitterTrainer<{ loss: number; used: number }>(emitter, {
    event: 'step',
    end: 'end',
    setRate: (rate) => {
      model.rate = rate;
    },
    stop: () => {
      model.stopped++;
    },
    ...more,
  });
  return { emitter, say, listeners, model, step, loop, trainer };
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('emitterTrainer of an %s', (kind) => {
  it('answers within the event: the weight walks by the sum of the rates', async () => {
    const { trainer, step, say, model, listeners } = walker(kind);
    const rows = all(train(trainer, down));
    expect(listeners()).toEqual([1, 1, 1]);
    for (let i = 0; i < 4; i++) step();
    say('end');
    expect(await rows).toEqual([
      { step: 0, rate: 8, loss: -8, used: 8 },
      { step: 1, rate: 7, loss: -15, used: 7 },
      { step: 2, rate: 6, loss: -21, used: 6 },
      { step: 3, rate: 5, loss: -26, used: 5 },
    ]);
    expect([listeners(), model.stopped]).toEqual([[0, 0, 0], 0]);
  });

  it('keeps no listener, whichever way it ends, and can be run again', async () => {
    const { trainer, step, say, model, listeners } = walker(kind);
    for (const [how, stopped] of [
      ['unsubscribe', 1],
      ['take', 2],
      ['error', 3],
      ['schedule', 4],
      ['end', 4],
    ] as const) {
      const rows: unknown[] = [];
      let told: unknown;
      const broken = pipe(
        down as (reports: Observable<unknown>) => Observable<number>,
        map((rate) => {
          if (how === 'schedule' && rate === 7) throw new Error('no such rate');
          return rate;
        }),
      );
      const run = train(trainer, broken)
        .pipe(take(how === 'take' ? 1 : 9))
        .subscribe({
          next: (row) => rows.push(stepAndRate(row)),
          error: (error: Error) => {
            told = error.message;
          },
        });
      expect(listeners()).toEqual([1, 1, 1]);
      step();
      if (how === 'unsubscribe') run.unsubscribe();
      if (how === 'error') say('error', new Error('out of memory'));
      if (how === 'end') say('end');
      expect([how, listeners(), model.stopped]).toEqual([how, [0, 0, 0], stopped]);
      expect(rows).toEqual([[0, 8]]);
      if (how === 'error') expect(told).toBe('train: the trainer failed at step 1 (rate 7): out of memory');
      if (how === 'schedule')
        expect(told).toBe('train: the schedule failed at step 1 (rate 8): no such rate');
      step.call(undefined);
      expect(rows).toHaveLength(1);
    }
  });

  it('says in its rows the rates that steps used, where answers come late', async () => {
    const { trainer, say, loop, model } = walker(kind);
    const rows = all(train(trainer, slowly));
    await pause(8);
    await loop(16);
    await pause(8);
    await loop(1);
    say('end');
    const told = await rows;
    expect(told.map(({ rate }) => rate)).toEqual(told.map(({ used }) => used));
    expect(told.map(({ step }) => step)).toEqual(told.map((_, step) => step));
    // It was late, and it came.
    expect(told[1]?.rate).toBe(8);
    expect(told.at(-1)?.rate).toBeLessThan(8);
    expect(model.w).toBe(-told.reduce((sum, { rate }) => sum + rate, 0));
  });

  it('goes by the rate at which a step began, not by one that was set while it ran', async () => {
    const { trainer, loop } = walker(kind);
    const answers = new BehaviorSubject(1);
    const rows: unknown[] = [];
    const run = train(trainer, () => answers, { late: 'hold' }).subscribe((row) =>
      rows.push([...stepAndRate(row), row.used]),
    );
    await loop(1);
    const second = loop(1);
    answers.next(2);
    answers.next(3);
    await second;
    await loop(1);
    run.unsubscribe();
    expect(rows).toEqual([
      [0, 1, 1],
      [1, 1, 1],
      [2, 3, 3],
    ]);
  });

  it('cannot be held by a pause: it goes on at the last rate, and its rows say so', async () => {
    const { trainer, say, loop } = walker(kind);
    const running = new BehaviorSubject(true);
    const rows = all(train(trainer, down, { running }));
    await loop(1);
    running.next(false);
    await loop(3);
    const fifth = loop(1);
    running.next(true);
    await fifth;
    await loop(1);
    say('end');
    expect((await rows).map(({ step, rate, used }) => [step, rate, used])).toEqual([
      [0, 8, 8],
      // Its rate was there when the pause began.
      [1, 7, 7],
      [2, 7, 7],
      [3, 7, 7],
      // It was running when the pause ended.
      [4, 7, 7],
      [5, 3, 3],
    ]);
  });

  it.each([
    ['wait', [8, 8, 8], undefined],
    ['hold', [8, 8, 8], undefined],
    ['error', [8], "the rate of step 1 was late (late is 'error', rate in force 8)"],
  ] as const)("goes on without its rate where the operator is late: '%s'", async (late, rates, message) => {
    const { trainer, step, say } = walker(kind);
    const rows: number[] = [];
    const ended = new Promise<Error | undefined>((resolve) => {
      const first = pipe(
        down as (reports: Observable<unknown>) => Observable<number>,
        // The first answer at once, the others after the run.
        (rates) =>
          new (rates.constructor as typeof Observable)<number>((out) =>
            rates.subscribe((rate) => (rate === 8 ? out.next(rate) : setTimeout(() => out.next(rate), 50))),
          ),
      );
      train(trainer, first, { late }).subscribe({
        next: ({ rate }) => rows.push(rate),
        error: resolve,
        complete: () => resolve(undefined),
      });
    });
    for (let i = 0; i < 3; i++) step();
    say('end');
    const error = await ended;
    expect(rows).toEqual(rates);
    if (message === undefined) expect(error).toBeUndefined();
    else expect(error?.message).toContain(message);
  });

  it('throws nothing into emit: a schedule, a report and setRate that throw end the rows', async () => {
    const broken: [Partial<EmitterTrainerOptions<{ loss: number; used: number }>>, number, string][] = [
      [
        {
          report: () => {
            throw new Error('no loss');
          },
        },
        0,
        'the trainer failed at step 0 (rate 8): no loss',
      ],
      [
        {
          setRate: (rate) => {
            if (rate === 7) throw new Error('frozen');
          },
        },
        1,
        'the optimizer refused the rate at step 1 (rate 7): frozen',
      ],
      [
        {
          setRate: () => {
            throw new Error('frozen');
          },
        },
        0,
        'the trainer failed at step 0 (rate 8): frozen',
      ],
      [
        {
          stop: () => {
            throw new Error('deaf');
          },
          report: () => {
            throw new Error('no loss');
          },
        },
        0,
        'no loss',
      ],
    ];
    for (const [options, count, message] of broken) {
      const { trainer, step, listeners } = walker(kind, options);
      const rows: unknown[] = [];
      const ended = new Promise<Error>((error) => {
        train(trainer, down).subscribe({ next: (row) => rows.push(row), error });
      });
      expect(step).not.toThrow();
      expect((await ended).message).toContain(message);
      expect([rows.length, listeners()]).toEqual([count, [0, 0, 0]]);
      expect(step).not.toThrow();
    }
  });

  it('throws nothing into emit when a consumer throws: that is for RxJS to tell of', async () => {
    const { trainer, step, say } = walker(kind);
    const heard: unknown[] = [];
    config.onUnhandledError = (error) => heard.push((error as Error).message);
    let rows = 0;
    train(trainer, down).subscribe(() => {
      rows++;
      throw new Error('no chart');
    });
    expect(step).not.toThrow();
    expect(step).not.toThrow();
    say('end');
    await pause(5);
    config.onUnhandledError = null;
    expect([rows, heard]).toEqual([2, ['no chart', 'no chart']]);
    await expect(
      (() => {
        const failed = all(
          train(walkerAgain(), down).pipe(
            map(() => {
              throw new Error('no chart');
            }),
          ),
        );
        return failed;
      })(),
    ).rejects.toThrow('no chart');

    function walkerAgain() {
      const again = walker(kind);
      queueMicrotask(() => expect(again.step).not.toThrow());
      return again.trainer;
    }
  });

  it('starts training by run, not inside subscribe, at the step that the schedule stands at', async () => {
    const begun: number[] = [];
    const { trainer, step, model, listeners } = walker(kind, {
      end: undefined as never,
      run: async (start) => {
        begun.push(start);
        for (let i = start; i < 4; i++) {
          step();
          await pause();
        }
      },
    });
    const rows = all(train(trainer, down, { start: 2 }));
    expect(begun).toEqual([]);
    expect((await rows).map(stepAndRate)).toEqual([
      [2, 6],
      [3, 5],
    ]);
    expect([begun, model.w, model.stopped, listeners()]).toEqual([[2], -11, 0, [0, 0, 0]]);
    // One that is let go of before it begins does not begin.
    train(trainer, down).subscribe().unsubscribe();
    await pause(10);
    expect(begun).toEqual([2]);
  });

  it('ends in what run throws, or its promise is rejected with', async () => {
    for (const run of [
      () => {
        throw new Error('no data');
      },
      async () => {
        throw new Error('no data');
      },
    ]) {
      const { trainer, listeners } = walker(kind, { run });
      await expect(all(train(trainer, down))).rejects.toThrow(
        'train: the trainer failed at step 0 (rate 8): no data',
      );
      expect(listeners()).toEqual([0, 0, 0]);
    }
  });

  it('is not over with the promise of run where an event says so', async () => {
    const { trainer, step, say } = walker(kind, { run: async () => {} });
    const rows = all(train(trainer, down));
    await pause(10);
    step();
    say('end');
    expect(await rows).toHaveLength(1);
  });

  it('follows an emitter that trains inside setRate: all of it, or each step', async () => {
    for (const each of [false, true]) {
      let begun = 0;
      const steps = 2000;
      const walk = walker(kind, {
        setRate: (rate) => {
          walk.model.rate = rate;
          if (each) {
            if (begun++ < steps) walk.step();
          } else if (begun++ === 0) {
            for (let i = 0; i < steps; i++) walk.step();
          }
        },
      });
      const rows: [number, number, number][] = [];
      train(walk.trainer, linear({ from: steps, to: 0, over: steps })).subscribe(({ step, rate, used }) =>
        rows.push([step, rate, used]),
      );
      expect(rows).toEqual(Array.from({ length: steps }, (_, i) => [i, steps - i, steps - i]));
    }
  });

  it('tells in order of what is emitted while a row is handled', async () => {
    const { trainer, step, say } = walker(kind);
    const rows: unknown[] = [];
    const done = new Promise<void>((complete) => {
      train(trainer, down).subscribe({
        next: (row) => {
          rows.push([row.step, row.rate, row.used]);
          if (row.step === 1) {
            // The next rate is not set yet: these two run at the rate in force.
            step();
            step();
            say('end');
          }
        },
        complete,
      });
    });
    step();
    step();
    await done;
    expect(rows).toEqual([
      [0, 8, 8],
      [1, 7, 7],
      [2, 7, 7],
      [3, 7, 7],
    ]);
  });

  it('does one run at a time', async () => {
    const { trainer, step, say } = walker(kind);
    const first = all(train(trainer, down));
    await expect(all(train(trainer, down))).rejects.toThrow('train: a run of this trainer is on');
    step();
    say('end');
    expect(await first).toHaveLength(1);
  });

  it('can be run again from within the end of a run', async () => {
    const { trainer, step, say } = walker(kind);
    const rows: unknown[] = [];
    let again: Subscription | undefined;
    train(trainer, down).subscribe({
      next: (row) => rows.push(stepAndRate(row)),
      complete: () => {
        again = train(trainer, constant(1)).subscribe((row) => rows.push(stepAndRate(row)));
      },
    });
    step();
    say('end');
    step();
    again?.unsubscribe();
    expect(rows).toEqual([
      [0, 8],
      [0, 1],
    ]);
  });
});

describe('emitterTrainer', () => {
  it.each<[string, unknown[], Partial<EmitterTrainerOptions<object>>, unknown[]]>([
    ['a bare number, the loss', [[3]], {}, [{ step: 0, rate: 8, loss: 3 }]],
    [
      'nothing',
      [[], [null]],
      {},
      [
        { step: 0, rate: 8 },
        { step: 1, rate: 7 },
      ],
    ],
    [
      'several arguments',
      [[4, 0.5]],
      { report: (epoch, loss) => ({ epoch, loss }) },
      [{ step: 0, rate: 8, epoch: 4, loss: 0.5 }],
    ],
    ['a rate that it read back', [[{ rate: 7.5 }]], {}, [{ step: 0, rate: 7.5 }]],
    [
      'its own index, with steps left out and told of late',
      [[{ step: 3 }], [{ step: 4 }], [{ step: 3, valLoss: 1 }], []],
      {},
      [
        { step: 3, rate: 8 },
        { step: 4, rate: 4 },
        { step: 3, rate: 8, valLoss: 1 },
        { step: 5, rate: 3 },
      ],
    ],
  ])('takes %s', async (_, events, options, rows) => {
    const emitter = new EventEmitter();
    const told = all(
      train(emitterTrainer<object>(emitter, { event: 'x', end: 'y', setRate: () => {}, ...options }), down),
    );
    for (const carried of events) emitter.emit('x', ...(carried as unknown[]));
    emitter.emit('y');
    expect(await told).toEqual(rows);
  });

  it.each<[string, Event, unknown]>([
    ['the detail of a CustomEvent', new CustomEvent('x', { detail: { loss: 1 } }), { loss: 1 }],
    ['the data of a message', new MessageEvent('x', { data: { loss: 2 } }), { loss: 2 }],
    ['nothing', new Event('x'), {}],
  ])('takes %s', async (_, event, metrics) => {
    const target = new EventTarget();
    const told = all(train(emitterTrainer(target, { event: 'x', setRate: () => {} }), down).pipe(take(1)));
    target.dispatchEvent(event);
    expect(await told).toEqual([{ step: 0, rate: 8, ...(metrics as object) }]);
  });

  it("hears 'error' unless another event is named, and says what there is to say", async () => {
    const fails = async (emitter: EventEmitter | EventTarget, say: () => void, error?: string) => {
      const rows = all(
        train(emitterTrainer(emitter, { event: 'x', setRate: () => {}, ...(error && { error }) }), down),
      );
      say();
      return rows.then(
        () => 'none',
        (error: Error) => error.message,
      );
    };
    const node = new EventEmitter();
    const web = new EventTarget();
    const at = 'train: the trainer failed at step 0 (rate 8): ';
    expect(await fails(node, () => node.emit('error', new Error('boom')))).toBe(`${at}boom`);
    expect(await fails(node, () => node.emit('failed', 'boom'), 'failed')).toBe(`${at}'boom'`);
    expect(await fails(web, () => web.dispatchEvent(new Event('error')))).toBe(
      `${at}the emitter said 'error'`,
    );
  });

  it('hears symbols', async () => {
    const [step, end] = [Symbol('step'), Symbol('end')];
    const emitter = new EventEmitter();
    const rows = all(train(emitterTrainer(emitter, { event: step, end, setRate: () => {} }), down));
    emitter.emit(step, 3);
    emitter.emit(end);
    expect(await rows).toEqual([{ step: 0, rate: 8, loss: 3 }]);
  });

  it('lets a plateau cut the rate within the event', async () => {
    const emitter = new EventEmitter();
    const set: number[] = [];
    const trainer = emitterTrainer<{ loss: number }>(emitter, {
      event: 'x',
      end: 'y',
      setRate: (rate) => set.push(rate),
    });
    const rows = all(train(trainer, reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 })));
    for (const loss of [3, 4, 2, 5]) emitter.emit('x', { loss });
    emitter.emit('y');
    expect((await rows).map(({ rate }) => rate)).toEqual([1, 1, 0.5, 0.5]);
    expect(set).toEqual([1, 1, 0.5, 0.5, 0.25]);
  });

  it('sets a record of rates, and refuses groups that are not its own before the first step', async () => {
    const emitter = new EventEmitter();
    const set: unknown[] = [];
    const trainer = emitterTrainer<{ loss: number }, { body: number; head: number }>(emitter, {
      event: 'x',
      end: 'y',
      setRate: (rate) => set.push(rate),
      groups: ['body', 'head'],
    });
    const rows = all(train(trainer, groups({ body: constant(1), head: constant(2) })));
    emitter.emit('x', { loss: 1 });
    emitter.emit('y');
    expect(await rows).toEqual([{ step: 0, 'rate.body': 1, 'rate.head': 2, loss: 1 }]);
    set.length = 0;
    await expect(
      all(train(trainer, groups({ body: constant(1), heda: constant(2) }) as never)),
    ).rejects.toThrow("emitterTrainer: the schedule sets the group 'heda' (did you mean 'head'?)");
    expect([set, emitter.listenerCount('x')]).toEqual([[], 0]);
  });

  const emitter = new EventEmitter();
  const setRate = () => {};
  it.each<[unknown, unknown, string]>([
    [
      {},
      { event: 'x', setRate },
      'emitterTrainer: the emitter must have on and off, or addEventListener and removeEventListener, got an object {  }',
    ],
    [null, { event: 'x', setRate }, 'emitterTrainer: the emitter must have on and off'],
    [emitter, { setRate }, 'emitterTrainer: event must be the name of an event, got undefined'],
    [emitter, { event: '', setRate }, "emitterTrainer: event must be the name of an event, got ''"],
    [emitter, { event: 'x', setRate, end: 3 }, 'emitterTrainer: end must be the name of an event, got 3'],
    [
      new EventTarget(),
      { event: Symbol('x'), setRate },
      'emitterTrainer: event must be the name of an event, got Symbol(x)',
    ],
    [emitter, { event: 'x' }, 'emitterTrainer: setRate must be a function, got undefined'],
    [emitter, { event: 'x', setRate, run: 3 }, 'emitterTrainer: run must be a function, got 3'],
    [
      emitter,
      { event: 'x', setRate, events: 'y' },
      "emitterTrainer: unknown option 'events', did you mean 'event'?",
    ],
  ])('refuses %o with %o', (given, options, message) => {
    expect(() =>
      emitterTrainer(given as EventEmitter, options as { event: string; setRate: () => void }),
    ).toThrow(message);
  });
});
