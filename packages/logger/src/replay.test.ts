import { mkdtempSync, type ReadStream, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  constant,
  cosineAnnealing,
  decisions,
  groups,
  linear,
  live,
  reduceOnPlateau,
  resume,
  sequence,
  simulate,
  stepDecay,
  until,
  warmup,
} from '@anneal/core';
import {
  concat,
  delay,
  distinctUntilChanged,
  EMPTY,
  filter,
  firstValueFrom,
  from,
  lastValueFrom,
  map,
  merge,
  NEVER,
  type Observable,
  of,
  pipe,
  Subject,
  take,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { jsonl } from './jsonl/index.ts';
import { log } from './log.ts';
import { type Replayed, replay } from './replay.ts';
import type { Row } from './row.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Half of what was before, at each step. */
const halving = stepDecay({ initial: 1, factor: 0.5, every: 1 });

type Schedule = Parameters<typeof replay>[1];
const all = (rows: readonly object[] | Observable<object>, schedule: Schedule): Promise<Replayed[]> =>
  lastValueFrom(
    replay(Array.isArray(rows) ? from(rows as Row[]) : (rows as Observable<Row>), schedule).pipe(toArray()),
  );
const failure = (rows: readonly object[] | Observable<object>, schedule: Schedule): Promise<Error> =>
  all(rows, schedule).then(
    () => expect.unreachable('it came to its end'),
    (error) => error,
  );
const ratesOf = (rows: readonly Replayed[]): unknown[] => rows.map(({ rate }) => rate);

describe('replay', () => {
  it('puts the rate that would have been beside the one that was, and leaves the other columns', async () => {
    const rows = [
      { step: 0, epoch: 0, rate: 0.3, loss: 1, state: { a: 1 }, causes: [1] },
      { step: 1, loss: Number.NaN, rate: 0.2, note: 'x' },
      { step: 2, loss: 2 },
    ];
    const replayed = await all(rows, halving);
    expect(replayed).toEqual([
      { step: 0, epoch: 0, rate: 1, was: 0.3, loss: 1 },
      { step: 1, rate: 0.5, was: 0.2, loss: Number.NaN, note: 'x' },
      { step: 2, rate: 0.25, loss: 2 },
    ]);
    expect(Object.keys(replayed[0] as object)).toEqual(['step', 'epoch', 'rate', 'was', 'loss']);
  });

  it('has a column for each group, new and old', async () => {
    const rows = [
      { step: 0, 'rate.head': 1, 'rate.body': 2, loss: 1 },
      { step: 1, rate: 3 },
    ];
    expect(await all(rows, groups({ head: halving, momentum: constant(0.9) }))).toEqual([
      { step: 0, 'rate.head': 1, 'rate.momentum': 0.9, 'was.head': 1, 'was.body': 2, loss: 1 },
      { step: 1, 'rate.head': 0.5, 'rate.momentum': 0.9, was: 3 },
    ]);
  });

  it('tells causes of decisions, on each row of their step, and of steps that were skipped', async () => {
    const schedule = sequence(
      until(constant(1), { monitor: 'loss', below: 0.5 }),
      linear({ from: 0.5, to: 0, over: 10 }),
    );
    const rows = [
      { step: 0, loss: 1, causes: ['old'] },
      { step: 1, loss: 0.4 },
      { step: 4, loss: 0.3 },
      { step: 4, val: 0.3 },
      { step: 5, loss: 0.3 },
    ];
    const replayed = await all(rows, decisions(schedule));
    expect(ratesOf(replayed)).toEqual([1, 1, 0.4, 0.4, 0.35].map((rate) => expect.closeTo(rate, 12)));
    expect(replayed.map(({ causes = [] }) => causes.map((cause) => (cause as { by: string }).by))).toEqual([
      [],
      [],
      ['sequence', 'until'],
      ['sequence', 'until'],
      [],
    ]);
    expect(await all(rows, schedule)).toEqual(replayed.map(({ causes: _, ...row }) => row));
  });

  it.each([
    ['that skip steps', [{ step: 0 }, { step: 3 }, { step: 9 }], [1, 2 ** -3, 2 ** -9]],
    ['that begin late', [{ step: 5 }, { step: 6 }], [2 ** -5, 2 ** -6]],
    ['of epochs', [{ epoch: 0 }, { epoch: 2 }], [1, 2 ** -2]],
    ['without an index', [{ loss: 1 }, { loss: 2 }, {}], [1, 0.5, 0.25]],
    [
      'of a step that is over',
      [{ step: 0 }, { step: 1 }, { step: 1, val: 1 }, { step: 0, val: 1 }, { step: 2 }],
      [1, 0.5, 0.5, 1, 0.25],
    ],
    [
      'of a step that was skipped, late',
      [{ step: 0 }, { step: 4 }, { step: 2 }, { step: 5 }],
      [1, 2 ** -4, 2 ** -4, 2 ** -5],
    ],
    [
      'without an index among others',
      [{ step: 0 }, { step: 1 }, { note: 'x' }, { epoch: 0, val: 1 }, { step: 2 }],
      [1, 0.5, 0.5, 0.5, 0.25],
    ],
    [
      'without an index before others',
      [{}, {}, { step: 0 }, { step: 2 }, { step: 3 }],
      [1, 0.5, 1, 0.25, 0.125],
    ],
    [
      'whose step is null',
      [
        { step: null, epoch: 0 },
        { step: null, epoch: 1 },
      ],
      [1, 0.5],
    ],
  ])('takes rows %s', async (_, rows, rates) => {
    expect(ratesOf(await all(rows, halving))).toEqual(rates);
  });

  it('reads the metrics of all rows, and not what the schedule before said', async () => {
    const reports: unknown[] = [];
    const schedule: Schedule = (given) =>
      given.pipe(
        map((report: unknown) => {
          reports.push(report);
          return 1;
        }),
        (rates) => concat(of(1), rates),
      );
    const rows = [
      { step: 2, rate: 1, 'rate.a': 1, rated: 1, loss: Infinity, causes: [], state: {} },
      { step: 2, val: 1 },
      { note: 1 },
    ];
    await all(rows, schedule);
    expect(reports).toEqual([
      { step: 1 },
      { step: 2, rated: 1, loss: Infinity },
      { step: 2, val: 1 },
      { note: 1 },
    ]);
    reports.length = 0;
    await all([{ epoch: 3, loss: 1 }], schedule);
    expect(reports).toEqual([{ epoch: 2 }, { epoch: 3, loss: 1 }]);
  });

  it('takes what live returns', async () => {
    const swaps = new Subject<number>();
    const rows = [0, 1, 2, 3].map((step) => ({ step, loss: 1 }));
    const rates: unknown[] = [];
    replay(from(rows), live(halving, swaps, { splice: 'restart' })).subscribe(({ step, rate }) => {
      rates.push(rate);
      if (step === 1) swaps.next(7);
    });
    // The swap shows in the answer to the report of step 2.
    expect(rates).toEqual([1, 0.5, 0.25, 7]);
  });

  it('goes on with a resumed schedule', async () => {
    const schedule = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, cooldown: 0 });
    const losses = [1, 1, 1, 1, 1];
    let state: unknown;
    from(losses.slice(0, 3))
      .pipe(decisions(schedule))
      .subscribe((decision) => {
        state = decision.state;
      });
    const rows = losses.map((loss, step) => ({ step, loss })).slice(3);
    expect(ratesOf(await all(rows, resume(schedule, state as never)))).toEqual(
      simulate(schedule, losses).slice(3, 5),
    );
  });

  it('reads a file that jsonl has written', async () => {
    const file = join(folder, 'run.jsonl');
    from([0, 1, 2].map((step) => ({ step, rate: 3 })))
      .pipe(log(jsonl(file)))
      .subscribe();
    from([1, 2].map((step) => ({ step, rate: 4 })))
      .pipe(log(jsonl(file)))
      .subscribe();
    expect(await lastValueFrom(replay(file, halving).pipe(toArray()))).toEqual([
      { step: 0, rate: 1, was: 3 },
      { step: 1, rate: 0.5, was: 4 },
      { step: 2, rate: 0.25, was: 4 },
    ]);
  });

  it('can be replayed: what was is what the first replay said', async () => {
    const once = replay(of({ step: 0, rate: 3 }), halving);
    expect(await all(once, constant(7))).toEqual([{ step: 0, rate: 7, was: 1 }]);
  });

  it('stops a synchronous run in the middle, and lets go of both streams', () => {
    let asked = 0;
    const endless: Iterable<Row> = {
      *[Symbol.iterator]() {
        for (;;) yield { step: asked++ };
      },
    };
    const seen: unknown[] = [];
    replay(from(endless), halving)
      .pipe(take(3))
      .subscribe(({ rate }) => seen.push(rate));
    expect(seen).toEqual([1, 0.5, 0.25]);
    expect(asked).toBe(3);

    const rows = new Subject<Row>();
    const swaps = new Subject<never>();
    const subscription = replay(rows, live(halving, swaps)).subscribe();
    expect([rows.observed, swaps.observed]).toEqual([true, true]);
    subscription.unsubscribe();
    expect([rows.observed, swaps.observed]).toEqual([false, false]);
  });

  it('closes its file when it is unsubscribed in the middle', async () => {
    const file = join(folder, 'long.jsonl');
    from(Array.from({ length: 50_000 }, (_, step) => ({ step })))
      .pipe(log(jsonl(file)))
      .subscribe();
    const streams = vi.spyOn(process.getBuiltinModule('node:fs'), 'createReadStream').mock.results;
    expect(await firstValueFrom(replay(file, halving))).toMatchObject({ step: 0, rate: 1 });
    const stream = streams.at(-1)?.value as ReadStream;
    vi.restoreAllMocks();
    await vi.waitFor(() => expect(stream.closed).toBe(true));
    expect(stream.bytesRead).toBeLessThan(statSync(file).size);
  });

  it('ends with the last row that has a rate where the schedule completes', async () => {
    const rows = new Subject<Row>();
    const seen: unknown[] = [];
    let completed = false;
    replay(rows, pipe(halving, take(2))).subscribe({
      next: ({ rate }) => seen.push(rate),
      complete: () => {
        completed = true;
      },
    });
    rows.next({ step: 0 });
    expect(completed).toBe(false);
    rows.next({ step: 1 });
    expect(completed).toBe(true);
    expect(rows.observed).toBe(false);
    expect(seen).toEqual([1, 0.5]);
    expect(await all([{ step: 0 }], () => EMPTY)).toEqual([]);
    expect(ratesOf(await all([{ step: 3 }], pipe(halving, take(2))))).toEqual([2 ** -3]);
    expect(ratesOf(await all([{ step: 3 }], pipe(halving, take(1))))).toEqual([]);
  });

  it('completes with a run without rows, and keeps nothing between subscriptions', async () => {
    expect(await all([], halving)).toEqual([]);
    const twice = replay(from([{ step: 0 }, { step: 1 }]), halving);
    expect(ratesOf(await all(twice, halving))).toEqual([1, 0.5]);
    expect(ratesOf(await all(twice, halving))).toEqual([1, 0.5]);
  });

  it('remembers a thousand finished rows', async () => {
    const rows = Array.from({ length: 4000 }, (_, step) => ({ step }));
    const slope = linear({ from: 1, to: 0, over: 5000 });
    const late = [{ step: 3100 }, { step: 5 }];
    const rates = ratesOf(await all([...rows, ...late], slope));
    expect(rates.slice(-2)).toEqual([slope.at(3100), slope.at(4000)]);
  });
});

describe('replay says', () => {
  const rows = [0, 1, 2].map((step) => ({ step, loss: 1 }));
  const swallowed = 'replay: the schedule gave no rate in answer to the report of step';

  it.each<[string, Schedule, string]>([
    [
      'swallows an answer',
      pipe(
        halving,
        filter((rate) => rate > 0.3),
      ),
      `${swallowed} 1: it must answer each report at once`,
    ],
    ['swallows repeated answers', pipe(constant(1), distinctUntilChanged()), `${swallowed} 0: `],
    ['puts off its answers', pipe(halving, delay(0)), 'replay: the schedule gave no rate at its start: '],
    ['never says anything', () => NEVER, 'replay: the schedule gave no rate at its start: '],
    [
      'answers with a text',
      () => of('0.1'),
      "replay: a rate must be a finite number from 0 up, got '0.1' at its start",
    ],
    [
      'answers with no number',
      pipe(
        halving,
        map(() => Number.NaN),
      ),
      'got NaN at its start',
    ],
    [
      'is negative',
      pipe(
        halving,
        map((rate) => 0.3 - rate),
      ),
      'got -0.7 at its start',
    ],
    ['has no groups', () => of({}), 'got an object {  } at its start'],
    [
      'fails',
      pipe(
        halving,
        map((rate) => {
          if (rate < 0.5) throw new Error('too low');
          return rate;
        }),
      ),
      'replay: the schedule failed at step 1: too low',
    ],
    [
      'cannot be subscribed',
      () => {
        throw new Error('not today');
      },
      'replay: the schedule failed at step 0: not today',
    ],
    [
      'waits for a metric that never came',
      reduceOnPlateau({ initial: 1, monitor: 'los' }),
      'the schedule failed at step 3: ',
    ],
  ])('where a schedule %s', async (_, schedule, message) => {
    expect((await failure(rows, schedule)).message).toContain(message);
  });

  it('where a schedule speaks when nothing was reported', async () => {
    const schedule: Schedule = (reports) => merge(halving(reports), timer(0).pipe(map(() => 5)));
    const { message } = await failure(concat(from(rows), NEVER), schedule);
    expect(message).toContain('replay: the schedule gave a rate before step 3, when nothing was reported');
  });

  it.each<[string, object[], string]>([
    [
      'a step that is none',
      [{ step: 0 }, { step: 1.5 }],
      'replay: step must be a whole number from 0 up, got 1.5 at step 1',
    ],
    [
      'a text for a step',
      [{ step: '3' }],
      "replay: step must be a whole number from 0 up, got '3' at step 0",
    ],
    [
      'an epoch that is none',
      [{ epoch: -1 }],
      'replay: epoch must be a whole number from 0 up, got -1 at step 0',
    ],
    [
      'a step among epochs',
      [{ epoch: 0 }, { step: 4 }],
      'replay: the rows count epochs: step must be absent, got 4 at epoch 1',
    ],
    ['no row', [5 as never], 'replay: a row must be an object, got 5 at step 0'],
  ])('%s', async (_, given, message) => {
    expect((await failure(given, halving)).message).toBe(message);
  });

  it('what the run itself says', async () => {
    const broken = new Error('the disk is gone');
    expect(
      await failure(
        concat(
          of({ step: 0 }),
          throwError(() => broken),
        ),
        halving,
      ),
    ).toBe(broken);
  });

  it('which answer is no rate, behind the row that was reported', async () => {
    const seen: unknown[] = [];
    const error = await new Promise<Error>((error) =>
      replay(
        from(rows),
        pipe(
          halving,
          map((rate) => (rate < 0.5 ? Infinity : rate)),
        ),
      ).subscribe({
        next: (row) => seen.push(row.rate),
        error,
      }),
    );
    expect(error.message).toBe(
      'replay: a rate must be a finite number from 0 up, got Infinity in answer to the report of step 1',
    );
    expect(seen).toEqual([1, 0.5]);
  });

  it('of what a schedule reads wrong: the report, in its words', async () => {
    const schedule = warmup(reduceOnPlateau({ initial: 1 }), { over: 1 });
    const { message, cause } = await failure(
      [
        { step: 0, loss: 1 },
        { step: 1, loss: 'low' },
      ],
      schedule,
    );
    expect(message).toMatch(/^replay: the schedule failed at step 1: .*'low'/);
    expect(cause).toBeInstanceOf(Error);
  });

  it.each([
    [
      [{ step: 0 }],
      halving,
      /^replay: run must be a stream of rows, or the path of a file, got an array of 1; from\(rows\)/,
    ],
    ['', halving, /^replay: run must be a stream of rows, or the path of a file, got ''$/],
    [of({}), 0.1, /^replay: schedule must be a schedule, or an operator, got 0.1$/],
    [of({}), cosineAnnealing({ from: 1, over: 2 }).at(0), /^replay: schedule must be/],
  ])('at once: %#', (run, schedule, message) => {
    expect(() => replay(run as never, schedule as never)).toThrow(TypeError);
    expect(() => replay(run as never, schedule as never)).toThrow(message);
  });
});
