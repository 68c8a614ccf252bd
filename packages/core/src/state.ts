import type { Clock, Unit } from './clock.ts';
import type { Seen } from './readings.ts';

/** All that a run of a schedule remembers, as plain JSON. */
export interface State {
  /** The version of this form. */
  readonly anneal: 1;
  /** The tree of functions that it came from, without their options. */
  readonly shape: string;
  /** The step that comes next. */
  readonly step: number;
  readonly parts: {
    /** What the reports are counted by: `null` while only their places are. */
    readonly unit: Unit | null;
    /** For each metric that has come, the highest index at which it did; -1 where it came without one. */
    readonly seen: Readonly<Record<string, number>>;
    /** Monitored metrics that an active part has asked for, and that have never come. */
    readonly missed: readonly string[];
    /** What the parts with feedback remember. */
    readonly memory: unknown;
  };
}

/** Where a run starts. */
export interface Start extends Readonly<Clock> {
  readonly seen: Seen;
  readonly missed: readonly string[];
  /** The machine's memory; `undefined` for its own first one. */
  readonly memory: unknown;
}

/** The first step of a run that was not resumed. */
export const zero: Start = { step: 0, unit: null, seen: new Map(), missed: [], memory: undefined };
