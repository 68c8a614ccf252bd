import { type Cause, describe } from '@anneal/core';
import type { Act } from '../race/setup.ts';
import { figure } from '../words.ts';
import type { RaceRecord } from './record.ts';

/** One line of the log. */
export interface Happening {
  readonly step: number;
  readonly lane: number;
  readonly kind: 'act' | 'cause' | 'diverged';
  readonly text: string;
}

/** All that happened to the racers, the newest first: what visitors did, what the schedules did of their own, and why. */
export function happenings(record: RaceRecord): Happening[] {
  const told: Happening[] = [];
  for (const { lane, causes, diverged } of record.lanes.values()) {
    for (const { step, cause } of causes) {
      // What a visitor did is told as an act, in the same words.
      if (cause.by !== 'live') told.push({ step, lane, kind: 'cause', text: sentence(describe(cause)) });
    }
    if (diverged !== undefined) {
      told.push({
        step: diverged.step,
        lane,
        kind: 'diverged',
        text: sentence(`diverged: ${diverged.reason}`),
      });
    }
  }
  for (const act of record.acts) {
    const causes = record.lanes.get(act.lane)?.causes ?? [];
    const live = causes.find(({ step, cause }) => step === act.at && cause.by === 'live');
    told.push({ step: act.at, lane: act.lane, kind: 'act', text: sentence(actInWords(act, live?.cause)) });
  }
  return told.sort((one, other) => other.step - one.step);
}

/** What a visitor did: in the library's words once the act has shown, in plainer ones before. */
function actInWords(act: Act, cause: Cause | undefined): string {
  if (cause !== undefined) return `by hand: ${describe(cause)}`;
  switch (act.kind) {
    case 'rate':
      return `by hand: the rate is ${figure(act.rate)}`;
    case 'release':
      return 'by hand: released to its schedule';
    case 'swap':
      return `by hand: another schedule, spliced by ${act.splice}`;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
