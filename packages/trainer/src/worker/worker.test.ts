import {
  backOff,
  constant,
  cosineAnnealing,
  curve,
  groups,
  linear,
  live,
  type Part,
  reduceOnPlateau,
  restarts,
  resume,
  type State,
  sequence,
  warmup,
} from '@anneal/core';
import {
  BehaviorSubject,
  delay,
  firstValueFrom,
  lastValueFrom,
  Observable,
  of,
  Subject,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { checkpointing, stepTrainer, type Trainer, train } from '../index.ts';
import { type Port, type ServeOptions, serve, trainInWorker, workerTrainer } from './index.ts';

/** Both ends of a line; no thread is needed for what page and worker say to each other. */
const open: MessagePort[] = [];
function line() {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  return [port1, port2] as const;
}
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

// biome-ignore lint/suspicious/noExplicitAny: any trainer.
function served(trainer: Trainer<any, any>, options: ServeOptions = {}) {
  const [page, worker] = line();
  serve(trainer, { ...options, port: worker });
  return page;
}

/** A weight that walks down by the rate: with gradient 1 the walk is the sum of the rates. */
function walker(steps: number, loss = (step: number): number => Math.sin(step) + 1 / (step + 1)) {
  const walk = { w: 0 };
  const trainer = stepTrainer(
    (rate: number, step) => {
      walk.w -= rate;
      return { loss: loss(step), w: walk.w };
    },
    { steps },
  );
  return { trainer, walk };
}

type Report = { readonly step: number; readonly rate: number; readonly loss: number; readonly w: number };

const later = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
const all = <T>(rows: Observable<T>): Promise<T[]> => lastValueFrom(rows.pipe(toArray()));
const sixteenths = linear({ from: 1, to: 0, over: 16 });

const plans: [string, Part<'loss'>][] = [
  ['a curve', sixteenths],
  ['a curve that is resumed', resume(cosineAnnealing({ from: 1, over: 30 }), 7)],
  ['a sequence', warmup(reduceOnPlateau({ initial: 0.5, patience: 2 }), { over: 5 })],
  ['feedback', backOff({ spike: 1.2, recover: 5 })],
  ['restarts', restarts(sequence(lastingly(), linear({ from: 1, to: 0, over: 3 })), { stretch: 1.5 })],
];
function lastingly() {
  return linear({ from: 0.2, to: 1, over: 4 });
}

describe.each<['workerTrainer' | 'trainInWorker']>([['workerTrainer'], ['trainInWorker']])(
  '%s',
  { timeout: 30_000 },
  (mode) => {
    function rowsOf(
      page: MessagePort,
      schedule: Part<'loss'>,
      options: { states?: boolean; start?: number; running?: Observable<boolean> } = {},
    ) {
      return mode === 'workerTrainer'
        ? train<Report>(workerTrainer<Omit<Report, 'step' | 'rate'>>(page), schedule as Part<'loss'>, options)
        : trainInWorker<Report>(page, schedule, options);
    }

    it.each(plans)('gives the rows, causes and states that train gives: %s', async (_, schedule) => {
      const [there, here] = [walker(40), walker(40)];
      const rows = await all(rowsOf(served(there.trainer), schedule, { states: true }));
      expect(rows).toEqual(await all(train(here.trainer, schedule, { states: true })));
      expect(there.walk).toEqual(here.walk);
    });

    it('has no step run before its own rate is there, the first included', async () => {
      const { trainer, walk } = walker(20);
      const rows = await all(rowsOf(served(trainer), sixteenths));
      let sum = 0;
      expect(rows.map((row) => -row.w)).toEqual(rows.map((row) => (sum += sixteenths.at(row.step))));
      expect(walk.w).toBe(-sum);
    });

    it('starts where it is told', async () => {
      const rows = await all(rowsOf(served(walker(12).trainer), sixteenths, { start: 8 }));
      expect(rows.map(({ step, rate }) => [step, rate])).toEqual([
        [8, 0.5],
        [9, 0.4375],
        [10, 0.375],
        [11, 0.3125],
      ]);
    });

    it('stops in the worker when it is unsubscribed, and another run finds the model as it was left', async () => {
      const { trainer, walk } = walker(1e9);
      const page = served(trainer);
      expect((await all(rowsOf(page, constant(1)).pipe(take(3)))).map(({ w }) => w)).toEqual([-1, -2, -3]);
      await later();
      const left = walk.w;
      await later();
      expect(walk.w).toBe(left);
      if (mode === 'workerTrainer') expect(left).toBe(-3);
      const again = await all(rowsOf(page, constant(0.5)).pipe(take(2)));
      expect(again.map(({ step, w }) => [step, w])).toEqual([
        [0, left - 0.5],
        [1, left - 1],
      ]);
    });

    it('runs again on the same line, also from within the end of the run before', async () => {
      const page = served(walker(5).trainer);
      const steps: number[] = [];
      const once = rowsOf(page, constant(1));
      await lastValueFrom(once.pipe(tap(({ step }) => steps.push(step))));
      await new Promise<void>((done) =>
        rowsOf(page, constant(1)).subscribe({
          next: ({ step }) => steps.push(step),
          complete: () => once.subscribe({ next: ({ step }) => steps.push(step), complete: done }),
        }),
      );
      expect(steps).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    });

    it('pauses, with all rows of the steps that ran, and goes on', async () => {
      const { trainer, walk } = walker(5000);
      const running = new BehaviorSubject(false);
      const steps: number[] = [];
      const done = rowsOf(served(trainer), constant(1), { running }).forEach(({ step }) => {
        steps.push(step);
        if (step === 3) running.next(false);
      });
      await later();
      expect(walk.w).toBe(0);
      running.next(true);
      const still = async (): Promise<number> => {
        const before = steps.length;
        await later(100);
        return before > 3 && steps.length === before ? before : still();
      };
      expect(await still()).toBe(-walk.w);
      running.next(true);
      await done;
      expect(steps).toEqual(Array.from({ length: 5000 }, (_, step) => step));
    });

    it('tells of a throw in a step behind the rows before it, and leaves the trainer to be run again', async () => {
      let broken = true;
      const page = served(
        stepTrainer(
          (rate: number, step) => {
            if (broken && step === 3) throw new RangeError('the tank is empty');
            return { loss: 1, w: rate };
          },
          { steps: 5 },
        ),
      );
      const steps: number[] = [];
      await expect(
        lastValueFrom(rowsOf(page, constant(0.5)).pipe(tap(({ step }) => steps.push(step)))),
      ).rejects.toThrow(/^train: the trainer failed at step 3 \(rate 0\.5\): .*the tank is empty/);
      expect(steps).toEqual([0, 1, 2]);
      broken = false;
      expect((await all(rowsOf(page, constant(0.5)))).length).toBe(5);
    });

    it('tells of an optimizer that refuses the rate', async () => {
      const reports = () => new Observable<Report>();
      const setRate = () => {
        throw new RangeError('the rate must be below 1');
      };
      await expect(all(rowsOf(served({ reports, setRate }), constant(2)))).rejects.toThrow(
        'the rate must be below 1',
      );
    });

    it.each<[string, () => Observable<never>]>([
      [
        'throws',
        () => {
          throw new Error('no data');
        },
      ],
      ['fails at once', () => throwError(() => new Error('no data'))],
    ])('can be run again where the trainer %s as it begins', async (_, fails) => {
      const { trainer } = walker(3);
      let begun = 0;
      const page = served({
        ...trainer,
        reports: (start) => (begun++ < 2 ? fails() : trainer.reports(start)),
      });
      for (const _ of [1, 2])
        await expect(all(rowsOf(page, constant(1)))).rejects.toThrow(/^train: .*no data/);
      expect((await all(rowsOf(page, constant(1)))).length).toBe(3);
    });

    it('tells which metric cannot be sent', async () => {
      const report = { loss: 1, draw: () => {} };
      const page = served(stepTrainer((_: number, step) => (step < 2 ? { loss: 1 } : report), { steps: 5 }));
      const steps: number[] = [];
      await expect(
        lastValueFrom(rowsOf(page, constant(0.5)).pipe(tap(({ step }) => steps.push(step)))),
      ).rejects.toThrow(/could not be cloned.*report numbers, or plain data/);
      expect(steps).toEqual([0, 1]);
    });

    it('refuses a second run of one trainer, and lets the first one be', async () => {
      const { trainer } = walker(1e9);
      const page = served(trainer);
      const first = rowsOf(page, constant(1));
      const steps: number[] = [];
      const run = first.subscribe(({ step }) => steps.push(step));
      await later();
      await expect(all(rowsOf(page, constant(1)))).rejects.toThrow('a run of this trainer is on');
      await expect(all(first)).rejects.toThrow('share()');
      const before = steps.length;
      await later();
      expect(steps.length).toBeGreaterThan(before);
      run.unsubscribe();
      await later();
      expect((await firstValueFrom(rowsOf(page, constant(1)))).step).toBe(0);
    });

    it('finds a trainer that is served after it was called for', async () => {
      const [page, worker] = line();
      const rows = all(rowsOf(page, constant(1)));
      await later();
      serve(walker(3).trainer, { port: worker });
      expect((await rows).length).toBe(3);
    });

    it('tells of a worker in which nobody serves', async () => {
      const [page] = line();
      const rows =
        mode === 'workerTrainer'
          ? train(workerTrainer(page, { timeout: 20 }), constant(1))
          : trainInWorker(page, constant(1), { timeout: 20 });
      await expect(lastValueFrom(rows as Observable<unknown>)).rejects.toThrow(
        /did not say hello.* within 20 ms/,
      );
    });

    it('ends with the service, and with the port', async () => {
      const [page, worker] = line();
      const service = serve(walker(1e9).trainer, { port: worker });
      const ended = expect(all(rowsOf(page, constant(1)))).rejects.toThrow(
        'the service was ended in the worker',
      );
      await later();
      service.unsubscribe();
      await ended;
      serve(walker(1e9).trainer, { port: worker });
      const closed = expect(all(rowsOf(page, constant(1)))).rejects.toThrow('the port was closed');
      await later();
      worker.close();
      await closed;
    });

    it('lets be what else page and worker say to each other', async () => {
      const [page, worker] = line();
      serve(walker(3).trainer, { port: worker });
      const rows = all(rowsOf(page, constant(1)));
      for (const message of [null, 5, { step: 1 }, { run: 'x', done: true }, { anneal: 1, error: 'no' }]) {
        page.postMessage(message);
        worker.postMessage(message);
      }
      expect((await rows).length).toBe(3);
    });

    it('trains groups', async () => {
      const of = () =>
        stepTrainer((rate: { body: number; head: number }) => ({ loss: rate.head }), { steps: 4 });
      const schedule = groups({ body: constant(0.5), head: sixteenths });
      const page = served(of());
      const rows =
        mode === 'workerTrainer'
          ? train(workerTrainer<{ loss: number }, { body: number; head: number }>(page), schedule)
          : trainInWorker(page, schedule);
      expect(await all(rows as Observable<unknown>)).toEqual(await all(train(of(), schedule)));
    });
  },
);

describe('workerTrainer', () => {
  it('saves behind the row whose handler asks, and gives back', async () => {
    let w = 0;
    const step = (rate: number) => {
      w -= rate;
      return { w };
    };
    const trainer = {
      ...stepTrainer(step, { steps: 6 }),
      save: async () => w,
      restore: async (saved: unknown) => {
        w = saved as number;
      },
    };
    const there = workerTrainer<{ w: number }>(served(trainer));
    const saved: Promise<unknown>[] = [];
    await lastValueFrom(train(there, constant(1)).pipe(tap(() => saved.push(there.save()))));
    expect(await Promise.all(saved)).toEqual([-1, -2, -3, -4, -5, -6]);
    // Between runs, and at once one behind the other.
    const [, now] = await Promise.all([there.restore(-2), there.save(), there.restore(-3)]);
    expect([now, w]).toEqual([-2, -3]);
    expect((await all(train(there, constant(1)).pipe(take(1))))[0]?.w).toBe(-4);
  });

  it('begins a run while the one before is still being saved, when that is done', async () => {
    let w = 0;
    const step = async (rate: number) => {
      await later(10);
      w -= rate;
      return { w };
    };
    const save = async () => {
      const saved = w;
      await later(50);
      return saved;
    };
    const there = workerTrainer<{ w: number }>(
      served({ ...stepTrainer(step, { steps: 9 }), save, restore: async () => {} }),
    );
    let saved: Promise<unknown> = Promise.resolve();
    const first = train(there, constant(1)).pipe(
      tap(() => {
        saved = there.save();
      }),
      take(2),
    );
    await lastValueFrom(first);
    const rows = await all(train(there, constant(1)));
    expect(rows.map((row) => row.w)).toEqual([-3, -4, -5, -6, -7, -8, -9, -10, -11]);
    expect(await saved).toBe(-2);
  });

  it('says that the trainer of the worker has no states', async () => {
    await expect(workerTrainer(served(walker(3).trainer)).save()).rejects.toThrow('workerTrainer:');
  });

  it('holds the rate of the next step back until a second report of a step is answered, too', async () => {
    const rates: number[] = [];
    let set: (rate: number) => void = () => {};
    // Two reports, both of step 0, and what is set behind them.
    const trainer: Trainer<object> = {
      setRate: (rate) => set(rate),
      reports: () =>
        new Observable((out) => {
          set = (rate) => {
            rates.push(rate);
            // By then a third one would have come.
            if (rates.length > 1) setTimeout(() => out.complete(), 20);
            if (rates.length > 1) return;
            out.next({ step: 0, loss: 1 });
            out.next({ step: 0, valLoss: 1 });
          };
        }),
    };
    await all(train(workerTrainer(served(trainer)), linear({ from: 1, to: 0, over: 2 })));
    expect(rates).toEqual([1, 0.5]);
  });

  it.each<[string, unknown[], unknown[]]>([
    [
      'bare numbers',
      [3, 2],
      [
        { step: 0, loss: 3 },
        { step: 1, loss: 2 },
      ],
    ],
    [
      'epochs',
      [
        { epoch: 0, a: 1 },
        { epoch: 1, a: 2 },
      ],
      [
        { step: 0, epoch: 0, a: 1 },
        { step: 1, epoch: 1, a: 2 },
      ],
    ],
    [
      'steps, and what is of the step before',
      [{ step: 0 }, { epoch: 0, b: 1 }, { step: 1 }],
      [{ step: 0 }, { step: 0, epoch: 0, b: 1 }, { step: 1 }],
    ],
  ])('numbers the reports as train does: %s', async (_, reports, rows) => {
    const trainer = (): Trainer<unknown> => {
      let out: { next(report: unknown): void; complete(): void } | undefined;
      const left = [...reports];
      return {
        setRate: () =>
          setTimeout(() => {
            if (left.length > 0) out?.next(left.shift());
            else out?.complete();
          }),
        reports: () =>
          new Observable((subscriber) => {
            out = subscriber;
          }),
      };
    };
    const told = await all(train(workerTrainer(served(trainer())), constant(1)));
    expect(told).toEqual(rows.map((row) => ({ ...(row as object), rate: 1 })));
    expect(told).toEqual(await all(train(trainer(), constant(1))));
  });

  it('is refused by name', () => {
    expect(() => workerTrainer({} as never)).toThrow(
      'workerTrainer: worker must be a Worker, or a MessagePort, got an object {  }',
    );
    expect(() => workerTrainer(line()[0], { timeout: 0 })).toThrow(
      'workerTrainer: timeout must be a positive',
    );
    expect(() => workerTrainer(line()[0], { time: 0 } as never)).toThrow("unknown option 'time'");
  });
});

describe('trainInWorker', { timeout: 30_000 }, () => {
  it('gives 100,000 rows in order, each with what it is', async () => {
    const rows = await all(trainInWorker<Report>(served(walker(100_000).trainer), sixteenths));
    expect(rows).toEqual(await all(train(walker(100_000).trainer, sixteenths)));
  });

  it('sends rows in batches, by count and by time', async () => {
    const sizes: number[] = [];
    const count = async (batch: { rows?: number; ms?: number }, steps: number, pause = 0) => {
      sizes.length = 0;
      const [page, worker] = line();
      serve(
        stepTrainer(() => (pause > 0 ? later(pause) : Promise.resolve()).then(() => 1), { steps }),
        {
          port: worker,
        },
      );
      page.addEventListener('message', ({ data }) => {
        if (data.rows !== undefined) sizes.push(data.rows.count as number);
      });
      await all(trainInWorker(page, constant(1), { batch }));
      return sizes.reduce((sum, size) => sum + size, 0);
    };
    expect(await count({ rows: 10, ms: 1e6 }, 95)).toBe(95);
    expect(sizes.every((size) => size <= 10)).toBe(true);
    expect(sizes.length).toBe(11);
    expect(await count({ ms: 16 }, 10, 20)).toBe(10);
    expect(sizes.length).toBe(10);
  });

  it('waits for a page that does not read, so that its rows do not fill the memory', async () => {
    const { trainer, walk } = walker(1e9);
    const page = served(trainer);
    // What was handed on is kept back.
    const unread: unknown[] = [];
    const slow: Port = {
      postMessage: (message: object) =>
        'read' in message ? unread.push(message) : page.postMessage(message),
      addEventListener: (type: 'message', listener) => page.addEventListener(type, listener),
      removeEventListener: (type: 'message', listener) => page.removeEventListener(type, listener),
      start: () => page.start(),
    };
    let rows = 0;
    const run = trainInWorker(slow, constant(1)).subscribe(() => rows++);
    const still = async (): Promise<number> => {
      const before = walk.w;
      await later(50);
      return walk.w === before ? -before : still();
    };
    const ran = await still();
    expect(ran).toBeGreaterThanOrEqual(65_536);
    expect(ran).toBeLessThan(65_536 + 1024);
    expect(rows).toBe(ran);
    for (const message of unread.splice(0)) page.postMessage(message);
    await later();
    expect(-walk.w).toBeGreaterThan(ran);
    run.unsubscribe();
  });

  it('swaps the schedule, sets a rate by hand and releases it', async () => {
    const swaps = new Subject<Part<never> | number | null>();
    const running = new BehaviorSubject(true);
    const { trainer } = walker(1e9);
    const rates = new Set<number>();
    await new Promise<void>((done) => {
      const run = trainInWorker<Report>(served(trainer), constant(1), { swaps, running }).subscribe((row) => {
        rates.add(row.rate);
        if (row.step === 0) swaps.next(0.5);
        if (row.causes?.[0]?.by === 'live' && row.rate === 0.5) swaps.next(null);
        if (row.causes?.[0]?.by === 'live' && row.rate === 1) swaps.next(constant(0.25));
        if (row.rate === 0.25) {
          run.unsubscribe();
          done();
        }
      });
    });
    expect([...rates]).toEqual([1, 0.5, 0.25]);
  });

  it('hears what is to be swapped in at once before the first report', async () => {
    const rows = await all(
      trainInWorker<Report>(served(walker(3).trainer), constant(1), {
        swaps: of(0.5, linear({ from: 3, to: 1, over: 2 })),
        splice: 'value',
      }),
    );
    expect(rows).toEqual(
      await all(
        train(
          walker(3).trainer,
          live(constant(1), of(0.5, linear({ from: 3, to: 1, over: 2 })), { splice: 'value' }),
        ),
      ),
    );
  });

  it.each<[string, object, RegExp]>([
    ['swaps', { swaps: throwError(() => new Error('no menu')) }, /^trainInWorker: swaps failed: no menu/],
    [
      'running',
      { running: throwError(() => new Error('no button')) },
      /^trainInWorker: running failed: no button/,
    ],
    ['a wrong swap', { swaps: of(() => 3) }, /swaps must be schedules, rates and null/],
    ['a rate that is none', { swaps: of(Number.NaN) }, /NaN/],
    ['a swap that is resumed', { swaps: of(resume(constant(1), 3)) }, /must not be resumed/],
  ])('tells of the failure of %s', async (_, options, message) => {
    await expect(all(trainInWorker(served(walker(1e9).trainer), constant(1), options))).rejects.toThrow(
      message,
    );
  });

  it('tells of the failure of swaps and running behind the rows before it', async () => {
    for (const option of ['swaps', 'running'] as const) {
      const follows = new Subject<never>();
      const { trainer, walk } = walker(1e9);
      let rows = 0;
      const options = { [option]: follows };
      await expect(
        trainInWorker<Report>(served(trainer), constant(1), options).forEach(({ step }) => {
          rows++;
          if (step === 5) follows.error(new Error('gone'));
        }),
      ).rejects.toThrow(
        /^train: the (schedule|stream that says whether to run) failed at step \d+ \(rate 1\): gone/,
      );
      expect(rows).toBe(-walk.w);
    }
  });

  it('reads schedules of your own by their names in the worker', async () => {
    const sawtooth = (options: { period: number }) =>
      curve((step) => 0.1 / (1 + (step % options.period)), { name: 'sawtooth', options });
    const page = served(walker(12).trainer, { schedules: { sawtooth } });
    const schedule = warmup(sawtooth({ period: 4 }), { over: 3 });
    expect(await all(trainInWorker(page, schedule))).toEqual(await all(train(walker(12).trainer, schedule)));
    await expect(all(trainInWorker(served(walker(12).trainer), schedule))).rejects.toThrow(
      /^serve: the schedule cannot be read: fromJSON: .*sawtooth.*serve\(trainer, \{ schedules \}\)/,
    );
  });

  it('picks up the state of a row, bit for bit', async () => {
    const schedule = warmup(reduceOnPlateau({ initial: 0.5, patience: 1 }), { over: 5 });
    const rows = await all(trainInWorker<Report>(served(walker(30).trainer), schedule, { states: true }));
    const { walk, trainer } = walker(30);
    walk.w = rows[11]?.w as number;
    const state = JSON.parse(JSON.stringify(rows[11]?.state)) as State;
    const tail = await all(trainInWorker<Report>(served(trainer), resume(schedule, state), { states: true }));
    expect(tail).toEqual(rows.slice(12));
  });

  it('tells of a metric that does not come', async () => {
    await expect(
      all(
        trainInWorker(served(walker(20).trainer), reduceOnPlateau({ initial: 1, monitor: 'valLoss' }), {
          expectWithin: 5,
        }),
      ),
    ).rejects.toThrow(/^train: .*valLoss/);
  });

  it.each<[unknown, object, string]>([
    [3, {}, 'trainInWorker: its second argument must be a schedule, which can be sent to the worker, got 3'],
    [live(constant(1), of(2)), {}, 'swaps take the place of live'],
    [curve((step) => step), {}, 'curve'],
    [constant(1), { start: -1 }, 'trainInWorker: start must be a whole number from 0 up, got -1'],
    [resume(constant(1), 5), { start: 3 }, 'start is 3, but the schedule stands at step 5'],
    [constant(1), { runing: 1 }, "trainInWorker: unknown option 'runing', did you mean 'running'?"],
    [
      constant(1),
      { splice: 'x' },
      "trainInWorker: splice must be 'restart' or 'progress' or 'value', got 'x'",
    ],
    [
      constant(1),
      { batch: { rows: 0 } },
      'trainInWorker: batch.rows must be a whole number from 1 up, got 0',
    ],
    [
      constant(1),
      { batch: { ms: -1 } },
      'trainInWorker: batch.ms must be a number of milliseconds from 0 up',
    ],
    [constant(1), { batch: { time: 1 } }, "trainInWorker: batch: unknown option 'time'"],
    [constant(1), { timeout: 0 }, 'trainInWorker: timeout must be a positive number of milliseconds, got 0'],
  ])('refuses %o, %o', (schedule, options, message) => {
    expect(() => trainInWorker(line()[0], schedule as never, options)).toThrow(message);
  });
});

describe('workerTrainer, where a step is reported more than once,', () => {
  /** Steps of two reports back to back, and each second one of a third, of an earlier step. */
  const twice = (steps: number) => {
    const walk = { w: 0 };
    const gate = new Subject<void>();
    let due = { rate: 0, step: -1 };
    const trainer: Trainer<{ step: number }, number> & { save(): Promise<number>; restore(): Promise<void> } =
      {
        setRate(rate, step) {
          due = { rate, step };
          gate.next();
        },
        save: async () => walk.w,
        restore: async () => {},
        reports: (start) =>
          new Observable((out) => {
            const loop = async () => {
              await later(0);
              for (let step = start; step < steps && !out.closed; step++) {
                while (due.step < step) await firstValueFrom(gate);
                if (out.closed) return;
                walk.w += due.rate;
                const { rate } = due;
                out.next({ step, rate, w: walk.w } as never);
                out.next({ step, rate, valLoss: 1 } as never);
                if (step % 2 === 1) out.next({ step: step - 1, late: 1 } as never);
              }
              out.complete();
            };
            void loop().catch(() => {});
          }),
      };
    return { trainer, walk };
  };
  const rates = (rows: readonly object[]) =>
    rows.flatMap((row) => ('w' in row && 'rate' in row ? [row.rate] : []));
  const wanted = [1, 0.75, 0.5, 0.25, 0, 0];
  const plan = linear({ from: 1, to: 0, over: 4 });

  it('answers them all when the operator takes its time', async () => {
    const { trainer, walk } = twice(6);
    const slow = (reports: Observable<object>) => reports.pipe(plan, delay(10));
    expect(rates(await all(train(workerTrainer(served(trainer)), slow)))).toEqual(wanted);
    expect(walk.w).toBe(2.5);
  });

  it('withholds the next rate while it is paused, and goes on', async () => {
    const { trainer, walk } = twice(6);
    const running = new BehaviorSubject(true);
    const rows: { step: number }[] = [];
    const over = train(workerTrainer(served(trainer)), plan, { running }).forEach((row) => {
      rows.push(row);
      if (!('w' in row)) return;
      running.next(false);
      const walked = walk.w;
      setTimeout(() => {
        expect(walk.w).toBe(walked);
        running.next(true);
      }, 15);
    });
    await over;
    expect(rows).toHaveLength(15);
    expect(rates(rows)).toEqual(wanted);
  });

  it('keeps checkpoints in a store that takes its time', async () => {
    const { trainer } = twice(6);
    const kept: number[] = [];
    const store = {
      load: async () => undefined,
      save: async (checkpoint: { state: State }) => {
        await later();
        kept.push(checkpoint.state.step);
      },
    };
    const there = workerTrainer<{ w: number }>(served(trainer));
    const rows = await all(checkpointing(there, plan, store, { every: 2 }));
    expect(rates(rows)).toEqual(wanted);
    expect(kept).toEqual([2, 4, 6]);
  });

  it('has the next run go on where a save of the one before does not end', async () => {
    const { trainer } = twice(2);
    const page = served({ ...trainer, save: () => new Promise<never>(() => {}) });
    const there = workerTrainer<{ w: number }>(page, { timeout: 400 });
    let saved: Promise<string> | undefined;
    await all(
      train(there, plan).pipe(
        tap(() => {
          saved ??= there.save().then(String, (error: Error) => error.message);
        }),
        take(1),
      ),
    );
    expect(rates(await all(train(there, plan)))).toEqual([1, 0.75]);
    expect(await saved).toMatch(/^workerTrainer: the trainer said nothing for 400 ms in save/);
  });
});

describe('serve', () => {
  it('is refused by name', () => {
    expect(() => serve({} as never)).toThrow(
      'serve: its first argument must be a trainer { reports, setRate }',
    );
    expect(() => serve(walker(1).trainer)).toThrow('serve: there is no page to serve here');
    expect(() => serve(walker(1).trainer, { port: 3 as never })).toThrow(
      'serve: port must be a MessagePort, got 3',
    );
    expect(() => serve(walker(1).trainer, { ports: 3 } as never)).toThrow("serve: unknown option 'ports'");
    const [, port] = line();
    serve(walker(1).trainer, { port });
    expect(() => serve(walker(1).trainer, { port })).toThrow('serve: this port serves a trainer already');
  });
});
