import { shown } from './check.ts';
import { NONE } from './clock.ts';
import { nearest } from './nearest.ts';

/** For each metric, the highest index at which it has come; `NONE` where it came without one. */
export type Seen = ReadonlyMap<string, number>;

/**
 * What the reports of one run have brought, metric by metric.
 *
 * A reading counts once: a metric at or below the highest index at which it has come is a redelivery, and no reading.
 * The record spans the whole tree, so that a part which starts late is not fooled by one either.
 */
export class Readings {
  /** The report in hand, without the metrics in it that have come before. */
  report: unknown = undefined;
  /** The index of the report in hand, `NONE` if it has none. */
  index: number = NONE;

  readonly #by: string;
  readonly #monitors: readonly string[];
  /** The highest index of each monitor, in their order: a place in an array is found faster than a name in a map. */
  readonly #highest: number[];
  /** The same for the other metrics, where a part reads whole reports. */
  readonly #others: Map<string, number> | undefined;
  /** How many monitors have not come yet in this run; while there are any, the names of what does come are kept. */
  #awaited: number;
  readonly #names = new Set<string>();
  /** Monitors that an active part has asked for while they had never come. */
  readonly #missed = new Set<string>();

  constructor(by: string, monitors: readonly string[], readsAll: boolean, seen: Seen) {
    this.#by = by;
    this.#monitors = monitors;
    this.#highest = monitors.map((monitor) => seen.get(monitor) ?? NEVER);
    this.#others = readsAll ? new Map(seen) : undefined;
    this.#awaited = this.#highest.filter((last) => last === NEVER).length;
  }

  /** Takes a report in hand; tells whether it brings anything that has not come before. */
  take(report: unknown, index: number): boolean {
    this.index = index;
    this.report = report;
    if (this.#awaited > 0) this.#note(report);
    let fresh = false;
    for (let i = 0; i < this.#monitors.length; i++) {
      const monitor = this.#monitors[i] as string;
      const value = metric(report, monitor);
      if (value === undefined) continue;
      if (typeof value !== 'number') throw this.#noNumber(monitor, value);
      const last = this.#highest[i] as number;
      if (this.#isOld(last, monitor)) continue;
      if (last === NEVER) this.#awaited--;
      this.#highest[i] = Math.max(last, index);
      fresh = true;
    }
    return this.#others === undefined ? fresh : this.#takeOthers(report, this.#others) || fresh;
  }

  /** The reading of a metric in the report in hand, if it has one. */
  of(monitor: string): number | undefined {
    const reading = metric(this.report, monitor) as number | undefined;
    if (reading === undefined && this.#awaited > 0) this.#missed.add(monitor);
    return reading;
  }

  /** For each metric that has come, the highest index at which it did. */
  seen(): Seen {
    const seen = new Map(this.#others);
    this.#monitors.forEach((monitor, i) => {
      if (this.#highest[i] !== NEVER) seen.set(monitor, this.#highest[i] as number);
    });
    return seen;
  }

  /** What to say of the metrics that active parts asked for and that never came; nothing if all did. */
  complaint(): string | undefined {
    const missing = this.#monitors.filter(
      (monitor, i) => this.#highest[i] === NEVER && this.#missed.has(monitor),
    );
    if (missing.length === 0) return undefined;
    const said = missing.map((monitor) => {
      const guess = nearest(monitor, this.#names);
      return `'${monitor}'${guess === undefined ? '' : ` (did you mean '${guess}'?)`}`;
    });
    const found =
      this.#names.size === 0 ? 'they carried none' : `they carried ${[...this.#names].join(', ')}`;
    return `${this.#by}: no report carried the metric ${said.join(' or ')}; ${found}. Set monitor to a metric that is reported.`;
  }

  #takeOthers(report: unknown, others: Map<string, number>): boolean {
    if (typeof report !== 'object' || report === null) return true;
    let fresh = false;
    for (const name of Object.keys(report)) {
      if (name === 'step' || name === 'epoch' || this.#monitors.includes(name)) continue;
      if (metric(report, name) === undefined) continue;
      const last = others.get(name) ?? NEVER;
      if (this.#isOld(last, name)) continue;
      others.set(name, Math.max(last, this.index));
      fresh = true;
    }
    return fresh;
  }

  /** Whether the metric has come at this index or later; if so, it is cut out of the report. */
  #isOld(last: number, name: string): boolean {
    if (this.index === NONE || this.index > last) return false;
    this.report = Object.fromEntries(Object.entries(this.report as object).filter(([key]) => key !== name));
    return true;
  }

  #noNumber(name: string, value: unknown): TypeError {
    const where = this.index === NONE ? 'a report' : `the report of step ${this.index}`;
    return new TypeError(`${this.#by}: ${where} has ${name}: ${shown(value)}; a metric must be a number`);
  }

  #note(report: unknown): void {
    if (typeof report !== 'object' || report === null) return;
    for (const [name, value] of Object.entries(report)) {
      if (name !== 'step' && name !== 'epoch' && typeof value === 'number') this.#names.add(name);
    }
  }
}

/** Below every index, and below `NONE`: the metric has not come at all. */
const NEVER = -2;

/** What a report says under a name; `null` says nothing. A bare number is a metric under every name. */
function metric(report: unknown, name: string): unknown {
  if (typeof report === 'number') return report;
  if (typeof report !== 'object' || report === null) return undefined;
  return (report as Record<string, unknown>)[name] ?? undefined;
}
