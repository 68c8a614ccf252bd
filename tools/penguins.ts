import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The Palmer penguins as numbers, ready for a classifier. */
export interface Penguins {
  /** The names of the classes. */
  readonly species: string[];
  /** The names of the measurements, with their units. */
  readonly features: string[];
  /** One penguin each: its measurements in the order of `features`, and then the index of its species. */
  readonly rows: number[][];
}

const species = ['Adelie', 'Chinstrap', 'Gentoo'];
const features = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'];

/**
 * The 342 measured penguins, in the order of the file; the two without measurements are left out.
 *
 * Data: Palmer penguins, Horst, Hill & Gorman 2020, CC0; as distributed by vega-datasets, BSD-3-Clause.
 */
export function penguins(): Penguins {
  // The package exports only its code, and that fetches from a CDN; the data lies beside it.
  const code = createRequire(import.meta.url).resolve('vega-datasets');
  const file = join(dirname(code), '../data/penguins.json');
  const birds = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>[];
  const rows = birds.map((bird) => [
    ...features.map((feature) => bird[feature]),
    species.indexOf(bird.Species as string),
  ]);
  const measured = rows.filter((row): row is number[] => row.every((value) => typeof value === 'number'));
  return { species, features, rows: measured };
}
