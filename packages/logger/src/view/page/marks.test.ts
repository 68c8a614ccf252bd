import { expect, it } from 'vitest';
import { oddStretches } from './marks.ts';

it('takes what is not finite for one stretch where nothing comes between', () => {
  expect(oddStretches([0, 1, 2, 3, 4, 5, 9], [NaN, NaN, 1, NaN, Infinity, NaN, NaN])).toEqual([
    { from: 0, to: 1, value: NaN },
    { from: 3, to: 3, value: NaN },
    { from: 4, to: 4, value: Infinity },
    { from: 5, to: 9, value: NaN },
  ]);
});
