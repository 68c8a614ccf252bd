import { describe, expect, it } from 'vitest';
import { quarterTurn } from './quarter-turn.ts';

/** π to 60 digits, and 2 over, as whole numbers: the angle at any whole step, exactly. */
const pi = 3141592653589793238462643383279502884197169399375105820974944n;
const scale = 10n ** 60n;

/** How far a number lies from num / den, in units of its last place. */
function ulps(value: number, num: bigint, den: bigint): number {
  let exponent = Math.floor(Math.log2(value));
  if (2 ** exponent > value) exponent--;
  const unit = 52 - exponent;
  const distance = BigInt(Math.round(value * 2 ** unit)) * den - num * 2n ** BigInt(unit);
  return Number((distance * 1000n) / den) / 1000;
}

describe('quarterTurn', () => {
  it.each([1, 3, 90, 1000, 12_345, 999_999_937, 1e9])(
    'is the true angle to one rounding, over %d steps',
    (over) => {
      const angle = quarterTurn(over);
      for (let i = 0; i <= 500; i++) {
        const t = Math.ceil((over * (i + 1)) / 501);
        expect(Math.abs(ulps(angle(t), pi * BigInt(t), 2n * BigInt(over) * scale))).toBeLessThanOrEqual(0.52);
      }
    },
  );

  it('is 0 at the start, and takes lengths that no training has', () => {
    expect(quarterTurn(90)(0)).toBe(0);
    expect(quarterTurn(1e300)(5e299)).toBeCloseTo(Math.PI / 4, 15);
    expect(quarterTurn(1e-300)(5e-301)).toBeCloseTo(Math.PI / 4, 15);
  });
});
