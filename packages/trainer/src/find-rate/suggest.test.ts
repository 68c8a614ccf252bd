import { describe, expect, it, test } from 'vitest';
import { ramp } from './ramp.ts';
import { type Measured, suggest } from './suggest.ts';

const steps = 100;
const rates = Array.from({ length: steps }, (_, i) => ramp(1e-7, 10, steps).at(i));

/** A curve of the loss over log₁₀ rate, without noise. */
const curve = (loss: (decade: number) => number, upTo = steps): Measured[] =>
  rates.slice(0, upTo).map((rate) => {
    const value = loss(Math.log10(rate));
    return { rate, loss: value, smoothed: value };
  });
const read = (measured: readonly Measured[], diverged = true) =>
  suggest(measured, { steps, smoothing: 0.98, diverged });

const bowl = (x: number) => 1.5 - 1 / (1 + Math.exp(-3 * (x + 3))) + Math.exp(4 * (x + 0.5));
const late = (x: number) => 1.2 - 1 / (1 + Math.exp(-5 * (x + 1))) + Math.exp(9 * (x - 0.6));

// By fastai's four functions in NumPy, on the loss divided by its drop, which is what its numbers hold for.
test.each([
  ['bowl', bowl, 9.770099572992256e-5, 9.111627561154895e-4, 2.98364724028334e-4, 2.595024211399737e-3],
  ['late', late, 5.214008287999684e-4, 9.545484566618347e-2, 3.125715849688237e-2, 8.902150854450394e-2],
])('agrees with fastai on a %s', (_, loss, valley, steep, slide, minimum) => {
  const found = read(curve(loss));
  expect(found.valley).toBeCloseTo(valley, 10);
  expect(found.steep).toBeCloseTo(steep, 10);
  expect(found.slide).toBeCloseTo(slide, 10);
  expect(found.minimum).toBeCloseTo(minimum, 10);
  expect(found.band).toEqual([found.valley, found.slide]);
  expect(found.reasons).toEqual({});
});

it('reads a ramp of any length', () => {
  const many = 200_000;
  const measured = Array.from({ length: many }, (_, i) => {
    const loss = bowl((8 * i) / many - 7);
    return { rate: 10 ** ((8 * i) / many - 7), loss, smoothed: loss };
  });
  expect(suggest(measured, { steps: many, smoothing: 0.98, diverged: true }).reasons).toEqual({});
});

it('takes the middle of the descent, the steepest place of it, a tenth of its foot, and a decade below the rise', () => {
  // Level, a descent from 1e-5 to 1e-2 that is steepest at 1e-4, level, and a rise from 1 on.
  const loss = (x: number) =>
    1 - 0.2 * clip(x + 5) - 0.5 * clip(x + 4) - 0.1 * clip(x + 3) + 20 * Math.max(0, x) ** 2;
  const { valley, steep, slide, minimum } = read(curve(loss));
  expect(decade(valley)).toBeCloseTo(-3.5, 0);
  expect(decade(steep)).toBeGreaterThanOrEqual(-4.1);
  expect(decade(steep)).toBeLessThan(-3);
  expect(decade(minimum)).toBeCloseTo(-3, 0);
  expect(decade(slide)).toBeCloseTo(-1.2, 0);
});

describe('what the loss is measured in makes no difference', () => {
  const plain = read(curve(bowl));
  it.each([
    ['scaled', (x: number) => 1000 * bowl(x)],
    ['made small', (x: number) => bowl(x) / 1024],
    ['shifted below 0', (x: number) => bowl(x) - 32],
  ])('%s', (_, loss) => {
    const found = read(curve(loss));
    for (const name of ['valley', 'steep', 'slide', 'minimum'] as const)
      expect(found[name]).toBeCloseTo(plain[name] as number, 12);
  });

  it('nor does the number of steps, much', () => {
    const dense = Array.from({ length: 1000 }, (_, i): Measured => {
      const rate = ramp(1e-7, 10, 1000).at(i);
      return { rate, loss: bowl(Math.log10(rate)), smoothed: bowl(Math.log10(rate)) };
    });
    const found = suggest(dense, { steps: 1000, smoothing: 0.98, diverged: true });
    for (const name of ['steep', 'slide', 'minimum'] as const)
      expect(Math.abs(decade(found[name]) - decade(plain[name]))).toBeLessThan(0.5);
  });
});

describe('says nothing, and why, where there is', () => {
  const all = ['valley', 'steep', 'slide', 'minimum', 'band'];

  it.each<[string, readonly Measured[], string]>([
    ['no reading', [], 'too few points: of 0 steps, 0 are left'],
    [
      'a ramp that diverged at once',
      curve(bowl, 20),
      'too few points: of 20 steps, 5 are left without the first tenth and the last 5, and it takes 8; begin lower, or take more steps',
    ],
    ['a loss that stands still', curve(() => 2), 'the loss never falls'],
    ['a loss that only climbs', curve((x) => x), 'the loss never falls'],
  ])('%s', (_, measured, reason) => {
    const found = read(measured);
    expect(Object.keys(found.reasons).sort()).toEqual([...all].sort());
    for (const name of all) {
      expect(found[name as 'band']).toBeNull();
      expect(found.reasons[name as 'band']).toContain(reason);
    }
  });

  it('nothing but noise, in 995 of 1000 runs', () => {
    const random = randomFrom(1);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let fooled = 0;
    for (let run = 0; run < 1000; run++) {
      const found = read(averaged(rates.map(() => 1 + 0.3 * normal())), false);
      if (found.valley !== null) fooled++;
      else expect(found.reasons.valley).toMatch(/the loss (never falls|falls by .* no more than noise)/);
    }
    expect(fooled).toBeLessThanOrEqual(5);
  });

  it('no end of the descent: the ramp ends too low', () => {
    const found = read(
      curve((x) => -x),
      false,
    );
    expect(found.valley).not.toBeNull();
    expect([found.slide, found.minimum, found.band]).toEqual([null, null, null]);
    expect(found.reasons.minimum).toMatch(
      /^the loss still falls at the end of the ramp, at a rate of 3.*; end higher$/,
    );
    expect(found.reasons.band).toMatch(/^it ends at slide, and the loss still falls/);
  });

  it('no rise behind the descent', () => {
    const found = read(
      curve((x) => 1 - clip(x + 4)),
      false,
    );
    expect(found.slide).toBeNull();
    expect(found.reasons.slide).toMatch(/^the loss does not take off by the end of the ramp/);
    expect(found.minimum).not.toBeNull();
  });
});

it('leaves out what is not finite', () => {
  const sound = curve(bowl, 98);
  const broken = [...sound, { rate: 5, loss: Number.NaN, smoothed: 1 }];
  expect(read(broken)).toEqual(read(sound));
});

it('orders the band', () => {
  const found = read(curve((x) => 1 - clip(x + 2) / 2 - clip(x + 1) / 2 + 1e3 * Math.max(0, x - 0.2) ** 2));
  const [low, high] = found.band as [number, number];
  expect(low).toBeLessThanOrEqual(high);
});

const clip = (x: number) => Math.min(1, Math.max(0, x));
const decade = (rate: number | null) => Math.log10(rate as number);

/** Readings with their bias-corrected average. */
function averaged(losses: readonly number[]): Measured[] {
  let [sum, weight] = [0, 0];
  return losses.map((loss, i) => {
    sum = 0.98 * sum + 0.02 * loss;
    weight = 0.98 * weight + 0.02;
    return { rate: rates[i] as number, loss, smoothed: sum / weight };
  });
}

function randomFrom(seed: number): () => number {
  let drawn = seed;
  return () => {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) | 0;
    return (drawn >>> 0) / 2 ** 32;
  };
}
