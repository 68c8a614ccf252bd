import type { DataKind, Setup } from '../race/setup.ts';
import type { Raw } from './examples.ts';
import { stream } from './stream.ts';

/** A point before it is scattered, somewhere in [−1, 1]². */
type Place = (random: () => number, inner: boolean) => readonly [x: number, y: number];

type Drawn = Exclude<DataKind, 'penguins' | 'csv'>;

const places: Readonly<Record<Drawn, Place>> = {
  moons(random, inner) {
    const angle = Math.PI * random();
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return inner ? [(0.5 - x) * 0.66, (0.25 - y) * 0.9] : [(x - 0.5) * 0.66, (y - 0.25) * 0.9];
  },
  circles(random, inner) {
    const angle = 2 * Math.PI * random();
    const radius = inner ? 0.4 : 0.9;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  spirals(random, inner) {
    // The square root puts as many points on the long outer turns as they have room for.
    const along = Math.sqrt(random());
    const angle = 3 * Math.PI * along + (inner ? Math.PI : 0);
    const radius = 0.1 + 0.85 * along;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  xor(random, inner) {
    const [x, y] = [0.06 + 0.94 * random(), 0.06 + 0.94 * random()];
    const sign = random() < 0.5 ? -1 : 1;
    return [x * sign, y * (inner ? -sign : sign)];
  },
};

/** Draws the examples of a made-up problem with the seed: two classes, in turn, in a plane. */
export function drawn(kind: Drawn, { points, noise }: Setup['data'], seed: number): Raw {
  const random = stream(seed, 'examples');
  const inputs = new Float32Array(points * 2);
  const labels = Uint8Array.from({ length: points }, (_, index) => index % 2);
  labels.forEach((label, index) => {
    const [x, y] = places[kind](random, label === 1);
    // Twice, since the picture is two wide.
    const [across, up] = normal(random);
    inputs.set([x + 2 * noise * across, y + 2 * noise * up], 2 * index);
  });
  return { features: ['x', 'y'], classes: ['A', 'B'], inputs, labels };
}

/** Two independent numbers of the normal distribution (Box and Muller). */
function normal(random: () => number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
