import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Curve,
  clamp,
  combine,
  cosineAnnealing,
  exponentialDecay,
  feedback,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  perEpoch,
  restarts,
  scale,
  sequence,
  simulate,
  staircase,
  warmup,
} from '../index.ts';

/** The same composition twice: of curves, and with feedback in its leaves that changes nothing. */
interface Twins {
  readonly curve: Curve;
  readonly machine: Part;
  /** How it was made, for the message of a failure. */
  readonly made: string;
}

/** Feedback that always says 1: beside it a curve runs as a machine. */
const one: Part = feedback({ init: null, next: () => null, rate: () => 1 });

const lengths = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 3, max: 60 }).map((tenths) => tenths / 10),
  fc.double({ min: 0.3, max: 5, noNaN: true }),
);

const leaf: fc.Arbitrary<Twins> = fc
  .tuple(fc.constantFrom('linear', 'cosine', 'decay', 'warmup'), lengths)
  .map(([kind, over]) => {
    const curve =
      kind === 'linear'
        ? linear({ from: 1, to: 0.2, over })
        : kind === 'cosine'
          ? cosineAnnealing({ from: 1, to: 0.1, over })
          : lasting(exponentialDecay({ initial: 1, factor: 0.5 }), over);
    const machine = lasting(multiply(curve, one), over);
    if (kind !== 'warmup') return { curve, machine, made: `${kind} over ${over}` };
    const rise = { over: 2.5 };
    return {
      curve: warmup(curve, rise),
      machine: warmup(machine, rise),
      made: `warmup of decay over ${over}`,
    };
  });

const of = (
  name: string,
  parts: fc.Arbitrary<readonly Twins[]>,
  make: (parts: readonly Part[]) => Part,
): fc.Arbitrary<Twins> =>
  parts.map((twins) => ({
    curve: make(twins.map(({ curve }) => curve)) as Curve,
    machine: make(twins.map(({ machine }) => machine)),
    made: `${name}(${twins.map(({ made }) => made).join(', ')})`,
  }));

const layer = (inner: fc.Arbitrary<Twins>): fc.Arbitrary<Twins> => {
  const single = inner.map((twins) => [twins]);
  const several = fc.array(inner, { minLength: 1, maxLength: 3 });
  const first = (make: (part: Part) => Part) => (parts: readonly Part[]) => make(parts[0] as Part);
  return fc.oneof(
    of(
      'scale',
      single,
      first((part) => scale(part, 3)),
    ),
    of(
      'clamp',
      single,
      first((part) => clamp(part, { min: 0.3, max: 0.8 })),
    ),
    lengths.chain((every) =>
      of(
        `staircase ${every}`,
        single,
        first((part) => staircase(part, { every })),
      ),
    ),
    lengths.chain((steps) =>
      of(
        `perEpoch ${steps}`,
        single,
        first((part) => perEpoch(part, { steps })),
      ),
    ),
    lengths.chain((steps) =>
      of(
        `lasting ${steps}`,
        single,
        first((part) => lasting(part, steps)),
      ),
    ),
    fc
      .record({
        stretch: fc.constantFrom(1, 2, 3, 1.5, 1.1, 0.5),
        shrink: fc.constantFrom(1, 0.5),
        times: fc.integer({ min: 1, max: 4 }),
      })
      .chain((options) =>
        of(
          `restarts ${JSON.stringify(options)}`,
          single,
          first((part) => restarts(part, options)),
        ),
      ),
    of('sequence', several, (parts) => sequence(...parts)),
    of('multiply', several, (parts) => multiply(...parts)),
    of('combine', several, (parts) => combine(parts, Math.max)),
  );
};

const trees = fc.oneof(leaf, layer(leaf), layer(layer(leaf)), layer(layer(layer(leaf))));

describe('what is made of curves', () => {
  it('has the rates, to the bit, that it has with feedback in it that changes nothing', () => {
    fc.assert(
      fc.property(trees, ({ curve, machine }) => {
        expect(isCurve(curve)).toBe(true);
        expect(isCurve(machine)).toBe(false);
        expect(machine.span).toBe(curve.span);
        const rates = simulate(machine, Array(24).fill({}));
        expect(rates).toEqual(rates.map((_, step) => curve.at(step)));
      }),
      { numRuns: 500 },
    );
  });
});
