import type { RunData } from '../view/data.ts';

/** Runs of one name get so much of their path behind it that they can be told apart, or else their number. */
export function distinct(runs: readonly RunData[]): RunData[] {
  const named = (name: string): RunData[] => runs.filter((run) => run.name === name);
  return runs.map((run) => {
    const alike = named(run.name);
    if (alike.length === 1) return run;
    for (let parts = 1; parts <= 4; parts++) {
      const end = ({ file }: RunData): string =>
        file
          .replace(/\.jsonl$/, '')
          .split(/[\\/]/)
          .slice(-parts)
          .join('/');
      if (new Set(alike.map(end)).size === alike.length) {
        return { ...run, name: end(run).endsWith(run.name) ? end(run) : `${run.name} (${end(run)})` };
      }
    }
    return { ...run, name: `${run.name} (${runs.indexOf(run) + 1})` };
  });
}
