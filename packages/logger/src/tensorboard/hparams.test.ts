import { expect, it } from 'vitest';
import { hparams } from './hparams.ts';

it.each([
  [{}, {}],
  [undefined, {}],
  [null, {}],
  [
    { lr: 0.1, optimizer: 'adam', nesterov: false },
    { lr: 0.1, optimizer: 'adam', nesterov: false },
  ],
  [{ model: { width: 16, head: { bias: true } } }, { 'model.width': 16, 'model.head.bias': true }],
  [
    { layers: [32, 16], names: ['a', { b: 1 }], none: [] },
    { layers: '[32,16]', names: '["a",{"b":1}]', none: '[]' },
  ],
  [{ seed: null, empty: {} }, {}],
  [7, { config: 7 }],
  ['as ever', { config: 'as ever' }],
  [[1, 2], { config: '[1,2]' }],
])('%j', (config, expected) => {
  expect(Object.fromEntries(hparams(config))).toEqual(expected);
});
