import { NEVER, type Observable } from 'rxjs';
import {
  type Decision,
  decisions,
  groups,
  type Improvement,
  improvement,
  linear,
  live,
  type Part,
  reduceOnPlateau,
  sequence,
  smooth,
  until,
} from '../index.ts';

/** One kind of operator on a stream of losses. */
export interface Kind {
  readonly name: string;
  /** Pipes it on reports; `swaps` is for those that are live. */
  readonly on: (reports: Observable<number>, swaps?: Swaps) => Observable<unknown>;
  /** What a test looks at, of all that an answer tells. */
  readonly of: (answer: unknown) => unknown;
  /** What it says, answer by answer, of the losses 4, 2, 2 and 3. */
  readonly says: readonly unknown[];
}

/** What makes a live schedule another. */
export type Swaps = Observable<Part<string> | number | null>;

/** The losses that all kinds tell apart. */
export const losses: readonly number[] = [4, 2, 2, 3];

const fall = linear({ from: 8, to: 0, over: 8 });
const plateau = reduceOnPlateau({ initial: 8, factor: 0.5, patience: 0, minRate: 1e-3 });
const itself = (answer: unknown) => answer;
const rateOf = (decision: unknown) => (decision as Decision).rate;
const badOf = (watched: unknown) => (watched as Improvement).bad;

const falls = [8, 7, 6, 5, 4];
const cuts = [8, 8, 8, 4, 2];

/** The schedules whose answers `simulate` gives, too. */
const schedules: readonly (readonly [string, Part<string, unknown>, readonly unknown[]])[] = [
  ['a curve', fall, falls],
  [
    'a sequence of curves',
    sequence(linear({ from: 0, to: 4, over: 2 }), linear({ from: 4, to: 0, over: 4 })),
    [0, 2, 4, 3, 2],
  ],
  ['a plateau', plateau, cuts],
  [
    'a sequence until an event',
    sequence(until(fall, { below: 3 }), linear({ from: 4, to: 0, over: 4 })),
    [8, 7, 4, 3, 2],
  ],
  [
    'groups with feedback',
    groups({ body: fall, head: plateau }),
    falls.map((body, i) => ({ body, head: cuts[i] })),
  ],
];

const scheduled = schedules.map(
  ([name, schedule, says]): Kind & { readonly schedule: Part<string, unknown> } => ({
    name,
    schedule,
    on: (reports) => reports.pipe(schedule),
    of: itself,
    says,
  }),
);

const decided = [
  ['decisions of a curve', fall, falls] as const,
  ['decisions of a plateau', plateau, cuts] as const,
].map(([name, schedule, says]): Kind & { readonly schedule: Part<string, unknown> } => ({
  name,
  schedule,
  on: (reports) => reports.pipe(decisions(schedule as Part<'loss'>)),
  of: rateOf,
  says,
}));

/** A plateau that may be swapped, with its reasons and without. */
export const lives: readonly (Kind & { readonly schedule: Part<string, unknown> })[] = [
  {
    name: 'live',
    schedule: plateau,
    on: (reports, swaps = NEVER) => reports.pipe(live(plateau, swaps)),
    of: itself,
    says: cuts,
  },
  {
    name: 'decisions of live',
    schedule: plateau,
    on: (reports, swaps = NEVER) => reports.pipe(decisions(live(plateau, swaps))),
    of: rateOf,
    says: cuts,
  },
];

/** Those that answer a subscription, too: n reports give n + 1 answers. */
export const machines: readonly (Kind & { readonly schedule: Part<string, unknown> })[] = [
  ...scheduled,
  ...decided,
  ...lives,
];

/** Those that answer reports alone. */
export const listeners: readonly Kind[] = [
  {
    name: 'smooth',
    on: (reports) => reports.pipe(smooth(0.5)),
    of: itself,
    says: [4, 4 / 1.5, 4 / 1.75, 5 / 1.875],
  },
  {
    name: 'improvement',
    on: (reports) => reports.pipe(improvement()),
    of: badOf,
    says: [0, 0, 1, 2],
  },
];

export const kinds: readonly Kind[] = [...machines, ...listeners];

/** All that comes of a stream, as it comes; its end is the last of it. */
export function told(stream: Observable<unknown>, of: (answer: unknown) => unknown = itself): unknown[] {
  const all: unknown[] = [];
  stream.subscribe({
    next: (answer) => all.push(of(answer)),
    error: (error: unknown) => all.push({ failed: error }),
    complete: () => all.push('completed'),
  });
  return all;
}
