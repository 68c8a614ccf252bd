import type { Row } from '../row.ts';

/** Plain rows of the steps from one to before another. */
export function rowsFrom(from: number, to: number): Row[] {
  return Array.from({ length: to - from }, (_, index) => {
    const step = from + index;
    return { step, epoch: Math.floor(step / 4), rate: 0.1 / (step + 1), loss: 1 / (step + 3) };
  });
}

/** Rows with what real runs have and files trip over. */
export function hardRows(): Row[] {
  return [
    { step: 0, loss: Number.NaN, up: Infinity, down: -Infinity },
    { step: 1, loss: 5e-324, huge: 1.7976931348623157e308, tiny: -1e-7, whole: 2 ** 53 - 1 },
    { step: 2, text: 'a "quoted" one, with\ncommas;\r\nlines and \\ \u2028', 'a column, "named" so': 1 },
    { step: 3, text: '💥 ünïcödé \u0000', none: null, yes: true, no: false, empty: '' },
    { rate: 0.1, note: 'no step' },
    {
      step: 5,
      'rate.backbone': 0.01,
      'rate.head': 0.1,
      causes: [{ by: 'reduceOnPlateau', path: '$', best: Infinity }],
    },
    // Steps may be left out, and come again: a validation has its row too.
    { step: 2 ** 40, loss: 0 },
    { step: 5, valLoss: 0.5 },
  ];
}
