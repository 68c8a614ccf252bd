import type { RunData } from '../data.ts';

/** A fact of a run; nothing where it was not told. */
export function factOf({ facts }: RunData, name: string): string | undefined {
  return Object.hasOwn(facts, name) ? facts[name] : undefined;
}

/**
 * The facts in which runs differ, those first that most runs have. The options of schedules are among them only where the
 * schedules are of one kind: `over` of one function is not that of another.
 */
export function differences(runs: readonly RunData[]): string[] {
  const names = [...new Set(runs.flatMap(({ facts }) => Object.keys(facts)))];
  const alike = new Set(runs.map(({ schedule }) => schedule)).size === 1;
  const told = (name: string): number => runs.filter((run) => factOf(run, name) !== undefined).length;
  return names
    .filter((name) => alike || !name.startsWith('schedule.'))
    .filter((name) => new Set(runs.map((run) => factOf(run, name))).size > 1)
    .sort((a, b) => told(b) - told(a));
}
