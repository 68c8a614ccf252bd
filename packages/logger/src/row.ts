/** One flat record of a finished step: the step, the rate that it ran at, and its metrics. */
export interface Row {
  /** The step, counted from 0. A row without one is kept as it is, and no restart replaces it. */
  readonly step?: number;
  /** Any other column. */
  readonly [column: string]: unknown;
}
