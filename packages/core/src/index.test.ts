import { readFileSync } from 'node:fs';
import * as rxjs from 'rxjs';
import { describe, expect, it } from 'vitest';
import * as core from './index.ts';
import * as testing from './testing/index.ts';

const names = [...Object.keys(core), ...Object.keys(testing)];

describe('the public names', () => {
  it('are these', () => {
    expect(names.sort()).toEqual([
      'constant',
      'cosineAnnealing',
      'curve',
      'decisions',
      'describe',
      'exponentialDecay',
      'feedback',
      'isCurve',
      'isSchedule',
      'lasting',
      'laws',
      'linear',
      'logAnnealing',
      'polynomialDecay',
      'reduceOnPlateau',
      'resume',
      'sequence',
      'simulate',
      'stepDecay',
      'warmup',
    ]);
  });

  it('are none of those of rxjs, since both are imported on one page', () => {
    expect(names.filter((name) => name in rxjs)).toEqual([]);
  });

  it('of schedules stand in the catalog', () => {
    const catalog = readFileSync(new URL('../../../docs/schedules.md', import.meta.url), 'utf8');
    const others = ['decisions', 'describe', 'isCurve', 'isSchedule', 'laws', 'resume', 'simulate'];
    expect(names.filter((name) => !others.includes(name) && !catalog.includes(`\`${name}(`))).toEqual([]);
  });
});
