import { blockOf } from './catalogue.ts';
import type { Plan } from './plan.ts';

/** A plan in a few words: `warm-up → cosine × plateau`. */
export function inShort(plan: Plan): string {
  const { short } = blockOf(plan.type);
  const parts = plan.parts ?? [];
  switch (plan.type) {
    case 'warmup':
      return `${short} → ${inShort(plan.part as Plan)}`;
    case 'sequence':
      return parts.map(inShort).join(' → ');
    case 'multiply':
      return parts.map(held).join(' × ');
    case 'combine':
      return `${plan.fold === 'max' ? 'higher' : 'lower'} of ${parts.map(held).join(', ')}`;
    case 'until':
      return `${held(plan.part as Plan)} until`;
    default:
      return plan.part === undefined ? short : `${short} ${held(plan.part)}`;
  }
}

/** In brackets, if it would be read wrong without them. */
function held(plan: Plan): string {
  const text = inShort(plan);
  return plan.part === undefined && plan.parts === undefined ? text : `(${text})`;
}
