import { readFileSync } from 'node:fs';
import * as rxjs from 'rxjs';
import { describe, expect, it } from 'vitest';
import * as core from './index.ts';
import * as json from './json/index.ts';
import * as testing from './testing/index.ts';

const names = [...Object.keys(core), ...Object.keys(json), ...Object.keys(testing)];

describe('the public names', () => {
  it('are these', () => {
    expect(names.sort()).toEqual([
      'clamp',
      'combine',
      'constant',
      'cosineAnnealing',
      'cosineWarmRestarts',
      'curve',
      'cyclic',
      'decisions',
      'describe',
      'exponentialDecay',
      'feedback',
      'fromJSON',
      'groups',
      'inverseSqrtDecay',
      'inverseTimeDecay',
      'isCurve',
      'isSchedule',
      'jitter',
      'lasting',
      'laws',
      'linear',
      'logAnnealing',
      'multiStepDecay',
      'multiply',
      'oneCycle',
      'oneCycleMomentum',
      'perEpoch',
      'piecewiseConstant',
      'piecewiseLinear',
      'polynomialDecay',
      'reduceOnPlateau',
      'restarts',
      'resume',
      'rexDecay',
      'scale',
      'sequence',
      'simulate',
      'staircase',
      'stepDecay',
      'tanhDecay',
      'warmup',
      'warmupStableDecay',
      'warp',
    ]);
  });

  it('are none of those of rxjs, since both are imported on one page', () => {
    expect(names.filter((name) => name in rxjs)).toEqual([]);
  });

  it('of schedules stand in the catalog', () => {
    const catalog = readFileSync(new URL('../../../docs/schedules.md', import.meta.url), 'utf8');
    const others = [
      'decisions',
      'describe',
      'fromJSON',
      'isCurve',
      'isSchedule',
      'laws',
      'resume',
      'simulate',
    ];
    expect(names.filter((name) => !others.includes(name) && !catalog.includes(`\`${name}(`))).toEqual([]);
  });
});
