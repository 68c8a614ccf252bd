import { describe, expect, it } from 'vitest';
import { Numbered } from './numbered.ts';

describe('Numbered', () => {
  it.each<[string, unknown[], unknown[]]>([
    [
      'counts from the start',
      [{}, undefined, 3],
      [
        { step: 5, rate: 0 },
        { step: 6, rate: 1 },
        { step: 7, rate: 2, loss: 3 },
      ],
    ],
    [
      'goes by an index',
      [{ step: 8 }, {}],
      [
        { step: 8, rate: 0 },
        { step: 9, rate: 1 },
      ],
    ],
    [
      'remembers what steps ran at',
      [{ step: 8 }, { step: 9 }, { step: 6 }, {}],
      [
        { step: 8, rate: 0 },
        { step: 9, rate: 1 },
        { step: 6, rate: 0 },
        { step: 10, rate: 3 },
      ],
    ],
    ['knows nothing of steps before the start', [{ step: 4 }, {}], [{ step: 4 }, { step: 5, rate: 1 }]],
    ['believes a rate that was read back', [{ rate: 7 }], [{ step: 5, rate: 7 }]],
    [
      'passes on what is no index',
      [{ step: 0.5 }, {}],
      [
        { step: 0.5, rate: 0 },
        { step: 6, rate: 1 },
      ],
    ],
  ])('%s', (_, said, reports) => {
    const steps = new Numbered<number>(5);
    expect(said.map((one, i) => steps.report(one, i))).toEqual(reports);
  });

  it('says which step comes next', () => {
    const steps = new Numbered<number>(5);
    expect(steps.next).toBe(5);
    steps.report({ step: 9 }, 1);
    steps.report({ step: 7 }, 1);
    expect(steps.next).toBe(10);
  });
});
