import { from, map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { decisions, feedback, linear, resume, type State, sequence, simulate } from '../index.ts';
import { laws } from '../testing/index.ts';

function collect<T>(stream: { subscribe: (observer: object) => unknown }): (T | string)[] {
  const seen: (T | string)[] = [];
  stream.subscribe({
    next: (value: T) => seen.push(value),
    error: (error: unknown) => seen.push(`failed: ${error instanceof Error ? error.message : error}`),
    complete: () => seen.push('completed'),
  });
  return seen;
}

describe('feedback', () => {
  const counting = feedback({
    init: { calls: 0, steps: [] as number[] },
    next: ({ calls, steps }, _, step) => ({ calls: calls + 1, steps: [...steps, step] }),
    rate: ({ calls }) => 1 / (1 + calls),
  });

  it('is called once for each finished step, with the step counted from its own 0', () => {
    const trace = feedback({
      init: [] as number[],
      next: (steps, _, step) => [...steps, step],
      rate: (steps) => ({ count: steps.length, ...steps }),
    });
    expect(simulate(trace, [{ step: 0 }, { step: 3 }]).at(-1)).toEqual({
      count: 4,
      0: 0,
      1: 1,
      2: 2,
      3: 3,
    });
    const behind = sequence(
      linear({ from: 0, to: 1, over: 2 }),
      feedback({ init: -1, next: (_, __, step) => step, rate: (step) => step }),
    );
    expect(simulate(behind, [0, 0, 0, 0])).toEqual([0, 0.5, -1, 0, 1]);
  });

  it('hears an empty report for a step that was passed over', () => {
    const sum = feedback({
      init: 0,
      next: (total, report) => total + (report.loss ?? 100),
      rate: (total) => total,
    });
    expect(
      simulate(sum, [
        { step: 0, loss: 1 },
        { step: 2, loss: 2 },
      ]),
    ).toEqual([0, 1, 103]);
  });

  it('gets the report as it came when it names no monitor', () => {
    const last = feedback({ init: 'none', next: (_, report) => String(report), rate: (text) => text.length });
    expect(simulate(last, ['seven', 8])).toEqual([4, 5, 1]);
  });

  it('gets its monitored metrics, checked, when it names them', () => {
    const sum = feedback({
      monitor: ['loss', 'accuracy'],
      init: 0,
      next: (total, { loss = 0, accuracy = 0 }) => total + loss + 10 * accuracy,
      rate: (total) => total,
    });
    expect(simulate(sum, [{ loss: 1, accuracy: 2 }, { other: 5 }, { loss: null, accuracy: 1 }, 2])).toEqual([
      0, 21, 21, 31, 53,
    ]);
    expect(() => simulate(sum, [{ loss: 'high' }])).toThrow(
      "feedback: the report of step 0 has loss: 'high'; a metric must be a number",
    );
    expect(sum.monitors).toEqual(['loss', 'accuracy']);
  });

  it('hears a second report of a step, and nothing of one twice', () => {
    const reports = [
      { step: 0, loss: 1 },
      { step: 0, valLoss: 2 },
      { step: 0, valLoss: 2 },
      { step: 0, loss: 1, norm: 3 },
    ];
    const log: unknown[] = [];
    const wordy = feedback({
      init: 0,
      next: (n, report) => {
        log.push(report);
        return n;
      },
      rate: (n) => n,
    });
    simulate(wordy, reports);
    expect(log).toEqual([
      { step: 0, loss: 1 },
      { step: 0, valLoss: 2 },
      { step: 0, norm: 3 },
    ]);
  });

  it('takes what comes before its own first step has finished for that step', () => {
    const steps: number[] = [];
    const own = feedback({
      init: 1,
      next: (n, _, step) => {
        steps.push(step);
        return n;
      },
      rate: (n) => n,
    });
    simulate(sequence(linear({ from: 0, to: 1, over: 2 }), own), [{ step: 1 }, { loss: 1 }, { step: 2 }]);
    expect(steps).toEqual([0, 0]);
  });

  it('is deaf past its span', () => {
    const short = feedback({ init: 1, next: (n) => n + 1, rate: (n) => n, span: 2 });
    expect(simulate(short, [0, 0, 0, 0])).toEqual([1, 2, 3, 3, 3]);
    expect(simulate(short, [{ step: 9 }])).toEqual([1, 3]);
  });

  it.each<[unknown, string]>([
    [{ init: 0, next: 1, rate: () => 1 }, 'feedback: next must be a function, got 1'],
    [{ init: 0, next: () => 0 }, 'feedback: rate must be a function, got undefined'],
    [{ init: Infinity, next: () => 0, rate: () => 1 }, 'feedback: init must be plain JSON'],
    [{ init: { best: undefined }, next: () => 0, rate: () => 1 }, 'feedback: init.best must be plain JSON'],
    [{ init: new Map(), next: () => 0, rate: () => 1 }, 'feedback: init must be plain JSON'],
    [{ init: 0, next: () => 0, rate: () => 1, span: -1 }, 'feedback: span must be a positive number, got -1'],
    [
      { init: 0, next: () => 0, rate: () => 1, monitor: '' },
      "feedback: monitor must be the name of a metric, got ''",
    ],
    [
      { init: 0, next: () => 0, rate: () => 1, monitor: 3 },
      'feedback: monitor must be the name of a metric, got 3',
    ],
    [{ init: 0, next: () => 0, rates: () => 1 }, "feedback: unknown option 'rates', did you mean 'rate'?"],
    [undefined, 'feedback: the options must be an object, got undefined'],
  ])('refuses %o', (options, message) => {
    expect(() => feedback(options as never)).toThrow(message);
  });

  it('leaks nothing from run to run, also where next breaks the rules and changes its state', () => {
    const sloppy = feedback({
      init: { n: 1 },
      next: (state) => {
        state.n++;
        return state;
      },
      rate: ({ n }) => n,
    });
    expect(simulate(sloppy, [1, 2])).toEqual([1, 2, 3]);
    expect(simulate(sloppy, [1, 2])).toEqual([1, 2, 3]);
    const state = {
      anneal: 1,
      shape: 'feedback',
      step: 3,
      parts: { unit: null, seen: {}, missed: [], memory: { n: 7 } },
    };
    const resumed = resume(sloppy, state as State);
    expect(simulate(resumed, [1])).toEqual([7, 8]);
    expect(simulate(resumed, [1])).toEqual([7, 8]);
  });

  it.each([null, 'x', { m: 1 }, []])('does not pick up a state that is not its own: %o', (memory) => {
    const counting = feedback({ init: { n: 1 }, next: (state) => state, rate: ({ n }) => n });
    const state = {
      anneal: 1,
      shape: 'feedback',
      step: 3,
      parts: { unit: null, seen: {}, missed: [], memory },
    };
    expect(() => resume(counting, state as State)).toThrow(
      /^resume: state\.parts\.memory must be a state of feedback, got /,
    );
  });

  it.each([[{}], [[1]], [new Date()], [null]])('gives no rate that is none: %o', (rate) => {
    const odd = feedback({ init: 0, next: () => 0, rate: () => rate as never });
    expect(() => simulate(odd, [])).toThrow(/^feedback: the rate of step 0 must be a finite number, got /);
  });

  it('keeps its own copy of init', () => {
    const init = { rate: 1 };
    const own = feedback({ init, next: (state) => state, rate: ({ rate }) => rate });
    init.rate = 9;
    expect(simulate(own, [])).toEqual([1]);
  });

  it('may say what its reports are', () => {
    const own = feedback({
      init: 0,
      next: (sum, report: { norm: number }) => sum + report.norm,
      rate: (sum) => sum,
    });
    expect(simulate(own, [{ norm: 2 }])).toEqual([0, 2]);
  });

  it('ends the decisions where a state is no JSON, with its place', () => {
    const own = feedback({ init: { best: 1 }, next: () => ({ best: Infinity }), rate: () => 1 });
    expect(
      collect(
        from([0]).pipe(
          decisions(own),
          map(({ rate }) => rate),
        ),
      ),
    ).toEqual([
      1,
      'failed: feedback: the state of step 1.best must be plain JSON (no undefined, NaN, Infinity, functions, classes; at most 4000 deep), got Infinity',
    ]);
  });

  it('passes on what next and rate throw', () => {
    const fails = feedback({
      init: 0,
      next: () => {
        throw new Error('no luck');
      },
      rate: () => 1,
    });
    expect(collect(from([0]).pipe(fails))).toEqual([1, 'failed: no luck']);
  });

  it.each(laws(counting, [{ loss: 1 }, { loss: 2 }, { loss: 3 }]))('$name', (law) => law.check());
  it.each(
    laws(feedback({ init: 1, next: (n, report) => n + (report.loss ?? 0), rate: (n) => n, span: 2 }), [
      { loss: 1 },
      { loss: 2 },
      { loss: 3 },
    ]),
  )('$name (with a span)', (law) => law.check());
});
