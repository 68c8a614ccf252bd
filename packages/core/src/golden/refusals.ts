import invalid from '../../golden/invalid.json' with { type: 'json' };
import { type Case, casesOf } from './cases.ts';
import type { Table } from './table.ts';

/** What of ours refuses what, by the number of an invalid case: the function and the option. */
export interface Refusals {
  /** Of the cases that the other system refuses, too. */
  readonly both: Readonly<Record<string, string>>;
  /** Of those that it lets pass. */
  readonly oursAlone: Readonly<Record<string, string>>;
}

/** Tries on our schedules the parameters that were tried on another system because they are wrong or odd. */
export function refusalsOf<P>(system: string, table: Table<P>): Refusals {
  const both: Record<string, string> = {};
  const oursAlone: Record<string, string> = {};
  for (const one of casesOf<P>(invalid) as readonly InvalidCase<P>[]) {
    const [, there, number] = one.id.split('/') as [string, string, string];
    const say = table[one.schedule];
    if (there !== system || typeof say !== 'function') continue;
    try {
      say({ lr: 0.1, ...one.params, ...(one.params as { kwargs?: object }).kwargs }, one);
    } catch (error) {
      const what = refusedBy(error);
      if (what !== undefined) (one.error === null ? oursAlone : both)[number] = what;
    }
  }
  return { both, oursAlone };
}

/** The function and the option, if it is a refusal of ours: what names no rule is a slip of a table. */
export function refusedBy(error: unknown): string | undefined {
  return /^(\w+: .+?) must .+, got /.exec(String((error as Error).message))?.[1];
}

interface InvalidCase<P> extends Case<P> {
  /** What it refuses with, or nothing where it lets it pass. */
  readonly error: string | null;
}
