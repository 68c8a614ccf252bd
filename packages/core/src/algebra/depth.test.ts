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
  jitter,
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
import { fromJSON } from '../json/index.ts';

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
const nested = (leaf: Part, layer: (part: Part, depth: number) => Part, deep = DEPTH): Part => {
  let part = leaf;
  for (let depth = 0; depth < deep; depth++) part = layer(part, depth);
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

describe('as JSON', () => {
  const cut = lasting(reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }), 5);
  const fall = linear({ from: 1, to: 0, over: 5 });
  const all: [string, (part: Part, depth: number) => Part][] = [
    ...layers,
    ['warmup', (part) => warmup(part, { over: 1 })],
    // Each ends later than the one in it, and holds a part that has no end: they cannot lie flat.
    ['multiply', (part, i) => multiply(part, lasting(constant(1), 6 + i), constant(1))],
    ['sequence, flat', (part) => sequence(part, fall)],
    ['mixed', (part, i) => (layers[i % layers.length] as (typeof layers)[number])[1](part)],
  ];

  it.each(all)('%s, nested 1,000 deep, is written', (_, layer) => {
    for (const leaf of [fall, cut]) {
      const deep = nested(leaf, layer);
      const text = JSON.stringify(deep);
      expect(JSON.stringify(deep.toJSON())).toBe(text);
      expect(JSON.stringify({ plan: deep })).toBe(`{"plan":${text}}`);
      // The version stands once, outermost.
      expect(text.split('"anneal"')).toHaveLength(2);
      expect(JSON.stringify(groups({ all: deep }))).toContain('"parts":{"all":{"type":');
    }
  });

  // Where a layer is two schedules, 500 layers are as deep as may be read.
  it.each(all)('%s, 1,000 schedules deep, comes back with its rates', (name, layer) => {
    const isTwo = [' in ', 'mixed'].some((word) => name.includes(word));
    for (const leaf of [fall, cut]) {
      const deep = nested(leaf, layer, isTwo ? DEPTH / 2 : DEPTH);
      const text = JSON.stringify(deep);
      const ahead = [...reports, { step: 2, loss: 1 }, { step: 1_001, loss: 1 }, { step: 1_003, loss: 1 }];
      for (const read of [fromJSON(text), fromJSON(deep.toJSON())]) {
        expect(simulate(read, ahead)).toEqual(simulate(deep, ahead));
        expect(JSON.stringify(read)).toBe(text);
        expect(read.span).toBe(deep.span);
      }
      const group = groups({ all: deep });
      expect(simulate(fromJSON(JSON.stringify(group)), ahead)).toEqual(simulate(group, ahead));
    }
  });

  it('jitters, of curves alone, come back from 1,000 deep', () => {
    let deep = fall;
    for (let seed = 0; seed < DEPTH; seed++) deep = jitter(deep, { amount: 1e-3, seed });
    const text = JSON.stringify(deep);
    expect(JSON.stringify(deep.toJSON())).toBe(text);
    expect(simulate(fromJSON(text), reports)).toEqual(simulate(deep, reports));
  });

  const many = 10_000;
  it.each<[string, (parts: readonly Part[]) => Part]>([
    ['a sequence', (parts) => sequence(...parts)],
    ['a sequence, nested to the left', (parts) => parts.reduce((left, part) => sequence(left, part))],
    ['a sequence, nested to the right', (parts) => parts.reduceRight((right, part) => sequence(part, right))],
    ['a product', (parts) => multiply(...parts)],
    ['a product, nested to the left', (parts) => parts.reduce((left, part) => multiply(left, part))],
    ['a product, nested to the right', (parts) => parts.reduceRight((right, part) => multiply(part, right))],
  ])('%s of 10,000 comes back with its rates', (_, make) => {
    const lines = Array.from({ length: many - 1 }, (__, i) =>
      linear({ from: 1, to: 1 - i / 2 ** 40, over: 2 }),
    );
    for (const part of [fall, cut]) {
      const whole = make([...lines, part]);
      expect(whole.toJSON()).toMatchObject({ parts: { length: many } });
      const read = fromJSON(JSON.stringify(whole));
      const ahead = [
        ...reports,
        { step: 9_999, loss: 2 },
        { step: 19_999, loss: 2 },
        { step: 20_000, loss: 3 },
      ];
      expect(simulate(read, ahead)).toEqual(simulate(whole, ahead));
      expect(JSON.stringify(read)).toBe(JSON.stringify(whole));
    }
  });
});
