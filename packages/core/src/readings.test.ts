import { EMPTY, from, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  constant,
  decisions,
  feedback,
  lasting,
  reduceOnPlateau,
  resume,
  type State,
  sequence,
  simulate,
  warmup,
} from './index.ts';

/** Cuts at each bad reading, so that the rate counts them. */
const counter = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: 'valLoss' });

function end(stream: { subscribe: (observer: object) => unknown }): string {
  let ended = 'open';
  stream.subscribe({
    error: (error: Error) => (ended = error.message),
    complete: () => (ended = 'completed'),
  });
  return ended;
}

describe('a reading', () => {
  it('is missing where there is no such metric, or it is null: the part stays as it was', () => {
    expect(
      simulate(counter, [
        { valLoss: 1 },
        { loss: 9 },
        { valLoss: null },
        { valLoss: undefined },
        null,
        { valLoss: 2 },
      ]),
    ).toEqual([1, 1, 1, 1, 1, 1, 0.5]);
  });

  it.each(['high', {}, true, [1], 1n])('is an error when it is %o', (valLoss) => {
    expect(() => simulate(counter, [{ step: 4, valLoss }])).toThrow(
      /^reduceOnPlateau: the report of step 4 has valLoss: .*; a metric must be a number$/,
    );
  });

  it('is an error when it is no number even while the part that reads it is not active', () => {
    expect(() => simulate(warmup(counter, { over: 5 }), [{ valLoss: 'high' }])).toThrow(
      'a metric must be a number',
    );
  });

  it('may come as a bare number, under every name', () => {
    expect(simulate(counter, [1, 2])).toEqual([1, 1, 0.5]);
  });

  it('may come in a second report of the same step', () => {
    expect(
      simulate(counter, [
        { step: 0, loss: 3 },
        { step: 0, valLoss: 1 },
        { step: 1, loss: 2 },
        { step: 1, valLoss: 2 },
      ]),
    ).toEqual([1, 1, 1, 1, 0.5]);
  });

  it('counts once: redelivered metrics change nothing, while the rest of the report counts', () => {
    const both = sequence(
      lasting(reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0, monitor: 'loss' }), 50),
      counter,
    );
    const reports = [
      { step: 0, loss: 1 },
      { step: 1, loss: 2 },
    ];
    expect(simulate(both, reports)).toEqual([1, 1, 0.5]);
    expect(simulate(both, [...reports, { step: 1, loss: 3 }, { step: 0, loss: 3 }])).toEqual([
      1, 1, 0.5, 0.5, 0.5,
    ]);
  });

  it('counts in a report that has others which came before, also behind an accessor', () => {
    class Report {
      readonly step: number;
      readonly loss: number;
      readonly #valLoss: number | undefined;
      constructor(step: number, loss: number, valLoss?: number) {
        this.step = step;
        this.loss = loss;
        this.#valLoss = valLoss;
      }
      get valLoss() {
        return this.#valLoss;
      }
    }
    const both = sequence(lasting(reduceOnPlateau({ initial: 1 }), 1), counter);
    const reports = [
      new Report(0, 1),
      new Report(1, 1),
      new Report(1, 1, 5),
      new Report(2, 1),
      new Report(2, 1, 6),
    ];
    expect(simulate(both, reports)).toEqual([1, 1, 1, 1, 1, 0.5]);
  });

  it('without an index is always new', () => {
    expect(simulate(counter, [{ step: 0, valLoss: 1 }, { valLoss: 2 }, { valLoss: 2 }, 3])).toEqual([
      1, 1, 0.5, 0.25, 0.125,
    ]);
  });

  it('without an index does not let one with an index come again', () => {
    expect(simulate(counter, [{ step: 3, valLoss: 1 }, { valLoss: 2 }, { step: 3, valLoss: 2 }])).toEqual([
      1, 1, 0.5, 0.5,
    ]);
  });

  it('of the past is read where it has not come: the clock stands still', () => {
    expect(
      simulate(counter, [
        { step: 8 },
        { step: 3, valLoss: 1 },
        { step: 5, valLoss: 2 },
        { step: 4, valLoss: 2 },
      ]),
    ).toEqual([1, 1, 1, 0.5, 0.5]);
  });

  it('that came before a part began does no harm to it when it comes again', () => {
    const late = sequence(lasting(constant(1), 3), counter);
    const before = [
      { step: 0, valLoss: 9 },
      { step: 1, valLoss: 1 },
      { step: 2, valLoss: 1 },
    ];
    expect(simulate(late, [...before, ...before, { step: 3, valLoss: 5 }, { step: 4, valLoss: 4 }])).toEqual(
      Array(9).fill(1),
    );
  });

  it('of a step before the part began is not for it, even if it is new', () => {
    const late = sequence(lasting(constant(1), 3), counter);
    expect(
      simulate(late, [
        { step: 2 },
        { step: 2, valLoss: 1 },
        { step: 3, valLoss: 5 },
        { step: 4, valLoss: 6 },
      ]),
    ).toEqual([1, 1, 1, 1, 0.5]);
  });
});

describe('a metric that never comes', () => {
  it('is an error when the source completes, with the metrics seen and the nearest name', () => {
    expect(end(from([{ loss: 1, val_loss: 2, step: 0 }]).pipe(counter as never))).toBe(
      "reduceOnPlateau: no report carried the metric 'valLoss' (did you mean 'val_loss'?); they carried loss, val_loss. " +
        'Set monitor to a metric that is reported.',
    );
    expect(end(of('nothing at all' as unknown).pipe(counter))).toContain('they carried none');
  });

  it('is none for an empty source, a curve, or a part whose turn never came', () => {
    expect(end(EMPTY.pipe(counter))).toBe('completed');
    expect(end(from([{ loss: 1 }]).pipe(constant(1)))).toBe('completed');
    expect(end(from([{ loss: 1 }] as unknown[]).pipe(warmup(counter, { over: 5 })))).toBe('completed');
  });

  it('is none for a part whose turn was passed over', () => {
    const own = feedback({ monitor: 'norm', init: 1, next: (n) => n, rate: (n) => n });
    expect(end(from([{ step: 9 }] as unknown[]).pipe(sequence(lasting(own, 5), constant(1))))).toBe(
      'completed',
    );
    expect(end(from([{ step: 3 }] as unknown[]).pipe(sequence(lasting(own, 5), constant(1))))).toContain(
      "'norm'",
    );
  });

  it('is one for a part that was active, and is over', () => {
    expect(
      end(
        from([{ loss: 1 }, { loss: 1 }, { loss: 1 }] as unknown[]).pipe(
          sequence(lasting(counter, 2), constant(1)),
        ),
      ),
    ).toContain("'valLoss'");
  });

  it('is none where it came since the first start of the run, as the state remembers', () => {
    const states: State[] = [];
    from([{ valLoss: 1 }])
      .pipe(decisions(counter))
      .subscribe(({ state }) => states.push(state));
    const resumed = resume(counter, JSON.parse(JSON.stringify(states[1])) as State);
    expect(end(from([{ loss: 1 }] as unknown[]).pipe(resumed))).toBe('completed');
    const fresh = resume(counter, JSON.parse(JSON.stringify(states[0])) as State);
    expect(end(from([{ loss: 1 }] as unknown[]).pipe(fresh))).toContain("'valLoss'");
  });

  it('stays one over a resume, though the part that missed it is over; but not where nothing follows', () => {
    const missing = sequence(lasting(counter, 2), constant(1));
    const states: State[] = [];
    from([{}, {}] as unknown[])
      .pipe(decisions(missing))
      .subscribe({ next: ({ state }) => states.push(state), error: () => {} });
    const resumed = resume(missing, JSON.parse(JSON.stringify(states.at(-1))) as State);
    expect(end(from([{}] as unknown[]).pipe(resumed))).toContain("'valLoss'");
    expect(end(EMPTY.pipe(resumed))).toBe('completed');
  });

  it('is one in decisions, and never in simulate', () => {
    expect(end(from([{ loss: 1 }] as unknown[]).pipe(decisions(counter)))).toContain("'valLoss'");
    expect(simulate(counter, [{ loss: 1 }])).toEqual([1, 1]);
  });
});
