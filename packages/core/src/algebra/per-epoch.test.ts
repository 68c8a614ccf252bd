import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosineAnnealing,
  type Decision,
  feedback,
  groups,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  describe as say,
  sequence,
  simulate,
  staircase,
} from '../index.ts';
import { laws } from '../testing/index.ts';
import { decided } from '../trees/decided.ts';

const falling = linear({ from: 4, to: 0, over: 4 });
const plateau = (monitor = 'loss') => reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor });

/** What feedback of one's own hears, and the number of steps that it has counted as its rate. */
function listening(monitor?: readonly string[], span = Infinity) {
  const heard: [step: number, report: unknown][] = [];
  const schedule: Part = feedback({
    init: 0,
    next: (n: number, report: unknown, step) => {
      heard.push([step, report]);
      return n + 1;
    },
    rate: (n) => n,
    span,
    ...(monitor && { monitor }),
  });
  return { heard, schedule };
}

function ended(schedule: Part, reports: readonly unknown[]): string {
  let end = 'open';
  from(reports)
    .pipe(schedule)
    .subscribe({ error: (error: Error) => (end = error.message), complete: () => (end = 'completed') });
  return end;
}

/** Reports of the steps from `first` on, each with the metrics given. */
const steps = (first: number, count: number, metrics: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ step: first + i, ...metrics }));

describe('perEpoch', () => {
  it('keeps the index of each reading, also where epochs are epochs of epochs', () => {
    const nested = perEpoch(perEpoch(multiply(plateau(), plateau('v')), { steps: 2 }), { steps: 2 });
    const bestAt = (reports: readonly unknown[]) => {
      const { state } = decided(nested, reports).at(-1) as Decision;
      const found = JSON.stringify(state).matchAll(/"bestAt":(\d+|null)/g);
      return [...found].map(([, index]) => index);
    };
    expect(bestAt([{ step: 0, v: 3 }, { step: 1, loss: 2 }, { step: 2 }, { step: 3 }])).toEqual(['1', '0']);
    expect(bestAt([{ step: 0 }, { v: 3 }, { step: 1, loss: 2 }, { step: 2 }, { step: 3 }])).toEqual([
      '1',
      'null',
    ]);
  });

  it.each([
    [1, [4, 3, 2, 1, 0, 0]],
    [3, [4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0]],
    [2.5, [4, 4, 4, 3, 3, 2, 2, 2, 1, 1, 0, 0]],
    [0.5, [4, 2, 0, 0]],
  ])('looks a curve up at the epoch, %s steps long', (length, rates) => {
    const schedule = perEpoch(falling, { steps: length });
    expect(rates.map((_, step) => schedule.at(step))).toEqual(rates);
    expect(schedule.span).toBe(4 * length);
    expect(isCurve(schedule)).toBe(true);
  });

  it('lasts for ever where its part does, and stops at the last whole epoch of one in fractions', () => {
    expect(perEpoch(constant(1), { steps: 313 }).span).toBe(Infinity);
    const { at, span } = perEpoch(linear({ from: 5, to: 0, over: 2.5 }), { steps: 2 });
    expect([span, at(3), at(4), at(5), at(99)]).toEqual([5, 3, 1, 1, 1]);
  });

  it('mixes both units in a sequence', () => {
    const both = sequence(
      linear({ from: 0.001, to: 0.1, over: 500 }),
      perEpoch(cosineAnnealing({ from: 0.1, over: 90 }), { steps: 313 }),
    );
    expect(both.span).toBe(500 + 90 * 313);
    expect([500, 500 + 45 * 313 - 1, 500 + 45 * 313, 500 + 90 * 313].map(both.at)).toEqual([
      0.1,
      cosineAnnealing({ from: 0.1, over: 90 }).at(44),
      0.05,
      0,
    ]);
  });

  it('reads once an epoch, at its end, the latest reading in it', () => {
    const reports = [3, 2, 9, 2, 8, 8, 1, 2].map((loss, step) => ({ step, loss }));
    //                                             9 is the baseline | 8 is better | 2 is better
    expect(simulate(perEpoch(plateau(), { steps: 3 }), reports)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const { heard, schedule } = listening(['loss']);
    expect(simulate(perEpoch(schedule, { steps: 3 }), reports)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(heard).toEqual([
      [0, { loss: 9 }],
      [1, { loss: 8 }],
    ]);
  });

  it('keeps a metric of mid-epoch until the epoch is over, and none for the next', () => {
    const { heard, schedule } = listening(['loss', 'valLoss']);
    const reports = [
      { step: 0, loss: 1, valLoss: 7 },
      { step: 1, loss: 2 },
      { step: 2, loss: null },
      { step: 3, loss: 4 },
    ];
    simulate(perEpoch(schedule, { steps: 2 }), reports);
    expect(heard).toEqual([
      [0, { loss: 2, valLoss: 7 }],
      [1, { loss: 4 }],
    ]);
  });

  it('keeps readings that are not finite, in a state of JSON', () => {
    const schedule = perEpoch(plateau(), { steps: 4 });
    for (const [value, word] of [
      [Number.NaN, 'nan'],
      [Infinity, 'inf'],
      [-Infinity, '-inf'],
    ]) {
      const begun = [...steps(0, 4, { loss: 1 }), { step: 4, loss: value }];
      const { state } = decided(schedule, begun)[5] as Decision;
      expect(state.parts.memory).toMatchObject({ gathered: { loss: [4, word] } });
      const revived = resume(schedule, JSON.parse(JSON.stringify(state)));
      expect(simulate(revived, steps(5, 3))).toEqual([1, 1, 1, 0.5]);
    }
  });

  it('hears a validation that comes right behind the epoch, under its last step or without one', () => {
    const schedule = perEpoch(plateau('valLoss'), { steps: 2 });
    for (const last of [(step: number) => ({ step, valLoss: 1 }), () => ({ valLoss: 1 })]) {
      const reports = [...steps(0, 2), last(1), ...steps(2, 2), last(3), ...steps(4, 1)];
      expect(simulate(schedule, reports)).toEqual([1, 1, 1, 1, 1, 1, 0.5, 0.5]);
    }
  });

  it('hears a validation of the epoch before while the next is on, as of its own epoch', () => {
    const { heard, schedule } = listening(['valLoss']);
    const reports = [...steps(0, 3), { step: 1, valLoss: 7 }, ...steps(3, 1), { step: 3, valLoss: 8 }];
    expect(simulate(perEpoch(schedule, { steps: 2 }), reports)).toEqual([0, 0, 1, 1, 2, 3, 4]);
    expect(heard).toEqual([
      [0, {}],
      [0, { valLoss: 7 }],
      [1, {}],
      [1, { valLoss: 8 }],
    ]);
  });

  it('hears what comes late for an epoch only in the part that was on in it', () => {
    const [a, b] = [listening(['valLoss']), listening(['valLoss'])];
    const two = perEpoch(sequence(lasting(a.schedule, 2), b.schedule), { steps: 2 });
    // Step 1 is of epoch 0; step 4 is of epoch 2, the first of the part that is on.
    simulate(two, [...steps(0, 6), { step: 1, valLoss: 7 }, { step: 4, valLoss: 8 }]);
    expect(a.heard).toEqual([
      [0, {}],
      [1, {}],
    ]);
    expect(b.heard).toEqual([
      [0, {}],
      [0, { valLoss: 8 }],
    ]);
    const cut = perEpoch(sequence(lasting(plateau('valLoss'), 2), plateau('valLoss')), { steps: 2 });
    const late = [...steps(0, 6), { step: 1, valLoss: 1 }, { step: 5, valLoss: 2 }, ...steps(6, 2)];
    expect(simulate(cut, late).at(-1)).toBe(1);
  });

  it('hears the validations of two epochs that come behind both, each as of its own', () => {
    const { heard, schedule } = listening(['valLoss', 'top1']);
    simulate(perEpoch(schedule, { steps: 2 }), [
      ...steps(0, 4),
      { step: 1, valLoss: 3 },
      { step: 3, valLoss: 4 },
      { step: 3, valLoss: 5, top1: 0.5 },
      { step: 1, valLoss: 6, top1: 0.7 },
      { valLoss: 7, top1: 0.8 },
      ...steps(4, 2, { valLoss: 8 }),
      { step: 5, valLoss: 9 },
    ]);
    expect(heard).toEqual([
      [0, {}],
      [1, {}],
      [0, { valLoss: 3 }],
      [1, { valLoss: 4 }],
      [1, { top1: 0.5 }],
      [2, { valLoss: 8 }],
    ]);
    const cut = perEpoch(plateau('valLoss'), { steps: 2 });
    const behind = [...steps(0, 4), { step: 1, valLoss: 3 }, { step: 3, valLoss: 4 }];
    expect(simulate(cut, behind)).toEqual([1, 1, 1, 1, 1, 1, 0.5]);
  });

  it('hears each metric once an epoch: what was read in it is not read again behind it', () => {
    const { heard, schedule } = listening(['loss', 'valLoss']);
    const reports = [...steps(0, 2, { loss: 5 }), { loss: 4, valLoss: 7 }, { loss: 3, valLoss: 6 }];
    simulate(perEpoch(schedule, { steps: 2 }), reports);
    expect(heard).toEqual([
      [0, { loss: 5 }],
      [0, { valLoss: 7 }],
    ]);
  });

  it('keeps what comes late for a step of the epoch that is on', () => {
    const { heard, schedule } = listening(['valLoss']);
    simulate(perEpoch(schedule, { steps: 3 }), [
      ...steps(0, 5),
      { step: 3, valLoss: 8 },
      { valLoss: 9 },
      ...steps(5, 1),
    ]);
    expect(heard.at(-1)).toEqual([1, { valLoss: 9 }]);
  });

  it('tells of each metric at which index it was best, and of none where it had none', () => {
    const schedule = perEpoch(multiply(plateau(), plateau('valLoss')), { steps: 4 });
    const bestAt = (reports: readonly unknown[]) => {
      const { memory } = (decided(schedule, reports).at(-1) as Decision).state.parts;
      return (memory as { memory: { bestAt: unknown }[] }).memory.map((each) => each.bestAt);
    };
    const [, one, , three] = steps(0, 4);
    expect(bestAt([{ step: 0, valLoss: 3 }, one, { step: 2, loss: 2 }, three])).toEqual([2, 0]);
    expect(bestAt([{ step: 0, loss: 3 }, one, { step: 2, valLoss: 2 }, three])).toEqual([0, 2]);
    expect(bestAt([{ step: 0 }, { valLoss: 3 }, { step: 2, loss: 2 }, three])).toEqual([2, null]);
    // The same behind the epoch: what comes without an index, and what comes under that of an earlier step.
    expect(bestAt([...steps(0, 4), { valLoss: 3 }, { step: 2, loss: 2 }])).toEqual([2, null]);
    expect(bestAt([...steps(0, 3), { step: 3, loss: 2 }, { step: 2, valLoss: 1 }])).toEqual([3, 2]);
  });

  it('passes over epochs: each that was left out reported nothing', () => {
    const { heard, schedule } = listening(['loss']);
    const reports = [
      { step: 0, loss: 1 },
      { step: 8, loss: 2 },
      { step: 9, loss: 3 },
    ];
    expect(simulate(perEpoch(schedule, { steps: 2 }), reports)).toEqual([0, 0, 4, 5]);
    expect(heard).toEqual([
      [0, { loss: 1 }],
      [1, {}],
      [2, {}],
      [3, {}],
      [4, { loss: 3 }],
    ]);
    const both = perEpoch(multiply(falling, plateau()), { steps: 2 });
    expect(simulate(both, [...reports.slice(0, 1), { step: 5, loss: 1 }])).toEqual([4, 4, 0.5]);
    const far = perEpoch(multiply(plateau(), linear({ from: 1, to: 0, over: 1e12 })), { steps: 10 });
    expect(simulate(far, [{ step: 5e12 - 1 }])).toEqual([1, 0.5]);
  });

  it('takes several epochs a step, where they are shorter than one', () => {
    const { heard, schedule } = listening(['loss']);
    expect(simulate(perEpoch(schedule, { steps: 0.5 }), steps(0, 2, { loss: 1 }))).toEqual([0, 2, 4]);
    expect(heard.map(([epoch, report]) => [epoch, Object.keys(report as object).length])).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  it('gives whole reports to feedback without monitors: the numbers in them, the latest of each', () => {
    const { heard, schedule } = listening();
    const reports = [
      { step: 0, loss: 1, accuracy: 0.5, phase: 'train' },
      { step: 1, loss: 2, note: null },
      { step: 1, valLoss: 7 },
      { step: 1, valLoss: 7 },
      { step: 2, loss: 3 },
      { step: 5, loss: Number.NaN },
    ];
    simulate(perEpoch(schedule, { steps: 2 }), reports);
    expect(heard).toEqual([
      [0, { loss: 2, accuracy: 0.5 }],
      [0, { valLoss: 7 }],
      [1, { loss: 3 }],
      [2, { loss: Number.NaN }],
    ]);
  });

  it('gives bare numbers as they are, the last of each epoch, to whole reports and to monitors', () => {
    const { heard, schedule } = listening();
    simulate(perEpoch(schedule, { steps: 2 }), [3, 2, 5, 4]);
    expect(heard).toEqual([
      [0, 2],
      [1, 4],
    ]);
    const two = perEpoch(multiply(plateau('loss'), plateau('valLoss')), { steps: 2 });
    expect(simulate(two, [3, 2, 5, 4, 1, 1])).toEqual([1, 1, 1, 1, 0.25, 0.25, 0.25]);
  });

  it('takes a reading by name that comes after a bare number in its epoch, and the other way round', () => {
    const named = { step: 1, loss: 5 };
    for (const monitors of [undefined, ['loss']]) {
      const { heard, schedule } = listening(monitors);
      simulate(perEpoch(schedule, { steps: 2 }), [1, named]);
      expect(heard).toEqual([[0, { loss: 5 }]]);
    }
    const bare = listening();
    simulate(perEpoch(bare.schedule, { steps: 2 }), [{ loss: 5 }, 7]);
    expect(bare.heard).toEqual([[0, 7]]);
    // 5 is the baseline, and 4 is better; with 1 as the baseline it would cut.
    const next = steps(2, 2, { loss: 4 });
    expect(simulate(perEpoch(plateau(), { steps: 2 }), [1, named, ...next])).toEqual([1, 1, 1, 1, 1]);
  });

  it('reads a stream of epochs like any other', () => {
    const epochs = [1, 1, 1, 1].map((loss, epoch) => ({ epoch, loss }));
    expect(simulate(perEpoch(plateau(), { steps: 2 }), epochs)).toEqual([1, 1, 1, 1, 0.5]);
  });

  it('takes nothing twice: what was delivered again counts in neither epoch', () => {
    const { heard, schedule } = listening(['loss']);
    const reports = [...steps(0, 2, { loss: 1 }), { step: 1, loss: 9 }, { step: 0, loss: 9 }, ...steps(2, 2)];
    simulate(perEpoch(schedule, { steps: 2 }), reports);
    expect(heard).toEqual([
      [0, { loss: 1 }],
      [1, {}],
    ]);
  });

  it('holds past its span, deaf, and cuts an epoch that is not over', () => {
    const brief = perEpoch(lasting(plateau(), 3), { steps: 2 });
    expect(simulate(brief, steps(0, 9, { loss: 1 }))).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25]);
    expect(simulate(brief, [...steps(0, 6, { loss: 1 }), { loss: 1 }]).at(-1)).toBe(0.25);
    const cut = perEpoch(lasting(plateau(), 2.5), { steps: 2 });
    expect(simulate(cut, steps(0, 9, { loss: 1 })).slice(4)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  it('says who acted, at the end of the epoch', () => {
    const told = decided(perEpoch(plateau(), { steps: 2 }), steps(0, 4, { loss: 1 }));
    expect(told.map(({ causes }) => causes.length)).toEqual([0, 0, 0, 0, 1]);
    expect(told[4]?.causes[0]).toMatchObject({ by: 'reduceOnPlateau', path: '$.part', step: 4, bestAt: 1 });
    expect(told[4]?.causes.map(say)).toEqual([
      'reduced from 1 to 0.5 at step 4: no gain > 1e-4 (relative) over loss 1 (step 1) in 1 reading',
    ]);
    expect(told[4]?.state.shape).toBe('perEpoch(reduceOnPlateau)');
  });

  describe('in another', () => {
    const epochs = perEpoch(plateau(), { steps: 2 });

    it('sequence: its epochs begin where it does, and what was for the part before is not read', () => {
      const { heard, schedule } = listening(['loss']);
      const both = sequence(lasting(constant(7), 3), perEpoch(schedule, { steps: 2 }));
      const reports = [...steps(0, 3, { loss: 1 }), { step: 2, loss: 2 }, ...steps(3, 2, { loss: 3 })];
      expect(simulate(both, reports)).toEqual([7, 7, 7, 0, 0, 0, 1]);
      expect(heard).toEqual([[0, { loss: 3 }]]);
    });

    it('sequence: what has no index is read in the first epoch, also right before its first step', () => {
      const { heard, schedule } = listening(['loss']);
      const both = sequence(lasting(constant(7), 2), perEpoch(schedule, { steps: 2 }));
      expect(simulate(both, [...steps(0, 2), { loss: 5 }, ...steps(2, 2)])).toEqual([7, 7, 0, 0, 0, 1]);
      expect(heard).toEqual([[0, { loss: 5 }]]);
    });

    it('sequence: the next part begins where its last epoch ends', () => {
      const both = sequence(perEpoch(lasting(plateau(), 2), { steps: 2 }), plateau('valLoss'));
      expect(simulate(both, steps(0, 6, { loss: 1, valLoss: 1 }))).toEqual([1, 1, 1, 1, 1, 1, 0.5]);
      expect(decided(both, steps(0, 5))[4]?.causes.map(({ by, path }) => `${by} ${path}`)).toEqual([
        'sequence $',
      ]);
    });

    it('staircase: epochs go on, and the rate is taken when the stairs move', () => {
      expect(simulate(staircase(epochs, { every: 4 }), steps(0, 8, { loss: 1 }))).toEqual([
        1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.125,
      ]);
    });

    it('restarts: each cycle has epochs of its own, as long as the cycle is stretched', () => {
      const cycle = perEpoch(lasting(plateau(), 3), { steps: 2 });
      const again = restarts(cycle, { stretch: 2 });
      //                                     cycle 0: 6 steps   | cycle 1: 12 steps, epochs of 4
      expect(simulate(again, steps(0, 18, { loss: 1 }))).toEqual([
        1, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 1,
      ]);
      const { heard, schedule } = listening(['loss'], 2);
      simulate(restarts(perEpoch(schedule, { steps: 2 }), { stretch: 2 }), steps(0, 12, { loss: 1 }));
      expect(heard.map(([epoch]) => epoch)).toEqual([0, 1, 0, 1]);
    });

    it('multiply: beside what counts steps', () => {
      const both = multiply(linear({ from: 8, to: 0, over: 8 }), epochs, plateau('valLoss'));
      const reports = steps(0, 5, { loss: 1 }).map((report) =>
        report.step === 1 || report.step === 2 ? { ...report, valLoss: 1 } : report,
      );
      expect(simulate(both, reports)).toEqual([8, 7, 6, 2.5, 1, 0.75]);
    });

    it('perEpoch: epochs of epochs', () => {
      const { heard, schedule } = listening(['loss']);
      const nested = perEpoch(perEpoch(schedule, { steps: 2 }), { steps: 3 });
      expect(simulate(nested, steps(0, 12, { loss: 1 }))).toEqual(
        Array.from({ length: 13 }, (_, step) => Math.floor(step / 6)),
      );
      expect(heard.map(([, report]) => report)).toEqual([{ loss: 1 }, { loss: 1 }]);
    });
  });

  describe('at the end of the run', () => {
    it('names a metric that never came', () => {
      expect(ended(perEpoch(plateau('valLoss'), { steps: 2 }), steps(0, 5, { vloss: 1 }))).toMatch(
        /^perEpoch: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\); they carried vloss\./,
      );
      const nested = perEpoch(perEpoch(plateau('valLoss'), { steps: 1 }), { steps: 2 });
      expect(ended(nested, steps(0, 2))).toMatch(/the metric 'valLoss'; they carried none/);
    });

    it('names it where no report is of the last step of an epoch, and the nearest that came', () => {
      const sparse = [2, 6, 10, 14].map((step) => ({ step, vloss: 1 }));
      const message = /^perEpoch: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\)/;
      expect(ended(perEpoch(plateau('valLoss'), { steps: 4 }), sparse)).toMatch(message);
      expect(ended(perEpoch(listening(['valLoss']).schedule, { steps: 4 }), sparse)).toMatch(message);
      const later = sequence(lasting(constant(1), 3), plateau('valLoss'));
      expect(ended(perEpoch(later, { steps: 4 }), sparse)).toMatch(message);
    });

    it('names it where the run ends inside the first epoch', () => {
      const message = /^perEpoch: no report carried the metric 'valLoss' \(did you mean 'vloss'\?\)/;
      const schedule = perEpoch(plateau('valLoss'), { steps: 4 });
      expect(ended(schedule, [{ step: 0, vloss: 1 }])).toMatch(message);
      expect(ended(schedule, [{ vloss: 1 }, { vloss: 1 }])).toMatch(message);
      const nested = perEpoch(perEpoch(plateau('valLoss'), { steps: 2 }), { steps: 2 });
      expect(ended(nested, [{ step: 0 }])).toMatch(/the metric 'valLoss'; they carried none/);
    });

    it('does not ask for what a part reads whose turn never came', () => {
      const two = perEpoch(sequence(lasting(plateau(), 2), plateau('valLoss')), { steps: 2 });
      expect(ended(two, steps(0, 3, { loss: 1 }))).toBe('completed');
      // With the last step of its second epoch the first part has done; of the next no step has run.
      expect(ended(two, steps(0, 4, { loss: 1 }))).toBe('completed');
      expect(ended(two, steps(0, 5, { loss: 1 }))).toMatch(/no report carried the metric 'valLoss'/);
      const sparse = [2, 6].map((step) => ({ step, vloss: 1 }));
      const later = sequence(lasting(constant(1), 3), plateau('valLoss'));
      expect(ended(perEpoch(later, { steps: 4 }), sparse)).toBe('completed');
    });

    it('takes one that came once, even late or in mid-epoch, and one whose turn never came', () => {
      const schedule = perEpoch(plateau('valLoss'), { steps: 2 });
      expect(ended(schedule, [...steps(0, 2), { valLoss: 1 }, ...steps(2, 4)])).toBe('completed');
      expect(ended(schedule, [{ step: 0, valLoss: 1 }, ...steps(1, 4)])).toBe('completed');
      expect(ended(sequence(lasting(constant(1), 9), schedule), steps(0, 5))).toBe('completed');
      expect(ended(schedule, [])).toBe('completed');
    });

    it('remembers over a resume that it has come, and that it was missed', () => {
      const schedule = perEpoch(plateau('valLoss'), { steps: 2 });
      const after = (reports: readonly unknown[]) => (decided(schedule, reports).at(-1) as Decision).state;
      const came = resume(schedule, after([{ step: 0, valLoss: 1 }]));
      expect(ended(came, steps(1, 5))).toBe('completed');
      const missed = resume(schedule, after(steps(0, 2)));
      expect(ended(missed, [{ step: 2 }])).toMatch(/no report carried the metric 'valLoss'/);
    });
  });

  it('resumes in mid-epoch with what it has gathered, also under a longer plan', () => {
    const plan = (over: number) =>
      perEpoch(multiply(linear({ from: 1, to: 0, over }), plateau()), { steps: 2 });
    const { state } = decided(plan(4), [...steps(0, 2, { loss: 1 }), { step: 2, loss: 3 }])[3] as Decision;
    expect(state.parts.memory).toMatchObject({ epoch: 1, gathered: { loss: [2, 3] }, read: { loss: 0 } });
    expect(simulate(resume(plan(8), state), steps(3, 2))).toEqual([0.875, 0.375, 0.375]);
  });

  it.each<[object, string]>([
    [
      { epoch: 1.5, memory: null, gathered: {}, read: [] },
      'memory.epoch must be a whole number from 0 up, got 1.5',
    ],
    [{ epoch: 0, memory: null, gathered: {}, read: [] }, 'memory.memory must be an object'],
    [{ epoch: 0, memory: 'good', gathered: 3, read: [] }, 'memory.gathered must be an object'],
    [
      { epoch: 0, memory: 'good', gathered: { loss: [1] }, read: [] },
      'memory.gathered.loss must be an index and a reading, got a list',
    ],
    [{ epoch: 0, memory: 'good', gathered: { loss: [1, 'many'] }, read: [] }, 'memory.gathered.loss must be'],
    [{ epoch: 0, memory: 'good', gathered: {}, read: [3] }, 'memory.read'],
    [{ epoch: 0, memory: 'good', gathered: {} }, 'memory.read must be there'],
  ])('refuses the memory %o', (broken, message) => {
    const schedule = perEpoch(plateau(), { steps: 4 });
    const { state } = decided(schedule, steps(0, 2))[2] as Decision;
    const good = (state.parts.memory as { memory: unknown }).memory;
    const memory = { ...broken, ...('memory' in broken && broken.memory === 'good' && { memory: good }) };
    expect(() => resume(schedule, { ...state, parts: { ...state.parts, memory } })).toThrow(message);
  });

  it('is data', () => {
    expect(JSON.stringify(perEpoch(constant(1), { steps: 313 }))).toBe(
      '{"anneal":1,"type":"perEpoch","part":{"type":"constant","rate":1},"steps":313}',
    );
  });

  it.each<[unknown, unknown, string]>([
    [0.1, { steps: 2 }, 'perEpoch: its first argument must be a schedule, got 0.1'],
    [falling, { steps: 0 }, 'perEpoch: steps must be a positive number, got 0'],
    [falling, { steps: Infinity }, 'perEpoch: steps must be a positive number, got Infinity'],
    [falling, {}, 'perEpoch: steps must be a positive number, got undefined'],
    [falling, undefined, 'perEpoch: the options must be an object, got undefined'],
    [falling, { every: 2 }, "perEpoch: unknown option 'every', the options are steps"],
    [
      resume(constant(1), 3),
      { steps: 2 },
      'perEpoch: its first argument is a resumed schedule, and resume stands outermost',
    ],
    [
      groups({ a: plateau() }),
      { steps: 2 },
      'perEpoch: its first argument is a record of rates, and groups stands outermost',
    ],
  ])('refuses %o with %o', (a, options, message) => {
    expect(() => perEpoch(a as never, options as never)).toThrow(message);
  });

  it.each(laws(perEpoch(falling, { steps: 1.5 }), [1, 2, 3, 4, 5, 6, 7]))('$name (curve)', (law) =>
    law.check(),
  );
  it.each(laws(perEpoch(plateau(), { steps: 2 }), [1, 2, 3, 4, 5, Number.NaN, 6, 7, 8]))(
    '$name (feedback)',
    (law) => law.check(),
  );
  it.each(laws(perEpoch(listening().schedule, { steps: 1.5 }), steps(0, 9, { loss: 2 })))(
    '$name (whole reports)',
    (law) => law.check(),
  );
  const validated = [...steps(0, 2, { loss: 1 }), { step: 1, valLoss: 1 }, ...steps(2, 3), { valLoss: 2 }];
  it.each(
    laws(
      perEpoch(multiply(plateau(), sequence(lasting(plateau('valLoss'), 1), plateau())), { steps: 2 }),
      validated,
    ),
  )('$name (with validation)', (law) => law.check());
});
