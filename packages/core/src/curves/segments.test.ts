import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curve, lasting } from '../index.ts';
import { segmentAt, segmentsOf } from './segments.ts';

/** A curve that says which part it is, and its own step. */
const named = (part: number, span: number) =>
  lasting(
    curve((step) => part * 1e6 + step),
    span,
  );

describe('segmentAt', () => {
  it('finds the same segment as going through them one by one', () => {
    const spans = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.1, max: 9, noNaN: true })),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(spans, fc.double({ min: 0, max: 400, noNaN: true }), (lengths, step) => {
        const parts = lengths.map((span, part) => named(part, span));
        let since = 0;
        let part = 0;
        while (part < parts.length - 1 && step >= since + (lengths[part] as number))
          since += lengths[part++] as number;
        expect(segmentAt(segmentsOf(parts), step)).toBe((parts[part] as (typeof parts)[0]).at(step - since));
      }),
    );
  });

  it('gives each boundary to the part that begins there', () => {
    const segments = segmentsOf([named(0, 2), named(1, 3), named(2, 4)]);
    expect([0, 1, 2, 4, 5, 9, 99].map((step) => segmentAt(segments, step))).toEqual([
      0,
      1,
      1e6,
      1e6 + 2,
      2e6,
      2e6 + 4,
      2e6 + 4,
    ]);
    expect([...segments.starts, segments.span]).toEqual([0, 2, 5, 9]);
  });
});
