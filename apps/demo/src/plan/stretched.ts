import { neat } from './block.ts';
import { blockOf } from './catalogue.ts';
import { type Field, option, withOption } from './field.ts';
import type { Plan } from './plan.ts';

/** A length, stretched; in steps it is a whole number of them. */
const stretch = (length: number, by: number, whole: boolean): number =>
  whole ? Math.max(1, Math.round(length * by)) : Number((length * by).toPrecision(12));

/** Ascending steps, stretched, of which no two become one. */
function ascending(steps: readonly number[], by: number, whole: boolean): number[] {
  let last = 0;
  return steps.map((step) => {
    const next = stretch(step, by, whole);
    last = next > last ? next : last + (whole ? 1 : neat(by));
    return last;
  });
}

function withLength(plan: Plan, field: Field, by: number, whole: boolean): Plan {
  const value = option(plan, field.key);
  if (value === undefined) return plan;
  switch (field.kind) {
    case 'number':
      return field.unit === 'steps' ? withOption(plan, field.key, stretch(value as number, by, whole)) : plan;
    case 'milestones':
      return withOption(plan, field.key, ascending(value as number[], by, whole));
    case 'points': {
      const [[, first] = [0, 0], ...rest] = value as [number, number][];
      const steps = ascending(
        rest.map(([step]) => step),
        by,
        whole,
      );
      return withOption(plan, field.key, [[0, first], ...rest.map(([, rate], i) => [steps[i], rate])]);
    }
    default:
      return plan;
  }
}

/** The plan with all its lengths made longer, or shorter: the same shape in another run. How long an epoch is stays. */
export function stretched(plan: Plan, by: number, whole = true): Plan {
  if (plan.type === 'perEpoch') return { ...plan, part: stretched(plan.part as Plan, by, false) };
  const own = blockOf(plan.type).fields.reduce((here, field) => withLength(here, field, by, whole), plan);
  if (own.part !== undefined) return { ...own, part: stretched(own.part, by, whole) };
  if (own.parts !== undefined) return { ...own, parts: own.parts.map((part) => stretched(part, by, whole)) };
  return own;
}
