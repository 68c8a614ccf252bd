import { expect, test } from 'vitest';
import { claim, failures } from './claim.ts';

test('a claim that holds is no failure', () => {
  claim('holds:1', [0.1 + 0.2], [0.3]);
  expect(failures(['holds:1'])).toEqual([]);
});

test('a failure says where, what is and what is documented', () => {
  claim('wrong:1', [1], [2]);
  claim('wrong:2', 'b', 'c');
  expect(failures(['wrong:1', 'wrong:2'])).toEqual([
    'wrong:1: is [ 1 ], documented as [ 2 ]',
    "wrong:2: is 'b', documented as 'c'",
  ]);
});

test('a claim made several times must hold each time', () => {
  for (const n of [1, 2, 1]) claim('loop:1', n, 1);
  expect(failures(['loop:1'])).toEqual(['loop:1: is 2, documented as 1']);
});

test('what a value becomes later does not count', () => {
  const rates = [1];
  claim('later:1', rates, [1]);
  rates.push(2);
  expect(failures(['later:1'])).toEqual([]);
});

test('a claim that was never made is a failure', () => {
  expect(failures(['never:1'])).toEqual([expect.stringMatching(/^never:1: not reached/)]);
});
