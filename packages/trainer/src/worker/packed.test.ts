import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Packer, unpacked } from './packed.ts';

function packed(rows: readonly object[]) {
  const packer = new Packer();
  for (const row of rows) packer.add(row);
  return packer.take();
}

/** As they are on the other side. */
function sent(rows: readonly object[]): object[] {
  const { rows: there, buffers } = packed(rows);
  return [...unpacked(structuredClone(there, { transfer: buffers }))];
}

const value = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 2 ** 53),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.array(fc.double()),
);
const key = fc.constantFrom('step', 'loss', 'val_loss', '0', '__proto__', 'rate.head', '');

describe('packed rows', () => {
  it('come out as they went in, in order, to the bit, whatever their keys and values', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(key, value)), (rows) => {
        const there = sent(rows);
        expect(there.length).toBe(rows.length);
        for (const [i, row] of rows.entries()) {
          const [here, arrived] = [Object.entries(row), Object.entries(there[i] as object)];
          expect(arrived).toEqual(here);
          for (const [k, [, number]] of here.entries())
            if (typeof number === 'number') expect(Object.is(arrived[k]?.[1], number)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('hand their numbers over in one array for each column', () => {
    const { rows, buffers } = packed([
      { step: 0, rate: 0.5, note: 'a' },
      { step: 1, rate: 0.25, note: 'b' },
    ]);
    expect(rows).toEqual({
      count: 2,
      tables: [
        {
          keys: ['step', 'rate', 'note'],
          columns: [Float64Array.of(0, 1), Float64Array.of(0.5, 0.25), ['a', 'b']],
        },
      ],
    });
    structuredClone(rows, { transfer: buffers });
    expect(buffers.map((buffer) => buffer.byteLength)).toEqual([0, 0]);
  });

  it('are what they were when they were taken, where a value is written over later', () => {
    const packer = new Packer();
    const weights = [1, 2];
    packer.add({ step: 0, weights });
    weights[0] = 9;
    expect([...unpacked(packer.take().rows)]).toEqual([{ step: 0, weights: [1, 2] }]);
  });

  it('leave out the whole row that holds what cannot be sent', () => {
    const packer = new Packer();
    packer.add({ step: 0 });
    expect(() => packer.add({ step: 1, act: () => {} })).toThrow('could not be cloned');
    expect(packer.size).toBe(1);
    expect([...unpacked(packer.take().rows)]).toEqual([{ step: 0 }]);
    expect(packer.size).toBe(0);
  });
});
