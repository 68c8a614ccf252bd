import { limits, type Racer, type Setup } from '../race/setup.ts';
import { freeLane } from './lanes.ts';

/** The set-up with a racer changed. */
export function withRacer(setup: Setup, lane: number, change: Partial<Omit<Racer, 'lane'>>): Setup {
  const changed = 'schedule' in change ? { ...change, schedule: rooted(change.schedule) } : change;
  return {
    ...setup,
    racers: setup.racers.map((racer) => (racer.lane === lane ? { ...racer, ...changed } : racer)),
  };
}

/** A schedule as the library writes it: its root says the version of the form. */
function rooted(schedule: unknown): unknown {
  return { anneal: 1, ...(schedule as object) };
}

/** The set-up without a racer; the last one stays. */
export function withoutRacer(setup: Setup, lane: number): Setup {
  if (setup.racers.length <= limits.racers[0]) return setup;
  return { ...setup, racers: setup.racers.filter((racer) => racer.lane !== lane) };
}

/** The set-up with one racer more, in the first lane that is free; nothing if all are taken. */
export function withOneMore(
  setup: Setup,
  racer: Omit<Racer, 'lane'>,
): { readonly setup: Setup; readonly lane: number } | undefined {
  const lane = freeLane(setup.racers);
  if (lane === undefined || setup.racers.length >= limits.racers[1]) return undefined;
  const name = unused(
    racer.name,
    setup.racers.map(({ name }) => name),
  );
  return { setup: { ...setup, racers: [...setup.racers, { ...racer, name, lane }] }, lane };
}

/** The name, with a number behind it if somebody has it already. */
function unused(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const bare = name.replace(/ \d+$/, '');
  for (let number = 2; ; number++) if (!taken.includes(`${bare} ${number}`)) return `${bare} ${number}`;
}
