import type { Ease } from './ease.ts';
import { exact, type Real } from './exact.ts';
import type { Case } from './row.ts';

/** One move of a curve that has several. */
export interface Phase {
  readonly begins: Real;
  readonly ends: Real;
  readonly from: number;
  readonly to: number;
  readonly ease: Ease;
}

/** A curve whose phases come one after the other; the step between two belongs to the later. */
export function phased(options: object, phases: readonly [Phase, ...Phase[]]): Case {
  const inForce = (t: Real): Phase => [...phases].reverse().find(({ begins }) => begins.lte(t)) ?? phases[0];
  const over = Math.max(...phases.map(({ ends }) => ends.toNumber()));
  return {
    options,
    over,
    stretches: phases.map(({ begins, ends }) => [begins.toNumber(), ends.toNumber()]),
    ends: phases.flatMap(({ begins, ends, from, to }) => [
      [begins.toNumber(), from],
      [ends.toNumber(), to],
    ]),
    truth: (step) => {
      const t = exact(step);
      const { begins, ends, from, to, ease } = inForce(t);
      const left = ease.left(t.minus(begins), ends.minus(begins));
      return exact(to).plus(exact(from).minus(exact(to)).times(left));
    },
    textbook: (step) => {
      const { begins, ends, from, to, ease } = inForce(exact(step));
      const start = begins.toNumber();
      return ease.textbook(from, to, step - start, ends.toNumber() - start);
    },
  };
}
