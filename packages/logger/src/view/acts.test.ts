import { describe, expect, it } from 'vitest';
import { Acts } from './acts.ts';

const cut = (step: number) => ({ by: 'mine', path: '$', step, from: 1, to: 0.5 });

describe('Acts', () => {
  it('takes what each row of a step tells once', () => {
    const acts = new Acts();
    acts.hear([cut(3), { ...cut(3), path: '$.parts[1]' }], 3);
    acts.hear([cut(3)], 3);
    acts.hear(undefined, 4);
    acts.hear('cut', 4);
    acts.hear([null, 5], 4);
    acts.hear([{ by: 'mine' }], 5);
    expect(acts.get()).toEqual({
      acts: [
        { step: 3, text: 'mine acted from 1 to 0.5 at step 3' },
        { step: 3, text: 'mine acted from 1 to 0.5 at step 3 (in $.parts[1])' },
        { step: 5, text: 'mine acted at step 5' },
      ],
      leftOut: 0,
    });
  });

  it('keeps the first and the last of many, and says how many are between', () => {
    const acts = new Acts();
    for (let step = 0; step < 10_000; step++) acts.hear([cut(step)], step);
    const { acts: kept, leftOut } = acts.get();
    expect(kept.length).toBe(600);
    expect(leftOut).toBe(9400);
    expect([kept[0]?.step, kept[299]?.step, kept[300]?.step, kept.at(-1)?.step]).toEqual([
      0, 299, 9700, 9999,
    ]);
  });
});
