import { NONE } from './clock.ts';
import { nearest } from './nearest.ts';
import { shown } from './shown.ts';

/** For each metric, the highest index at which it has come; `NONE` where it came without one. */
export type Seen = ReadonlyMap<string, number>;

/** What earlier parts of the run have brought. */
export interface Known {
  readonly seen: Seen;
  readonly missed: readonly string[];
  /** The names of the metrics that were noted. */
  readonly names?: Iterable<string>;
}

/** The report in hand, as machines read it. */
export interface InHand {
  /** The report, without the metrics in it that have come before. */
  readonly report: unknown;
  /** Its index, `NONE` if it has none. */
  readonly index: number;
  /** Whether there is none: a step was passed over. */
  readonly isSilent: boolean;
  /** Whether a metric that is read somewhere has not come yet in the whole run. */
  readonly isAwaited: boolean;
  /** The reading of a metric, if it brings one; a part that asks for it is waiting for it. */
  of(monitor: string): number | undefined;
  /** The same, without waiting for it. */
  peek(monitor: string): number | undefined;
  /** The index of the report that brought it. */
  indexOf(monitor: string): number;
}

/**
 * What the reports of one run have brought, metric by metric.
 *
 * A reading counts once: a metric at or below the highest index at which it has come is a redelivery, and no reading.
 * The record spans the whole tree, so that a part which starts late is not fooled by one either.
 */
export class Readings implements InHand {
  report: unknown = undefined;
  index: number = NONE;

  readonly #by: string;
  readonly #monitors: readonly string[];
  /** The highest index of each monitor, in their order: a place in an array is found faster than a name in a map. */
  readonly #highest: number[];
  /** The same for the other metrics; kept up to date only where a part reads whole reports. */
  readonly #others: Map<string, number>;
  readonly #readsAll: boolean;
  /** How many monitors have not come yet in this run; while there are any, the names of what does come are kept. */
  #awaited: number;
  readonly #names: Set<string>;
  /** Monitors that an active part has asked for while they had never come. */
  readonly #missed: Set<string>;
  /** Whether this run has heard anything. */
  #heard = false;
  /** The metrics of the report in hand that have come before. */
  #old: Set<string> | undefined;

  constructor(
    by: string,
    monitors: readonly string[],
    readsAll: boolean,
    { seen, missed, names = [] }: Known,
  ) {
    this.#by = by;
    this.#monitors = monitors;
    this.#highest = monitors.map((monitor) => seen.get(monitor) ?? NEVER);
    this.#others = new Map(seen);
    this.#readsAll = readsAll;
    this.#missed = new Set(missed);
    this.#names = new Set(names);
    this.#awaited = this.#highest.filter((last) => last === NEVER).length;
  }

  /** Takes a report in hand; tells whether it brings anything that has not come before. */
  take(report: unknown, index: number): boolean {
    this.index = index;
    this.report = report;
    this.#heard = true;
    this.#old = undefined;
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
    return this.#readsAll ? this.#takeOthers(report, this.#others) || fresh : fresh;
  }

  /** Nothing is in hand: a step was passed over, which is no report that a metric could be missing in. */
  hush(): void {
    this.report = silence;
    this.index = NONE;
    this.#old = undefined;
  }

  indexOf(): number {
    return this.index;
  }

  /** The names of the metrics that were noted, while there was one to wait for. */
  get names(): ReadonlySet<string> {
    return this.#names;
  }

  get isSilent(): boolean {
    return this.report === silence;
  }

  get isAwaited(): boolean {
    return this.#awaited > 0;
  }

  peek(monitor: string): number | undefined {
    return this.#old?.has(monitor) ? undefined : (metric(this.report, monitor) as number | undefined);
  }

  of(monitor: string): number | undefined {
    if (this.#old?.has(monitor)) return undefined;
    const reading = metric(this.report, monitor) as number | undefined;
    if (reading === undefined && this.#awaited > 0 && this.report !== silence) this.#missed.add(monitor);
    return reading;
  }

  /** For each metric that has come, the highest index at which it did. */
  seen(): Seen {
    const seen = new Map(this.#others);
    this.#monitors.forEach((monitor, i) => {
      if (this.#highest[i] !== NEVER) seen.set(monitor, this.#highest[i] as number);
    });
    // In one order, so that equal states are equal as text.
    return new Map([...seen].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Monitored metrics that active parts asked for, and that have never come. */
  missing(): string[] {
    return this.#monitors.filter((monitor, i) => this.#highest[i] === NEVER && this.#missed.has(monitor));
  }

  /** What to say of the metrics that are missing when training is over; nothing if none is, or if it never began. */
  complaint(): string | undefined {
    const missing = this.missing();
    if (missing.length === 0 || !this.#heard) return undefined;
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
    const old = this.#old;
    if (old !== undefined) {
      this.report = Object.fromEntries(Object.entries(report).filter(([name]) => !old.has(name)));
    }
    return fresh;
  }

  /** Whether the metric has come at this index or later; if so, it is no reading. */
  #isOld(last: number, name: string): boolean {
    if (this.index === NONE || this.index > last) return false;
    this.#old ??= new Set();
    this.#old.add(name);
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

/** What a step that was passed over reports. */
const silence: unknown = {};

/** Below every index, and below `NONE`: the metric has not come at all. */
const NEVER = -2;

/** What a report says under a name; `null` says nothing. A bare number is a metric under every name. */
function metric(report: unknown, name: string): unknown {
  if (typeof report === 'number') return report;
  if (typeof report !== 'object' || report === null) return undefined;
  const value = (report as Record<string, unknown>)[name];
  if (typeof value === 'number') return value;
  // What every object has from its prototype is no metric of this one.
  const inherited =
    value === (Object.prototype as Record<string, unknown>)[name] || value === Object.prototype;
  return inherited ? undefined : (value ?? undefined);
}
