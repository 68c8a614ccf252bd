import { describe, expect, it } from 'vitest';
import { type Ease, halfCosine, oneMinusRoot, straight } from './ease.ts';
import { exact, Real } from './exact.ts';

const eases: readonly (readonly [string, Ease, number])[] = [
  ['straight', straight, 0.75],
  ['halfCosine', halfCosine, (1 + Math.SQRT1_2) / 2],
  ['oneMinusRoot', oneMinusRoot, 0.5],
];

describe.each(eases)('%s', (_, { left, textbook }, quarter) => {
  const over = new Real(8);

  it('goes from 1 to 0', () => {
    expect([left(new Real(0), over).toNumber(), left(over, over).toNumber()]).toEqual([1, 0]);
  });

  it(`has ${quarter} left after a quarter of its steps`, () => {
    expect(left(new Real(2), over).toNumber()).toBeCloseTo(quarter, 15);
  });

  it('says the same as its textbook', () => {
    for (let t = 0; t <= 8; t++)
      expect(textbook(3, 1, t, 8)).toBeCloseTo(1 + 2 * left(exact(t), over).toNumber(), 12);
  });
});

it('the cosine keeps its digits where doubles have none left', () => {
  const over = exact(1e9);
  const left = halfCosine.left(exact(1e9 - 1), over);
  expect(left.toNumber() / (Math.PI / 2e9) ** 2).toBeCloseTo(1, 14);
});
