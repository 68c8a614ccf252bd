import { describe, expect, it } from 'vitest';
import { deviation, type Maker } from './deviation.ts';
import { straight } from './ease.ts';
import { Real } from './exact.ts';
import { phased } from './phases.ts';

const down = phased({ mine: true }, [
  { begins: new Real(0), ends: new Real(8), from: 1, to: 0, ease: straight },
]);
const measure = (at: (t: number) => number) => deviation({ cases: [down] }, () => ({ at }), 4);
const right = (t: number) => 1 - t / 8;

describe('deviation', () => {
  it('finds nothing where nothing is', () => {
    const { ours, textbook, missedEnd, wrongWay } = measure(right);
    expect([ours.worst, ours.mean, textbook.worst, missedEnd, wrongWay, ours.notZero]).toEqual([
      0,
      0,
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('finds the worst step and says where it is', () => {
    const { ours, samples } = measure((t) => (t === 3 ? 0.625 + 3 * 2 ** -53 : right(t)));
    expect(ours.worst).toBe(3);
    expect(ours.at).toEqual({ t: 3, over: 8, options: { mine: true } });
    // The last step is 0, and is not counted in the mean.
    expect(ours.mean).toBeCloseTo(3 / (samples - 1), 12);
  });

  it('finds an end that is missed', () => {
    expect(measure((t) => (t === 0 ? 1 - 2 ** -53 : right(t))).missedEnd?.t).toBe(0);
  });

  it('finds what is not 0 where it must be, and does not call it an ulp', () => {
    const { ours } = measure((t) => (t === 8 ? 1e-300 : right(t)));
    expect([ours.notZero?.t, ours.worst]).toEqual([8, 0]);
  });

  it('finds a step that goes back', () => {
    expect(measure((t) => (t === 5 ? right(4) + 2 ** -52 : right(t))).wrongWay?.t).toBe(4);
  });

  it('lets a descent stand still, but not what is level move', () => {
    expect(measure((t) => right(t === 5 ? 4 : t)).wrongWay).toBeUndefined();
    const level = phased({}, [{ begins: new Real(0), ends: new Real(8), from: 1, to: 1, ease: straight }]);
    const slipping: Maker = () => ({ at: (t) => (t > 4 ? 1 - 2 ** -53 : 1) });
    expect(deviation({ cases: [level] }, slipping, 4).wrongWay?.t).toBe(4);
  });
});
