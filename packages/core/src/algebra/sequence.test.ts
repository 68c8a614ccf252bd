import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Curve,
  constant,
  cosineAnnealing,
  feedback,
  isCurve,
  lasting,
  linear,
  type Part,
  reduceOnPlateau,
  resume,
  type Schedule,
  sequence,
  simulate,
  stepDecay,
} from '../index.ts';
import { laws } from '../testing/index.ts';

const plateau = (initial = 1) => reduceOnPlateau({ initial, factor: 0.5, patience: 0 });
const own = (span: number) =>
  feedback({ init: 1, next: (n, report, step) => n + step + (report.loss ?? 0), rate: (n) => n, span });

describe('sequence', () => {
  it('gives the boundary step to the next part', () => {
    const { at, span } = sequence(linear({ from: 0, to: 2, over: 2 }), linear({ from: 10, to: 12, over: 2 }));
    expect([0, 1, 2, 3, 4, 5].map(at)).toEqual([0, 1, 10, 11, 12, 12]);
    expect(span).toBe(4);
  });

  it('takes fractions of steps', () => {
    const parts = [
      lasting(linear({ from: 0, to: 9, over: 9 }), 1.5),
      linear({ from: 10, to: 19, over: 9 }),
    ] as const;
    expect([0, 1, 1.5, 2, 3].map(sequence(...parts).at)).toEqual([0, 1, 10, 10.5, 11.5]);
    const withFeedback = sequence(...parts, plateau());
    expect(simulate(withFeedback, [0, 0, 0])).toEqual([0, 1, 10.5, 11.5]);
  });

  it('is a curve if every part is one', () => {
    expect(isCurve(sequence(constant(1)))).toBe(true);
    expect(isCurve(sequence(linear({ from: 0, to: 1, over: 2 }), plateau()))).toBe(false);
  });

  it('lets no part read out of its turn', () => {
    const three = sequence(lasting(plateau(), 2), lasting(constant(7), 2), plateau());
    //                    baseline bad |   deaf    | baseline bad
    expect(simulate(three, [1, 2, 0, 0, 5, 6])).toEqual([1, 1, 7, 7, 1, 1, 0.5]);
  });

  it('reads a report that leaves steps out in the part that was in force then', () => {
    const two = sequence(lasting(constant(7), 3), plateau());
    expect(
      simulate(two, [
        { step: 2, loss: 1 },
        { step: 3, loss: 5 },
        { step: 9, loss: 6 },
      ]),
    ).toEqual([7, 1, 1, 0.5]);
    expect(
      simulate(two, [
        { step: 5, loss: 1 },
        { step: 6, loss: 2 },
      ]),
    ).toEqual([7, 1, 0.5]);
  });

  it('counts the same steps, to the bit, whether they are told of or passed over', () => {
    const spans = fc.double({ min: 0.2, max: 3, noNaN: true });
    fc.assert(
      fc.property(spans, spans, spans, fc.integer({ min: 2, max: 30 }), (a, b, c, length) => {
        const nested = sequence(
          lasting(constant(1), a),
          lasting(sequence(own(b), own(c)), b + c / 2),
          own(9),
        );
        const told = Array.from({ length }, (_, step) => ({ step }));
        expect(simulate(nested, told.slice(-1)).at(-1)).toBe(simulate(nested, told).at(-1));
      }),
    );
  });

  it('passes over any number of steps at once', () => {
    const far = sequence(lasting(plateau(), 5), linear({ from: 1, to: 0, over: 1e12 }), plateau(7));
    expect(simulate(far, [{ step: 5e11 + 4 }, { step: 2 ** 52 }])).toEqual([1, 0.5, 7]);
  });

  it('goes through parts that are shorter than a step', () => {
    const brief = sequence(lasting(constant(1), 0.4), lasting(constant(2), 0.4), plateau(3));
    expect(simulate(brief, [0, 0])).toEqual([1, 3, 3]);
  });

  it('begins in the part that is due where it is entered between two steps', () => {
    const inner = sequence(lasting(constant(0.3), 0.25), plateau());
    const flat = sequence(lasting(constant(0.1), 0.5), lasting(constant(0.3), 0.25), plateau());
    expect(simulate(sequence(lasting(constant(0.1), 0.5), lasting(inner, 5)), [0, 0])).toEqual(
      simulate(flat, [0, 0]),
    );
  });

  it('comes to its very end at its span, also where the lengths are fractions', () => {
    const { at, span } = sequence(
      linear({ from: 1, to: 0.5, over: 0.2 }),
      linear({ from: 0.5, to: 0, over: 0.5 }),
    );
    expect([at(span), at(2 * span)]).toEqual([0, 0]);
    const withFeedback = sequence(lasting(plateau(), 0.2), linear({ from: 0.5, to: 0, over: 0.5 }));
    expect(simulate(withFeedback, [0])).toEqual([1, 0]);
  });

  it('looks 10,000 parts up, in curves and with feedback', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => linear({ from: i, to: i + 1, over: 2 }));
    const { at, span } = sequence(...many);
    expect([at(0), at(1), at(9_999), at(19_999), at(1e9), span]).toEqual([
      0, 0.5, 4999.5, 9999.5, 10_000, 20_000,
    ]);
    const deep = many.reduceRight<Part>((rest, part) => sequence(part, rest), plateau());
    expect(simulate(deep, [{ step: 9_998 }, { step: 19_999 }])).toEqual([0, 4999.5, 1]);
  });

  it('of one is that one', () => {
    fc.assert(
      fc.property(tree, history, (a, reports) => {
        expect(simulate(sequence(a), reports)).toEqual(simulate(a, reports));
      }),
    );
  });

  it('is associative, across curves and feedback, and so are the shapes of its states', () => {
    fc.assert(
      fc.property(finite, finite, tree, history, (a, b, c, reports) => {
        const flat = sequence(a, b, c);
        for (const nested of [sequence(sequence(a, b), c), sequence(a, sequence(b, c))]) {
          expect(simulate(nested, reports)).toEqual(simulate(flat, reports));
          expect(nested.span).toBe(flat.span);
        }
      }),
    );
  });

  it('is the same for curves whether a part with feedback follows or not', () => {
    fc.assert(
      fc.property(finiteCurve, finiteCurve, history, (a, b, reports) => {
        const all = simulate(sequence(a, b, constant(3)), reports);
        expect(
          simulate(
            sequence(a, b, plateau(3)),
            reports.map(({ step }) => ({ step })),
          ),
        ).toEqual(all);
      }),
    );
  });

  it('of any kind keeps the laws', () => {
    fc.assert(
      fc.property(tree, history, (a, reports) => {
        for (const { name, check } of laws(a, reports)) expect(check, name).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  it.each<[unknown[], string]>([
    [[], 'sequence: it must have at least one part, got none'],
    [[0.1], 'sequence: part 0 must be a schedule, got 0.1'],
    [[constant(1), () => 1], 'sequence: part 1 must be a schedule, got a function'],
    [
      [constant(1), constant(2)],
      'sequence: part 0 (constant) must have a finite span since another follows it, got Infinity; give it one with lasting(part, steps)',
    ],
    [[plateau(), constant(2)], 'sequence: part 0 (reduceOnPlateau) must have a finite span'],
    [
      [resume(constant(1), 2)],
      'sequence: part 0 is a resumed schedule, and resume stands outermost; resume the whole composition',
    ],
  ])('refuses %o', (parts, message) => {
    expect(() => sequence(...(parts as [Curve]))).toThrow(message);
  });

  it.each(
    laws(
      sequence(lasting(plateau(), 2), linear({ from: 1, to: 0, over: 3 }), plateau()),
      [1, 2, 3, 4, 5, 6, 7, 8],
    ),
  )('$name', (law) => law.check());
});

const lengths = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0.3, max: 4, noNaN: true }));
const finiteCurve: fc.Arbitrary<Curve> = fc.oneof(
  lengths.map((over) => cosineAnnealing({ from: 1, to: 0.1, over })),
  lengths.map((over) => linear({ from: 0.2, to: 0.7, over })),
  lengths.map((steps) => lasting(stepDecay({ initial: 1, factor: 0.5, every: 2 }), steps)),
);
const finite: fc.Arbitrary<Part> = fc.oneof(
  finiteCurve,
  lengths.map((steps) => lasting(plateau(), steps) as Schedule<string>),
  lengths.map((steps) => own(steps) as unknown as Part),
);
const tree: fc.Arbitrary<Part> = fc.oneof(
  finite,
  fc.constant(plateau(0.5) as Part),
  fc.tuple(finite, finite, finite).map(([a, b, c]) => sequence(lasting(sequence(a, b), 2.5), c)),
  fc.tuple(finite, finite).map(([a, b]) => lasting(sequence(a, b), 3)),
);
/** Indexed reports, some without a loss, some steps left out. */
const history = fc
  .array(
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined })),
    { maxLength: 12 },
  )
  .map((gaps) => {
    let step = -1;
    return gaps.map(([gap, loss]) => {
      step += gap;
      return loss === undefined ? { step } : { step, loss };
    });
  });
