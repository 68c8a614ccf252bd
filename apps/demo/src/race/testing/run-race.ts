import { constant } from '@anneal/core';
import { lastValueFrom, Subject, tap, toArray } from 'rxjs';
import { Going } from '../../going.ts';
import { Pace } from '../../pace.ts';
import type { News } from '../messages.ts';
import { type Controls, race } from '../race.ts';
import type { Act, Deed, Setup } from '../setup.ts';
import { setupOf } from './setup-of.ts';

export const two = setupOf([constant(0.3), constant(0.1)]);

export interface Raced {
  readonly news: readonly News[];
  /** By lane. */
  readonly losses: readonly (readonly number[])[];
  readonly rates: readonly (readonly number[])[];
  readonly all: <T extends News['type']>(type: T) => readonly Extract<News, { type: T }>[];
}

export function controls(): Controls & { readonly deeds: Subject<Deed> } {
  return { going: new Going(), pace: new Pace(Number.POSITIVE_INFINITY), deeds: new Subject() };
}

/** Runs a race to its end, or `go` steps of it. `hear` may do things meanwhile. */
export async function runRace(
  setup: Setup,
  {
    acts,
    hear,
    go,
  }: {
    acts?: readonly Act[];
    go?: number;
    hear?: (news: News, hands: ReturnType<typeof controls>) => void;
  } = {},
): Promise<Raced> {
  const hands = controls();
  hands.going.go(go);
  const order = {
    type: 'race',
    run: 1,
    setup,
    once: false,
    perSecond: Infinity,
    ...(acts && { acts }),
  } as const;
  const news = await lastValueFrom(
    race(order, hands).pipe(
      tap((news) => hear?.(news, hands)),
      toArray(),
    ),
  );
  return racedOf(news, setup);
}

export function racedOf(news: readonly News[], { racers }: Setup): Raced {
  const all = <T extends News['type']>(type: T) =>
    news.filter((one): one is Extract<News, { type: T }> => one.type === type);
  const column = (key: 'losses' | 'rates') =>
    racers.map((_, racer) =>
      all('rows').flatMap((rows) => [...rows[key].slice(racer * rows.count, (racer + 1) * rows.count)]),
    );
  return { news, losses: column('losses'), rates: column('rates'), all };
}
