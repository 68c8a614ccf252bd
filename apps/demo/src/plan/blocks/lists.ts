import type { List } from '../block.ts';
import { choice } from '../fields.ts';

/** What holds several blocks. */
export const lists: readonly List[] = [
  {
    role: 'list',
    type: 'sequence',
    label: 'One after the other',
    short: 'sequence',
    sentence: 'Runs its parts one after the other, each from its own first step.',
    formula: 'a(t), then b(t − length of a), …',
    frequency: 'part',
    quantity: 'part',
    fields: [],
    make: (parts) => ({ type: 'sequence', parts }),
  },
  {
    role: 'list',
    type: 'multiply',
    label: 'Side by side, multiplied',
    short: 'product',
    sentence:
      'Runs its parts side by side and multiplies their rates: one gives the shape, the others are factors.',
    formula: 'a(t) · b(t) · …',
    frequency: 'part',
    quantity: 'part',
    fields: [],
    make: (parts) => ({ type: 'multiply', parts }),
  },
  {
    role: 'list',
    type: 'combine',
    label: 'The lower or the higher',
    short: 'lower of',
    sentence: 'Runs its parts side by side and takes the lowest of their rates, or the highest.',
    formula: 'min(a(t), b(t), …)',
    frequency: 'part',
    quantity: 'part',
    fields: [
      choice('fold', 'Takes', [['min', 'the lowest'] as const, ['max', 'the highest'] as const], 'min'),
    ],
    make: (parts) => ({ type: 'combine', parts, fold: 'min' }),
  },
];
