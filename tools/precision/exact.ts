import { Decimal } from 'decimal.js';

/** Real numbers to 60 digits: `1 + cos(π · t / over)` loses 18 of them at 1e9 steps, and a double needs 17. */
export const Real = Decimal.clone({ precision: 60 });
export type Real = Decimal;

export const pi: Real = Real.acos(-1);

/**
 * A double, digit by digit. `new Real(0.1)` would be a tenth, which no double is: it takes the shortest decimal that
 * rounds to the double, and what is measured here is smaller than that rounding.
 */
export function exact(double: number): Real {
  if (!Number.isFinite(double)) throw new RangeError(`exact: a finite number is needed, got ${double}`);
  const bits = bitsOf(double);
  const sign = bits >> 63n ? '-' : '';
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  const exponent = Math.max(field, 1) - 1075;
  // 2^−n is 5^n · 10^−n, which a decimal holds.
  return exponent >= 0
    ? new Real(`${sign}${mantissa << BigInt(exponent)}`)
    : new Real(`${sign}${mantissa * 5n ** BigInt(-exponent)}e${exponent}`);
}

const view = new DataView(new ArrayBuffer(8));

function bitsOf(double: number): bigint {
  view.setFloat64(0, double);
  return view.getBigUint64(0);
}
