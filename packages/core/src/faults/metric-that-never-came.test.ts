import { EMPTY, from, type Observable, of, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  backOff,
  clamp,
  combine,
  constant,
  type Decision,
  decisions,
  feedback,
  greedy,
  groups,
  improvement,
  lasting,
  linear,
  live,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  scale,
  sequence,
  simulate,
  smooth,
  staircase,
  until,
  warmup,
} from '../index.ts';

const fall = linear({ from: 8, to: 0, over: 8 });
const monitor = 'valLoss';
const plateau = reduceOnPlateau({ initial: 8, monitor });
const accuracy = reduceOnPlateau({ initial: 8, monitor: 'accuracy' });
const reports = [{ loss: 4, vloss: 5 }, { loss: 2 }, { vloss: 2 }];

/** How a stream ends: 'completed', or the message of its error. */
function end(stream: Observable<unknown>): string {
  let ended = 'it goes on';
  stream.subscribe({
    error: (error: Error) => (ended = error.message),
    complete: () => (ended = 'completed'),
  });
  return ended;
}

const complaint = (by: string, metric = "'valLoss' (did you mean 'vloss'?)", came = 'loss, vloss') =>
  `${by}: no report carried the metric ${metric}; they carried ${came}. Set monitor to a metric that is reported.`;

/** Each with the function that complains, which is the outermost. */
const schedules: readonly [string, Part<string, unknown>][] = [
  ['reduceOnPlateau', plateau],
  ['greedy', greedy({ initial: 1, monitor })],
  ['backOff', backOff({ monitor })],
  ['feedback', feedback({ monitor, init: 1, next: (rate) => rate, rate: (rate) => rate })],
  ['sequence', sequence(lasting(plateau, 2), fall)],
  ['sequence', sequence(lasting(fall, 1), plateau)],
  ['multiply', multiply(fall, plateau)],
  ['scale', scale(plateau, 2)],
  ['clamp', clamp(plateau, { max: 1 })],
  ['combine', combine([fall, plateau], Math.min)],
  ['warmup', warmup(plateau, { over: 2 })],
  ['lasting', lasting(plateau, 2)],
  ['staircase', staircase(plateau, { every: 2 })],
  ['perEpoch', perEpoch(plateau, { steps: 1 })],
  ['restarts', restarts(lasting(plateau, 2))],
  ['groups', groups({ a: fall, b: plateau })],
  ['until', until(plateau, { monitor: 'loss', below: 0 })],
  ['until', until(fall, { monitor, below: 1 })],
  ['until', until(fall, { monitor, above: 9 })],
  ['until', until(fall, { plateau: { monitor } })],
  ['sequence', sequence(until(fall, { monitor, below: 1 }), constant(1))],
  [
    'sequence',
    sequence(
      until(plateau, () => false),
      constant(1),
    ),
  ],
  ['sequence', sequence(until(fall, { plateau: { monitor } }), constant(1))],
];

describe('a metric that never came', () => {
  it.each(schedules)('%s names it, what came, and the nearest name', (by, schedule) => {
    const source = from(reports);
    expect(end(source.pipe(schedule))).toBe(complaint(by));
    expect(end(source.pipe(decisions(schedule as Part<never, unknown>)))).toBe(complaint(by));
    expect(end(source.pipe(live(schedule as Part<never, unknown>, EMPTY)))).toBe(complaint(by));
    expect(end(source.pipe(decisions(live(schedule as Part<never, unknown>, EMPTY))))).toBe(complaint(by));
  });

  it.each(schedules)('%s says so where it has taken over', (by, schedule) => {
    const first: Part<string, unknown> = by === 'groups' ? groups({ a: fall, b: fall }) : fall;
    const operator = live(first as Part<never>, of(schedule as Part<never>));
    // The first report is still the old one's.
    const source = from([{ other: 1 }, ...reports]);
    expect(end(source.pipe(operator))).toBe(complaint(by).replace('they carried', 'they carried other,'));
    expect(end(source.pipe(decisions(operator)))).toBe(
      complaint(by).replace('they carried', 'they carried other,'),
    );
  });

  it.each<[string, (source: Observable<{ valLoss?: number }>) => Observable<unknown>]>([
    ['smooth', smooth({ monitor })],
    ['improvement', improvement({ monitor })],
  ])('%s names it, too', (by, operator) => {
    expect(end(operator(from(reports) as Observable<{ valLoss?: number }>))).toBe(complaint(by));
  });

  it.each(schedules)('%s is content where there was no report', (_, schedule) => {
    expect(end(EMPTY.pipe(schedule))).toBe('completed');
    expect(end(EMPTY.pipe(live(schedule as Part<never, unknown>, EMPTY)))).toBe('completed');
  });

  it.each(schedules)('%s is content where it came once, finite or not', (_, schedule) => {
    for (const valLoss of [5, Number.NaN]) {
      const source = from([...reports.slice(0, 2), { valLoss }, ...reports]);
      const first = from([{ valLoss }, ...reports]);
      expect(end(first.pipe(schedule))).toBe('completed');
      expect(end(source.pipe(schedule))).toBe('completed');
    }
  });

  it.each(schedules)('%s never has simulate raise it', (_, schedule) => {
    expect(simulate(schedule, reports)).toHaveLength(reports.length + 1);
  });

  it.each<[string, readonly unknown[], string]>([
    ['nothing came', [{ step: 0 }], 'they carried none'],
    ['nothing like it came', [{ x: 1 }], "'valLoss'; they carried x"],
    ['it came as nothing', [{ valLoss: null, loss: 1 }], "(did you mean 'loss'?); they carried loss"],
    ['indices are no metrics', [{ step: 0, epoch: 0, loss: 1 }], 'they carried loss.'],
    ['the nearest of several', [{ loss: 1, valoss: 2, vloss: 3 }], "(did you mean 'valoss'?)"],
  ])('%s', (_, source, said) => {
    expect(end(from(source).pipe(plateau))).toContain(said);
  });

  it('names every one of them', () => {
    const both = multiply(plateau, accuracy);
    const source = from([{ loss: 1, acuracy: 2 }]);
    expect(end(source.pipe(both as Part<never>))).toBe(
      complaint(
        'multiply',
        "'valLoss' (did you mean 'loss'?) or 'accuracy' (did you mean 'acuracy'?)",
        'loss, acuracy',
      ),
    );
  });
});

describe('a part whose turn never came', () => {
  it.each<[string, Part<string, unknown>]>([
    ['behind a curve', sequence(lasting(fall, 3), plateau)],
    ['behind a warm-up', warmup(plateau, { over: 3 })],
    [
      'behind a phase that did not end',
      sequence(lasting(until(fall, { monitor: 'loss', below: 0 }), 4), plateau),
    ],
    [
      'behind a phase that has ended on the last report',
      sequence(
        until(fall, (report) => report === reports[2]),
        plateau,
      ),
    ],
    ['in an epoch that is not over', perEpoch(warmup(plateau, { over: 1 }), { steps: 3 })],
  ])('%s has missed nothing', (_, schedule) => {
    expect(end(from(reports).pipe(schedule))).toBe('completed');
    expect(end(from([...reports, ...reports, ...reports]).pipe(schedule))).toMatch(/ the metric 'valLoss' /);
  });

  it.each<[string, Part<string>]>([
    ['a plateau', plateau],
    ['a feedback', feedback({ monitor, init: 1, next: (rate) => rate, rate: (rate) => rate })],
    ['a phase', until(fall, { monitor, below: 0 })],
  ])('%s has missed nothing in steps that were passed over', (_, part) => {
    const between: Part<string> = sequence(lasting(fall, 1), lasting(part, 2), fall);
    const [first, later] = [
      { step: 0, loss: 1 },
      { step: 5, loss: 1 },
    ];
    expect(end(from([first, later]).pipe(between))).toBe('completed');
    expect(end(from([first, { step: 1, loss: 1 }, later]).pipe(between))).toBe(
      complaint('sequence', "'valLoss' (did you mean 'loss'?)", 'loss'),
    );
  });
});

describe('a metric that never came to what has taken over', () => {
  /** The end of a run in which each act is said before the report beside it. */
  function ended(first: Part<string>, script: readonly (readonly [object, Part<string>?])[]): string {
    const source = new Subject<object>();
    const swaps = new Subject<Part<string>>();
    let said = 'it goes on';
    source.pipe(live(first as Part<never>, swaps)).subscribe({
      error: (error: Error) => (said = error.message),
      complete: () => (said = 'completed'),
    });
    for (const [report, act] of script) {
      if (act !== undefined) swaps.next(act);
      source.next(report);
    }
    source.complete();
    return said;
  }
  const same = () => reduceOnPlateau({ initial: 1, monitor });

  it('is no matter where it took over with the last report', () => {
    expect(ended(fall, [[{ loss: 1 }], [{ loss: 1 }, plateau]])).toBe('completed');
  });

  it('is no matter where the metric had come to the one before', () => {
    expect(ended(plateau, [[{ valLoss: 1 }], [{ loss: 1 }, same()], [{ loss: 1 }]])).toBe('completed');
  });

  it('nor to the one before that, whatever the one between has read', () => {
    const script = [
      [{ valLoss: 1 }],
      [{ loss: 1 }, accuracy],
      [{ accuracy: 1 }, same()],
      [{ loss: 1 }],
    ] as const;
    expect(ended(plateau, script)).toBe('completed');
    const throughCurve = [
      [{ valLoss: 1 }],
      [{ loss: 1 }, fall],
      [{ loss: 1 }, same()],
      [{ loss: 1 }],
    ] as const;
    expect(ended(plateau, throughCurve)).toBe('completed');
  });

  it('nor where it came before anybody read it: in this run it has come', () => {
    expect(ended(fall, [[{ valLoss: 1 }, plateau], [{ loss: 1 }]])).toBe('completed');
    expect(ended(fall, [[{ loss: 1 }, plateau], [{ loss: 1 }]])).toContain("'valLoss'");
  });

  it('names the metrics that the run has seen', () => {
    expect(ended(fall, [[{ x: 1 }, plateau], [{ vloss: 1 }], [{ loss: 1 }]])).toBe(
      complaint('reduceOnPlateau', undefined, 'x, vloss, loss'),
    );
  });
});

describe('a metric that never came, resumed', () => {
  function stateAfter(schedule: Part<string>, source: readonly object[]) {
    const all: Decision[] = [];
    from(source)
      .pipe(decisions(schedule as Part<never>))
      .subscribe({ next: (decision) => all.push(decision), error: () => {} });
    return JSON.parse(JSON.stringify(all.at(-1)?.state));
  }

  it.each([
    ['a plateau', plateau],
    ['until', sequence(until(fall, { monitor, below: 0 }), constant(1))],
  ] as [string, Part<string>][])('%s remembers that it came', (_, schedule) => {
    const resumed = resume(schedule, stateAfter(schedule, [{ valLoss: 1 }, { loss: 1 }]));
    expect(end(from([{ loss: 1 }]).pipe(resumed))).toBe('completed');
  });

  it.each([
    ['a plateau', plateau],
    ['until', sequence(until(fall, { monitor, below: 0 }), constant(1))],
  ] as [string, Part<string>][])('%s remembers that it was missed', (_, schedule) => {
    const resumed = resume(schedule, stateAfter(schedule, [{ loss: 1 }]));
    expect(end(from([{ loss: 1 }]).pipe(resumed))).toContain("'valLoss' (did you mean 'loss'?)");
    expect(end(EMPTY.pipe(resumed))).toBe('completed');
  });
});
