import { type Part, simulate } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';

/** A schedule as data: what `JSON.stringify` writes of one and `fromJSON` reads. Its parts are plans, too. */
export interface Plan {
  readonly type: string;
  readonly part?: Plan;
  readonly parts?: readonly Plan[];
  readonly [option: string]: unknown;
}

/** The schedule that a plan is. What is wrong with it is said with its place, `$.parts[1].over`. */
export function scheduleOf(plan: unknown): Part {
  const whole = typeof plan === 'object' && plan !== null && !Array.isArray(plan);
  return fromJSON<Part>(whole ? { anneal: 1, ...plan } : plan);
}

/**
 * A plan as the library itself writes it: read, and written again. Sequences in sequences are one, so that the places
 * which the causes name are those of this tree.
 */
export function tidy(plan: unknown): Plan {
  const { anneal, ...tree } = JSON.parse(JSON.stringify(scheduleOf(plan)));
  return tree;
}

/** Why nothing can be trained by a plan for so many steps, in plain words, or nothing if it can. */
export function refusal(plan: unknown, steps: number): string | undefined {
  try {
    const schedule = scheduleOf(plan);
    const rates: readonly unknown[] = simulate(
      schedule,
      Array.from({ length: steps - 1 }, () => ({})),
    );
    // A schedule may well go below 0, but nothing can be trained on that.
    const bad = rates.findIndex((rate) => !(Number.isFinite(rate) && (rate as number) >= 0));
    if (bad < 0) return undefined;
    const got = typeof rates[bad] === 'object' ? 'a record of rates' : rates[bad];
    return `The rate of step ${bad} must be a number from 0 up, got ${got}.`;
  } catch (error) {
    return (error as Error).message.replace(/^fromJSON: (?:\$\.?)?/, '');
  }
}
