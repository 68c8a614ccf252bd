/** Keeps what the claims of running blocks came to. They do not throw: a callback may swallow an error. */
import { inspect } from 'node:util';
import { agrees } from './agrees.ts';

/** By place: what is wrong, or nothing when the claim held each time. */
const verdicts = new Map<string, string | undefined>();

const show = (value: unknown): string => inspect(value, { depth: 8, breakLength: 100 });

/** Compares at once, for `actual` may change later. Blocks call it after `transform`. */
export function claim(where: string, actual: unknown, shown: unknown): void {
  const before = verdicts.get(where);
  const now = agrees(actual, shown)
    ? undefined
    : `${where}: is ${show(actual)}, documented as ${show(shown)}`;
  verdicts.set(where, before ?? now);
}

/** What is wrong with the claims made at `places`, one line each. */
export const failures = (places: readonly string[]): string[] =>
  places.flatMap((where) =>
    verdicts.has(where)
      ? (verdicts.get(where) ?? [])
      : `${where}: not reached by the time the block ended (a callback never called, or not awaited)`,
  );
