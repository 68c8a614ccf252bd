import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foundFor, gridBest, seeds, shown } from '../../../../tools/best-rates.ts';

/** By how much the band is widened at both ends: a decade. */
const factor = 10;

const page = readFileSync(new URL('../../../../docs/find-rate.md', import.meta.url), 'utf8');

describe.each([0.9, 0])('on penguins, by SGD with momentum %d', (momentum) => {
  it('the best rate of a grid is within a decade of the band, and not below it', async () => {
    const best = await gridBest(momentum);
    expect(page).toContain(`momentum ${momentum}: the best rate of the grid is ${shown(best)}`);
    let without = 0;
    for (const seed of seeds) {
      const found = await foundFor(seed, momentum);
      const { band, valley, steep, minimum, slide } = found;
      const ends = band === null ? '–' : band.map(shown).join(' … ');
      const row = [seed, ...[valley, steep, minimum, slide].map(shown), ends];
      expect(page.replace(/ +/g, ' ')).toContain(`| ${row.join(' | ')} |`);
      if (band === null) {
        without++;
        continue;
      }
      expect(best).toBeGreaterThan(band[0]);
      expect(best).toBeLessThan(factor * band[1]);
    }
    expect(without).toBeLessThanOrEqual(1);
  }, 120_000);
});
