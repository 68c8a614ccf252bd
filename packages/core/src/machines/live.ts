import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import { isRate } from '../finite.ts';
import type { Machine } from './machine.ts';
import { within } from './mapped.ts';

/** A number, or a record of numbers, one for each group. */
export type AnyRate = number | Readonly<Record<string, number>>;

/** How a schedule runs in the place of another, and what it remembers. */
export interface Spliced<Rate = AnyRate> {
  /** The step of the run that is the schedule's own step 0. */
  readonly since: number;
  /** The step at which it took over: what belongs to one before was for its predecessor. */
  readonly at: number;
  /** What its rates are multiplied by; `null` where they are taken as they are. */
  readonly scale: Rate | null;
  /** The rate that was set by hand, while it is in force. */
  readonly held: Rate | null;
  readonly memory: unknown;
}

/** A machine in the place of another, from a step that is not its own 0. */
export function live<Rate>(part: Machine<Rate>): Machine<Rate, Spliced<Rate>> {
  const remember = (it: Spliced<Rate>, memory: unknown): Spliced<Rate> =>
    memory === it.memory ? it : { ...it, memory };
  return {
    ...within('live', part),
    name: part.name,
    // Whoever comes next must know what has come: every metric is followed.
    readsAll: true,
    // Its length is told by the memory, too.
    span: Infinity,
    ended: undefined,
    begin: (clock) => ({ since: 0, at: 0, scale: null, held: null, memory: part.begin(clock) }),
    next: (it, readings, step, clock) =>
      remember(it, part.next(it.memory, readings, step - it.since, clock - it.since)),
    settle: (it, clock) => remember(it, part.settle(it.memory, clock - it.since)),
    late: (it, readings, step, clock) =>
      readings.index !== NONE && step < it.at
        ? it
        : remember(it, part.late(it.memory, readings, step - it.since, clock - it.since)),
    asks: ({ memory }) => part.asks(memory),
    rate: ({ held, scale, since, memory }, step) => held ?? scaled(part.rate(memory, step - since), scale),
    causes: (before, after, path, step) =>
      after.held === null ? part.causes(before.memory, after.memory, path, step) : [],
    restore(saved, path, clock) {
      const it = check.record('resume', path, saved, ['since', 'at', 'scale', 'held', 'memory']);
      for (const key of ['since', 'at']) {
        check.count('resume', `${path}.${key}`, it[key]);
        if ((it[key] as number) > clock)
          check.refuse('resume', `${path}.${key}`, `at most the step, ${clock}`, it[key]);
      }
      if (it.since !== 0 && it.since !== it.at)
        check.refuse('resume', `${path}.since`, `0, or where it took over, ${it.at}`, it.since);
      const memory = part.restore(it.memory, `${path}.memory`, clock - (it.since as number));
      const own = part.rate(memory, clock - (it.since as number));
      for (const key of ['scale', 'held']) {
        const given = it[key];
        if (given !== null && !(isRate(given) && sameGroups(given, own)))
          check.refuse('resume', `${path}.${key}`, `${groupsOf(own)}, or null`, given);
      }
      if (it.scale !== null && valuesOf(it.scale).includes(0))
        check.refuse('resume', `${path}.scale`, 'other than 0', it.scale);
      return { ...(it as unknown as Spliced<Rate>), memory };
    },
  };
}

/** A rate times a scale, group by group where they are records. */
function scaled<Rate>(rate: Rate, scale: Rate | null): Rate {
  if (scale === null) return rate;
  return perGroup(rate, scale, (a, b) => a * b);
}

/** What a function makes of two rates, group by group where they are records. */
export function perGroup<Rate>(
  one: Rate,
  other: Rate,
  of: (a: number, b: number, group: string) => number,
): Rate {
  if (typeof one === 'number') return of(one, other as number, '') as Rate;
  const rates = Object.entries(one as Record<string, number>);
  const others = other as Record<string, number>;
  return Object.fromEntries(
    rates.map(([name, rate]) => [name, of(rate, others[name] as number, name)]),
  ) as Rate;
}

/** What kind of rate it is, in words: a number, or a record with these groups. */
export function groupsOf(rate: unknown): string {
  return typeof rate === 'object' && rate !== null
    ? `{ ${Object.keys(rate).sort().join(', ')} }`
    : 'a number';
}

/** Whether two rates are for the same groups, or both for all. */
export function sameGroups(one: unknown, other: unknown): boolean {
  const names = (rate: unknown) =>
    typeof rate === 'object' && rate !== null ? JSON.stringify(Object.keys(rate).sort()) : '';
  return names(one) === names(other);
}

function valuesOf(rate: unknown): unknown[] {
  return typeof rate === 'object' && rate !== null ? Object.values(rate) : [rate];
}
