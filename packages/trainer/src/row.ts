import type { Cause, State } from '@anneal/core';

/** One flat record of a report: the step that finished, the rate that it ran at, and its metrics. */
export type Row<Report = unknown> = RowOf<Report> & RatesOf<Report> & MetricsOf<Report>;

interface RowOf<Report> {
  /** The finished step, counted from 0. */
  readonly step: number;
  readonly epoch?: number;
  /** The rate that the step ran at. A record of rates is `rate.backbone`, `rate.head`, … instead. */
  readonly rate: Report extends { readonly rate: object } ? never : number;
  /** What acted to make the rate so, outermost first; only where something did, and on each row of that step. */
  readonly causes?: readonly Cause[];
  /** What the schedule remembers after this report: `resume` picks it up. Only with `{ states: true }`. */
  readonly state?: State;
}

/** A column for each group, where the report's rate is a record. */
type RatesOf<Report> = Report extends { readonly rate: infer Rate extends object }
  ? { readonly [Group in keyof Rate & string as `rate.${Group}`]: Rate[Group] }
  : unknown;

/** What a row says itself. */
type Columns = 'step' | 'epoch' | 'rate' | 'causes' | 'state';

/** Key by key, since `Omit` forgets the names beside an index signature. */
type MetricsOf<Report> = Report extends number
  ? { readonly loss: number }
  : Report extends object
    ? { readonly [K in keyof Report as K extends Columns ? never : K]: Report[K] }
    : unknown;

/** What is known of a step beside its report. */
export interface Ran<Rate> {
  readonly rate: Rate;
  readonly causes: readonly Cause[];
}

/** The row of a report. A rate in the report is the one that its trainer read back, and goes before the one set. */
export function rowOf<Report>(
  report: Report,
  step: number,
  ran: Ran<unknown>,
  state: State | undefined,
): Row<Report> {
  const { step: _, rate = ran.rate, ...metrics } = columns(report);
  return {
    step,
    ...rates(rate),
    ...metrics,
    ...(ran.causes.length === 0 ? {} : { causes: ran.causes }),
    ...(state === undefined ? {} : { state }),
  } as unknown as Row<Report>;
}

function columns(report: unknown): Record<string, unknown> {
  if (typeof report === 'number') return { loss: report };
  return typeof report === 'object' && report !== null ? { ...report } : {};
}

function rates(rate: unknown): object {
  if (typeof rate !== 'object' || rate === null) return { rate };
  return Object.fromEntries(Object.entries(rate).map(([group, value]) => [`rate.${group}`, value]));
}
