import { expect, it } from 'vitest';
import type { Row } from '../row.ts';
import { Steps } from './steps.ts';

const big = Number.MAX_SAFE_INTEGER;

it.each<[string, readonly Row[], readonly number[]]>([
  ['a step', [{ step: 5 }, { step: 3 }, { step: big }], [5, 3, big]],
  [
    'a step, whatever the epoch',
    [
      { step: 5, epoch: 0 },
      { step: 6, epoch: 1 },
    ],
    [5, 6],
  ],
  ['the epoch, where there are no steps', [{ epoch: 3 }, { epoch: 4 }], [3, 4]],
  ['the step before, among steps', [{ step: 99 }, { epoch: 1 }, {}, { step: 100 }], [99, 99, 99, 100]],
  ['the epoch before, among epochs', [{ epoch: 3 }, {}, { epoch: 4 }], [3, 3, 4]],
  ['its place, where there is nothing', [{}, {}, { loss: 1 }], [0, 1, 2]],
  ['its place until there are steps', [{}, {}, { step: 50 }, {}], [0, 1, 50, 50]],
  ['steps as soon as there are any', [{ epoch: 3 }, { step: 300 }, { epoch: 4 }], [3, 300, 300]],
  ['a fraction rounded down', [{ step: 1.9 }, { step: 0.2 }], [1, 0]],
  [
    'a step that is none as if it were not there',
    [{ step: 2 }, { step: -1 }, { step: NaN }, { step: Infinity }, { step: '7' as never }, { step: 2 ** 53 }],
    [2, 2, 2, 2, 2, 2],
  ],
])('a row is shown at %s', (_, rows, expected) => {
  const steps = new Steps();
  expect(rows.map((row) => steps.of(row))).toEqual(expected);
});
