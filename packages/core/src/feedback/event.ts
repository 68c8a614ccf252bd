import { type Kept, kept, readingOf } from '../not-finite.ts';
import type { InHand } from '../readings.ts';
import { shown } from '../shown.ts';
import { unwatched, type Watch, type WatchOptions, watcherOf } from './watch.ts';

/** What is remembered of an event that has not happened yet, and of the one that has. */
export interface Noted {
  /** What a plateau has watched; `null` for the others. */
  readonly watch: Watch | null;
  /** The reading that made the event; `null` before, and where none did. */
  readonly reading: Kept | null;
}

/** An event in a stream of reports. */
export interface Event {
  /** Its name in shapes, where its memory needs one. */
  readonly shape: string;
  readonly monitors: readonly string[];
  readonly readsAll: boolean;
  readonly first: Noted;
  /** Takes the report in hand to account. */
  readonly noted: (before: Noted, readings: InHand) => Noted;
  /** Whether the report in hand, which made of what was noted before what is noted after it, is the event. */
  readonly happens: (before: Noted, after: Noted, readings: InHand) => boolean;
  /** Whether a reading makes it. */
  readonly isReading: boolean;
  /** What a cause says of it. */
  readonly told: (noted: Noted) => Happened;
}

/** What a cause says of an event. */
export type Happened =
  | {
      readonly on: 'below' | 'above';
      readonly monitor: string;
      readonly reading: number;
      readonly limit: number;
    }
  | {
      readonly on: 'plateau';
      readonly monitor: string;
      readonly mode: 'min' | 'max';
      readonly best: number | null;
      readonly bestAt: number | null;
      readonly bad: number;
      readonly patience: number;
      readonly threshold: number;
      readonly thresholdMode: 'relative' | 'absolute';
    }
  | { readonly on: 'function' };

const nothing: Noted = { watch: null, reading: null };

/** A reading below a limit, or above it. */
export function crossing(on: 'below' | 'above', monitor: string, limit: number): Event {
  const isOver = on === 'below' ? (x: number) => x < limit : (x: number) => x > limit;
  return {
    shape: '',
    monitors: [monitor],
    readsAll: false,
    first: nothing,
    noted(before, readings) {
      const reading = readings.of(monitor);
      return reading !== undefined && isOver(reading) ? { watch: null, reading: kept(reading) } : before;
    },
    happens: (before, after) => after !== before,
    isReading: true,
    told: ({ reading }) => ({ on, monitor, reading: readingOf(reading as Kept), limit }),
  };
}

/** More readings in a row without a gain than are let pass. */
export function plateau<M extends string>(by: string, patience: number, options: WatchOptions<M>): Event {
  const { monitor, mode, threshold, thresholdMode, watched } = watcherOf(by, options);
  return {
    shape: ',plateau',
    monitors: [monitor],
    readsAll: false,
    first: { watch: unwatched, reading: null },
    noted(before, readings) {
      const watch = watched(before.watch as Watch, readings);
      return watch === before.watch ? before : { watch, reading: null };
    },
    // Resumed under a shorter patience it waits for a reading, too.
    happens: (before, after) => after !== before && (after.watch as Watch).bad > patience,
    isReading: false,
    told({ watch }) {
      const { best, bestAt, bad } = watch as Watch;
      return { on: 'plateau', monitor, mode, best, bestAt, bad, patience, threshold, thresholdMode };
    },
  };
}

/** A report of which a function says so. */
export function saidBy(by: string, isIt: (report: unknown) => unknown): Event {
  return {
    shape: '',
    monitors: [],
    readsAll: true,
    first: nothing,
    noted: (before) => before,
    isReading: false,
    happens(_, __, readings) {
      if (readings.isSilent) return false;
      const said = isIt(readings.report);
      if (typeof said === 'boolean') return said;
      throw new TypeError(`${by}: its function must give true or false, got ${shown(said)}`);
    },
    told: () => ({ on: 'function' }),
  };
}
