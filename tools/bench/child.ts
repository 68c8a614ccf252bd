import type { Case, Mode } from './case.ts';
import { measure, type SideName } from './measure.ts';
import { mix } from './mix.ts';
import type { Round } from './ratios.ts';

/** What a child is told, on its command line. */
export type Order = readonly [mode: Mode, first: SideName, rounds: `${number}`];

/** What a child tells of its case. */
export interface Told extends Pick<Case, 'name' | 'goals'> {
  readonly rounds: readonly Round[];
}

/** The program of a child process: one case in one mode, since whatever ran in a process before changes what it measures. */
export function child(one: Case): void {
  const [mode, first, rounds] = process.argv.slice(2) as unknown as Order;
  if (mode === 'mixed') mix();
  const { name, goals } = one;
  const told: Told = { name, goals, rounds: measure(one, Number(rounds), first) };
  process.send?.(told);
}
