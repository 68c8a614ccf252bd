import { describe, expect, it } from 'vitest';
import { linear } from './cases/linear.ts';
import { line } from './line.ts';
import type { Row } from './row.ts';

const { promised: _, ...unpromised }: Row = linear;
const exported = { linear: ({ to }: { to: number }) => ({ at: () => to }) };

describe('line', () => {
  it('measures what is exported under the name, with what was promised', () => {
    const { name, bound, found } = line({ ...linear, cases: linear.cases.slice(0, 1) }, 4);
    expect([name, bound, 'ours' in found && found.ours.worst < 3]).toEqual(['`linear`', 3, true]);
  });

  it('without a promise takes what it measures', () => {
    const { bound = 0, found } = line({ ...unpromised, cases: linear.cases.slice(2, 3) }, 4, exported);
    expect('ours' in found && found.ours.worst).toBeLessThanOrEqual(bound);
    expect(bound).toBeGreaterThan(1e6);
  });

  it('says that a curve is not there', () => {
    expect(line({ ...linear, curve: 'cubicDecay' }, 4)).toEqual({
      name: '`cubicDecay`',
      found: { absent: 'not there' },
    });
  });

  it('says what a curve has against its options', () => {
    const refuses = () => {
      throw new RangeError('linear: no');
    };
    expect(line(linear, 4, { linear: refuses }).found).toEqual({ absent: 'linear: no' });
  });
});
