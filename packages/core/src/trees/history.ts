import * as fc from 'fast-check';

/** A history of reports: all bare numbers, all without an index, or all with one, some steps left out. */
export const history: fc.Arbitrary<readonly unknown[]> = fc.oneof(
  fc.array(fc.double({ min: -2, max: 5 }), { maxLength: 12 }),
  fc.array(metrics(), { maxLength: 12 }),
  fc
    .tuple(
      fc.constantFrom('step', 'epoch'),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), metrics()), { maxLength: 12 }),
    )
    .map(([unit, gaps]) => {
      let index = -1;
      return gaps.map(([gap, report]) => {
        index += gap;
        return { [unit]: index, ...report };
      });
    }),
);

function metrics(): fc.Arbitrary<{ readonly loss?: number | null; readonly valLoss?: number | null }> {
  const reading = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -2, max: 5, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, null) },
  );
  return fc.record({ loss: reading, valLoss: reading }, { requiredKeys: [] });
}
