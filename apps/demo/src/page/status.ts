import { count } from '../words.ts';
import type { Phase } from './race-run.ts';
import { leaderInWords, type Standing } from './standings.ts';

/** What the status line is made of. */
export interface Facts {
  readonly phase: Phase;
  readonly finished: number;
  readonly steps: number;
  readonly standings: readonly Standing[];
  readonly reason: string;
}

/** What goes on, in a sentence. */
export function status({ phase, finished, steps, standings, reason }: Facts): string {
  const racers = standings.length === 1 ? 'one racer' : `${standings.length} racers`;
  const at = `step ${count(finished)} of ${count(steps)}`;
  switch (phase) {
    case 'loading':
      return 'The engine is being loaded into a worker.';
    case 'ready':
      return `Ready: ${racers}, ${count(steps)} steps each. Nothing starts by itself.`;
    case 'running':
      return finished === 0 ? 'The first step is on its way.' : `At ${at}${leaderInWords(standings)}.`;
    case 'paused':
      return `Paused at ${at}${leaderInWords(standings)}.`;
    case 'done':
      return finished < steps
        ? `Done: all have diverged, the last one at step ${count(finished - 1)} of ${count(steps)}.`
        : `Done: ${count(steps)} steps${leaderInWords(standings, true)}.`;
    case 'failed':
      return `The race has failed. ${reason}`;
  }
}

/** The same for those who hear it: how far a race is would be said over and over, so while it is on only events are. */
export function aloud(facts: Facts, newest: string): string {
  const said = facts.phase === 'running' ? 'Running.' : status(facts);
  return newest === '' ? said : `${said} ${newest}`;
}
