import type { Case } from './cases.ts';
import { type Comparison, compare } from './compare.ts';
import { refusedBy } from './refusals.ts';
import type { Table } from './table.ts';

export type Kind = 'said' | 'saidUpTo' | 'explained';

/** How a table does on a case. */
export interface Verdict extends Comparison {
  readonly kind: Kind;
  readonly why?: string;
  /** The first rate beyond the step up to which it is said that is another. */
  readonly beyond?: string | undefined;
}

/** @param differ the cases of schedules in the table that are not said, and why. */
export function verdictOn<P extends object>(
  one: Case<P>,
  table: Table<P>,
  differ: Readonly<Record<string, string>>,
): Verdict {
  const say = table[one.schedule];
  if (typeof say === 'string') return { kind: 'explained', why: say, compared: 0 };
  const why = differ[one.id];
  try {
    if (say === undefined) throw new Error(`${one.schedule} is not in the table`);
    const saying = say(one.params, one);
    const schedule = 'schedule' in saying ? saying.schedule : saying;
    if (why !== undefined) return { kind: 'explained', why, ...compare(schedule, one) };
    if (!('schedule' in saying)) return { kind: 'said', ...compare(schedule, one) };
    const { compared: rest, apart: beyond } = compare(schedule, one, saying.until);
    if (rest === 0) return { kind: 'said', ...compare(schedule, one) };
    return { kind: 'saidUpTo', why: saying.why, ...compare(schedule, one, -Infinity, saying.until), beyond };
  } catch (error) {
    if (why === undefined) return { kind: 'said', compared: 0, apart: String(error) };
    const refused = refusedBy(error);
    return { kind: 'explained', why, compared: 0, ...(refused === undefined ? {} : { apart: refused }) };
  }
}
