import { blockOf } from '../plan/catalogue.ts';
import { option, withOption } from '../plan/field.ts';
import type { Plan } from '../plan/plan.ts';

/** A plan whose rates are so many times as high. Of a product only the first factor is raised, since the others are shares. */
export function rescaled(plan: Plan, factor: number): Plan {
  let raised = plan;
  for (const field of blockOf(plan.type).fields) {
    const given = option(plan, field.key);
    if (field.kind === 'number' && field.unit === 'rate' && typeof given === 'number')
      raised = withOption(raised, field.key, short(given * factor));
    if (field.kind === 'points' && Array.isArray(given))
      raised = withOption(
        raised,
        field.key,
        given.map(([step, rate]) => [step, short(rate * factor)]),
      );
  }
  if (plan.part) raised = { ...raised, part: rescaled(plan.part, factor) };
  if (plan.parts) {
    const shares = plan.type === 'multiply';
    raised = {
      ...raised,
      parts: plan.parts.map((part, index) => (shares && index > 0 ? part : rescaled(part, factor))),
    };
  }
  return raised;
}

/** As many digits as a rate is worth, so that the code stays readable. */
function short(rate: number): number {
  return Number(rate.toPrecision(4));
}
