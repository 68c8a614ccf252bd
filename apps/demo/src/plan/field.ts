import type { Parameter } from '../parameter.ts';
import type { Plan } from './plan.ts';
import { digits, even } from './stops.ts';

/** What a number counts. */
export type Unit = 'rate' | 'steps' | 'readings' | 'times' | 'share' | 'none';

/** A number that can be turned. */
export interface NumberField {
  readonly kind: 'number';
  /** The option that it is, `plateau.patience` for one in another. */
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly scale: 'linear' | 'log';
  readonly whole: boolean;
  /** What the slider reaches in a run of so many steps; the number field takes more. */
  readonly range: (steps: number) => readonly [least: number, most: number];
  /** What is in force where the option is left out; infinite where there is no limit. */
  readonly fallback?: (plan: Plan) => number;
  readonly when?: (plan: Plan) => boolean;
}

/** One of a few words. */
export interface ChoiceField {
  readonly kind: 'choice';
  readonly key: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly get: (plan: Plan) => string;
  readonly set: (plan: Plan, value: string) => Plan;
  readonly when?: (plan: Plan) => boolean;
}

/** A list that can be made longer and shorter: of steps, or of pairs of a step and a rate. */
export interface ListField {
  readonly kind: 'points' | 'milestones';
  readonly key: string;
  readonly label: string;
  readonly when?: (plan: Plan) => boolean;
}

export type Field = NumberField | ChoiceField | ListField;

/** The option of a plan, by its key. */
export function option(plan: Plan, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((here, name) => (here as Record<string, unknown> | undefined)?.[name], plan);
}

/** The plan with an option set, or left out if it is `undefined`. */
export function withOption(plan: Plan, key: string, value: unknown): Plan {
  const [name = '', ...rest] = key.split('.');
  const inner = rest.length === 0 ? value : withOption((plan[name] ?? {}) as Plan, rest.join('.'), value);
  const { [name]: _, ...others } = plan;
  if (inner === undefined) return others as Plan;
  // In its place, so that the code does not change the order of its lines.
  return { ...plan, [name]: inner };
}

/** The number that a field stands at. */
export function numberOf(plan: Plan, field: NumberField): number {
  const given = option(plan, field.key);
  return typeof given === 'number' ? given : (field.fallback?.(plan) ?? Number.NaN);
}

/** A field as the row of a slider and a number takes it. */
export function parameterOf(plan: Plan, field: NumberField, steps: number): Parameter {
  const [least, most] = field.range(steps);
  return {
    label: field.label,
    preset: numberOf(plan, field),
    stops: field.scale === 'log' ? digits(least, most) : even(least, most, field.whole),
  };
}
