import type { Racer } from '../race/setup.ts';
import { figure } from '../words.ts';
import type { HeldOut, LaneRecord, RaceRecord } from './record.ts';

/** A racer's place in the race. */
export interface Standing {
  readonly lane: number;
  readonly name: string;
  readonly now: HeldOut | undefined;
  readonly best: HeldOut | undefined;
  /** In the lead, diverged at some step, or done; nothing where there is nothing to say. */
  readonly state: string;
}

/** Who leads: by the held-out loss of the moment, those who have diverged last. */
export function standings(record: RaceRecord, racers: readonly Racer[], done: boolean): Standing[] {
  const told = racers.flatMap(({ lane, name }) => {
    const known = record.lanes.get(lane);
    return known === undefined ? [] : [{ lane, name, known, now: known.heldOut.at(-1), best: known.best }];
  });
  const place = ({ known, now }: (typeof told)[number]) =>
    known.diverged === undefined ? orLast(now?.loss) : Number.POSITIVE_INFINITY;
  told.sort((one, other) => {
    const [mine, theirs] = [place(one), place(other)];
    // Two that are infinite are level; their difference would be no number.
    return mine === theirs ? one.lane - other.lane : mine - theirs;
  });
  return told.map(({ lane, name, known, now, best }, index) => {
    const leads = index === 0 && now !== undefined && known.diverged === undefined && told.length > 1;
    return { lane, name, now, best, state: stateOf(known, leads, done) };
  });
}

function stateOf({ diverged }: LaneRecord, leads: boolean, done: boolean): string {
  if (diverged !== undefined) return `diverged at step ${diverged.step.toLocaleString('en-US')}`;
  if (leads) return done ? 'won' : 'in the lead';
  return done ? 'done' : '';
}

/** Who leads, or has won, as the end of a sentence. */
export function leaderInWords(standings: readonly Standing[], done = false): string {
  const [first, second] = standings;
  if (first?.now === undefined || first.state.startsWith('diverged')) return '';
  const loss = `held-out loss ${figure(first.now.loss)}`;
  return second === undefined ? `; ${loss}` : `; ${first.name} ${done ? 'won' : 'leads'}, ${loss}`;
}

function orLast(loss: number | undefined): number {
  return loss === undefined || Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}
