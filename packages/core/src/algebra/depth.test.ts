import { concat, from, NEVER } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  clamp,
  combine,
  constant,
  type Decision,
  decisions,
  feedback,
  groups,
  isCurve,
  lasting,
  linear,
  multiply,
  type Part,
  perEpoch,
  reduceOnPlateau,
  restarts,
  resume,
  scale,
  sequence,
  simulate,
  staircase,
  warmup,
} from '../index.ts';

const DEPTH = 1_000;

/** Each leaves the rates of steps 0 to 2 as they are. */
const layers: [string, (part: Part) => Part][] = [
  ['clamp', (part) => clamp(part, { max: 9 })],
  ['combine, on the left', (part) => combine([part, constant(-1)], Math.max)],
  ['combine, on the right', (part) => combine([constant(-1), part], Math.max)],
  ['lasting', (part) => lasting(part, 5)],
  ['multiply in scale', (part) => scale(multiply(part, constant(2)), 0.5)],
  ['perEpoch', (part) => perEpoch(part, { steps: 1 })],
  ['restarts', (part) => restarts(part, { times: 1 })],
  ['scale', (part) => scale(part, 1)],
  ['sequence in lasting', (part) => lasting(sequence(part, constant(7)), 5)],
  ['staircase', (part) => staircase(part, { every: 1 })],
];
const nested = (leaf: Part, layer: (part: Part) => Part): Part => {
  let part = leaf;
  for (let depth = 0; depth < DEPTH; depth++) part = layer(part);
  return part;
};
const reports = [
  { step: 0, loss: 1 },
  { step: 1, loss: 1 },
];

function decided(schedule: Part, from0: readonly unknown[]): Decision[] {
  const all: Decision[] = [];
  concat(from(from0), NEVER)
    .pipe(decisions(schedule))
    .subscribe((decision) => all.push(decision));
  return all;
}

describe.each(layers)('%s, nested 1,000 deep', (_, layer) => {
  it('runs curves', () => {
    const deep = nested(linear({ from: 1, to: 0, over: 5 }), layer);
    expect(deep.span).toBe(5);
    expect(isCurve(deep) && deep.at(2)).toBe(0.6);
    expect(simulate(deep, reports)).toEqual([1, 0.8, 0.6]);
    expect(simulate(resume(deep, 1), [])).toEqual([0.8]);
  });

  it.each<[string, Part, number]>([
    ['a plateau', lasting(reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }), 5), 0.5],
    ['feedback that counts', feedback({ init: 1, next: (n) => n - 0.25, rate: (n) => n, span: 5 }), 0.5],
  ])('runs %s', (_name, leaf, rate) => {
    const deep = nested(leaf, layer);
    expect(deep.span).toBe(5);
    expect(simulate(deep, reports).at(-1)).toBe(rate);
    const told = decided(deep, reports);
    expect(told.at(-1)?.rate).toBe(rate);
    const state = JSON.parse(JSON.stringify(told[1]?.state)) as Decision['state'];
    expect(simulate(resume(deep, state), reports.slice(1)).at(-1)).toBe(rate);
    expect(simulate(groups({ all: deep }), reports).at(-1)).toEqual({ all: rate });
  });

  it('says who acted, however deep', () => {
    const deep = nested(lasting(reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }), 5), layer);
    const causes = decided(deep, reports)[2]?.causes ?? [];
    expect(causes.map(({ by }) => by)).toEqual(['reduceOnPlateau']);
    expect(causes[0]?.path).toMatch(/^\$(\.part|\.parts\[[01]\]){1000,2001}$/);
  });
});

it('warm-ups nest 1,000 deep', () => {
  for (const leaf of [constant(1), reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 })]) {
    const deep = nested(leaf, (part) => warmup(part, { over: 1 }));
    expect(simulate(deep, [{ step: 499 }, { step: 999 }])).toEqual([1, 1, 1]);
    expect(decided(deep, [{ step: 999 }])).toHaveLength(2);
  }
});
