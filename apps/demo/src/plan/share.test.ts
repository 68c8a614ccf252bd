import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits, type Setup } from '../race/setup.ts';
import { fromHash, toHash } from './share.ts';
import { anyPlan } from './testing/any-plan.ts';

const otherwise: Setup = {
  v: 1,
  data: { kind: 'moons', points: 200, noise: 0.1 },
  model: { hidden: [8, 8], activation: 'tanh', batch: 16, optimizer: 'sgd' },
  seed: 1,
  steps: 300,
  racers: [{ lane: 0, name: 'constant', schedule: { anneal: 1, type: 'constant', rate: 0.1 } }],
};

const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max });
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => /^[\p{L}\p{N} →×]+$/u.test(text) && text.trim() !== '');

const setup: fc.Arbitrary<Setup> = fc
  .record({
    kind: fc.constantFrom('moons', 'circles', 'spirals', 'xor', 'penguins', 'csv'),
    points: whole(limits.points),
    noise: fc.double({ min: 0, max: 0.5, noNaN: true }).map((noise) => noise + 0),
    hidden: fc.array(whole(limits.width), { maxLength: 3 }),
    activation: fc.constantFrom('tanh', 'relu'),
    batch: whole(limits.batch),
    optimizer: fc.constantFrom('sgd', 'adam'),
    seed: whole(limits.seed),
    racers: fc.array(fc.tuple(name, anyPlan({ steps: 300, epoch: 10, peak: 0.3 }, 4)), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ kind, points, noise, hidden, activation, batch, optimizer, seed, racers }) => ({
    v: 1,
    data: { kind, points, noise },
    model: { hidden, activation, batch, optimizer },
    seed,
    steps: 300,
    racers: racers.map(([name, plan], lane) => ({ lane, name, schedule: { anneal: 1, ...plan } })),
  })) as fc.Arbitrary<Setup>;

const packed = (text: string) => `#v1:${deflateRawSync(text).toString('base64url')}`;
const linked = (value: unknown) => packed(JSON.stringify(value));

/** What the page says of a link, once it has fallen back. */
async function complaint(hash: string): Promise<string> {
  const { setup, message } = await fromHash(hash, otherwise);
  expect(setup).toBe(otherwise);
  expect(message).toMatch(/^This link cannot be opened, so the page starts afresh: .*\.$/s);
  expect((message as string).length).toBeLessThan(400);
  return message as string;
}

it('brings any set-up back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(setup, async (given) => {
      const hash = await toHash(given);
      expect(hash).toMatch(/^#v1:[\w-]+$/);
      expect(await fromHash(hash, otherwise)).toEqual({ setup: given, message: undefined });
    }),
  );
});

it('is short', async () => {
  expect((await toHash(otherwise)).length).toBeLessThan(300);
});

it('says nothing where there is no link', async () => {
  for (const none of ['', '#'])
    expect(await fromHash(none, otherwise)).toEqual({ setup: otherwise, message: undefined });
});

describe('a link that is none', () => {
  it('gives the set-up to fall back to, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), fc.json()), async (text) => {
        if (text !== '') await complaint(text.startsWith('#') ? `#!${text}` : text);
        await complaint(`#v1:${text}`);
        await complaint(packed(text));
      }),
    );
  });

  it('gives it for the links that somebody has cut short or mistyped', async () => {
    const hash = await toHash(otherwise);
    for (let length = 1; length < hash.length; length += 7) {
      const cut = hash.slice(0, length);
      if (cut !== '#') await complaint(cut);
    }
  });

  it('names the version that it is of', async () => {
    expect(await complaint('#v2:abc')).toMatch('it is of version 2, and this page reads version 1');
    expect(await complaint(linked({ ...otherwise, v: 2 }))).toMatch('v must be 1');
  });

  it('does not unpack what is too much', async () => {
    expect(await complaint(packed('0'.repeat(5_000_000)))).toMatch('it holds too much');
    expect(await complaint(`#v1:${'A'.repeat(1_000_000)}`)).toMatch('it is too long');
  });
});

describe('a link with wrong values', () => {
  const { data, model } = otherwise;
  const racer = otherwise.racers[0] as Setup['racers'][number];
  const racing = (schedule: unknown) => ({ ...otherwise, racers: [{ ...racer, schedule }] });
  let deep: object = { type: 'constant', rate: 1 };
  for (let i = 0; i < 4000; i++) deep = { type: 'scale', part: deep, k: 1 };

  it.each<[string, unknown, string]>([
    ['no object', 7, 'the set-up must be an object'],
    ['a list', [], 'the set-up must be an object'],
    ['nothing', null, 'the set-up must be an object'],
    [
      'a billion layers',
      { ...otherwise, model: { ...model, hidden: [1e9] } },
      'model.hidden[0] must be a number from 1 to 32',
    ],
    [
      'too many layers',
      { ...otherwise, model: { ...model, hidden: [1, 1, 1, 1] } },
      'model.hidden must be a list of 0 to 3',
    ],
    ['a length of 1e9', { ...otherwise, steps: 1e9 }, 'steps must be a number from 50 to 5000'],
    ['NaN, which JSON writes as null', { ...otherwise, seed: Number.NaN }, 'seed must be a whole number'],
    ['noise as text', { ...otherwise, data: { ...data, noise: '0' } }, 'data.noise must be a number'],
    [
      'a fraction of a batch',
      { ...otherwise, model: { ...model, batch: 4.5 } },
      'model.batch must be a whole',
    ],
    [
      'script for a kind',
      { ...otherwise, data: { ...data, kind: '<script>alert(1)</script>' } },
      'data.kind must be one of',
    ],
    [
      'script for a name',
      { ...otherwise, racers: [{ ...racer, name: '<img onerror=alert(1)>' }] },
      'racers[0].name must be',
    ],
    [
      'a name without letters',
      { ...otherwise, racers: [{ ...racer, name: '  ' }] },
      'racers[0].name must be',
    ],
    [
      'a name written backwards',
      { ...otherwise, racers: [{ ...racer, name: 'a\u202Eb' }] },
      'racers[0].name must be',
    ],
    ['no racers', { ...otherwise, racers: [] }, 'racers must be a list of 1 to 6'],
    ['two in a lane', { ...otherwise, racers: [racer, racer] }, 'racers must each have a lane of their own'],
    ['more than is asked for', { ...otherwise, more: 1 }, 'the set-up must hold nothing else, got “more”'],
    ['less than is asked for', { ...otherwise, data: { kind: 'moons' } }, 'data must say its points'],
    ['an unknown schedule', racing({ anneal: 1, type: 'cosine' }), 'racers[0].schedule: '],
    ['a momentum', racing({ anneal: 1, type: 'oneCycleMomentum', over: 9 }), 'no block called'],
    ['no schedule', racing(null), 'racers[0].schedule: '],
    ['a schedule of a later version', racing({ anneal: 2, type: 'constant', rate: 1 }), 'must be 1'],
    ['a rate below 0', racing({ anneal: 1, type: 'constant', rate: -1 }), 'must be a number from 0 up'],
    [
      'a record of rates',
      racing({ anneal: 1, type: 'groups', parts: { a: { type: 'constant', rate: 1 } } }),
      'a record of rates',
    ],
    ['a schedule of 4,000 blocks', racing(deep), 'must hold at most 60 blocks'],
    [
      'a table without end',
      racing({ anneal: 1, type: 'piecewiseLinear', points: Array.from({ length: 3000 }, (_, i) => [i, 1]) }),
      'must hold at most',
    ],
  ])('is refused for %s', async (_, value, reason) => {
    expect(await complaint(linked(value))).toContain(reason);
  });

  it('cannot reach a prototype', async () => {
    const text = JSON.stringify(otherwise);
    for (const hostile of [
      text.replace('"v":1', '"v":1,"__proto__":{"polluted":1}'),
      text.replace('"rate":0.1', '"rate":0.1,"__proto__":{"polluted":1}'),
      text.replace('"rate":0.1', '"rate":0.1,"constructor":{"prototype":{"polluted":1}}'),
      text.replace('"type":"constant"', '"type":"__proto__"'),
    ])
      await complaint(packed(hostile));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
