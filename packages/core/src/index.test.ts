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
      'backOff',
      'clamp',
      'combine',
      'constant',
      'cosineAnnealing',
      'cosineWarmRestarts',
      'curve',
      'cyclic',
      'decisions',
      'describe',
      'diff',
      'exponentialDecay',
      'feedback',
      'fromJSON',
      'greedy',
      'groups',
      'improvement',
      'inverseSqrtDecay',
      'inverseTimeDecay',
      'isCurve',
      'isSchedule',
      'jitter',
      'lasting',
      'laws',
      'linear',
      'live',
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
      'smooth',
      'staircase',
      'stepDecay',
      'tanhDecay',
      'until',
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
      'diff',
      'fromJSON',
      'improvement',
      'isCurve',
      'isSchedule',
      'laws',
      'live',
      'resume',
      'simulate',
      'smooth',
    ];
    expect(names.filter((name) => !others.includes(name) && !catalog.includes(`\`${name}(`))).toEqual([]);
  });
});
