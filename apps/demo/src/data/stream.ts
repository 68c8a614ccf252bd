import { seeded } from '../seeded.ts';

/** What is drawn: each has its own numbers, so that one more example does not change the first weights. */
const kinds = { examples: 1, split: 2, weights: 3, order: 4 } as const;

/** Random numbers from 0 to below 1 for one purpose, determined by the seed. */
export function stream(seed: number, kind: keyof typeof kinds, index = 0): () => number {
  return seeded(mixed(mixed(mixed(seed) + kinds[kind]) + index));
}

/** The whole numbers from 0 to below `count`, in an order that the seed determines (Fisher and Yates). */
export function order(count: number, random: () => number): Uint32Array {
  const places = Uint32Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const place = places[last] as number;
    places[last] = places[other] as number;
    places[other] = place;
  }
  return places;
}

/** Scatters whole numbers, so that neighbouring seeds have nothing in common (murmur3's last lines). */
function mixed(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
