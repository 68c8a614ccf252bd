import { shown } from './check.ts';

/** What the reports of a stream count: optimizer updates, or epochs. */
export type Unit = 'step' | 'epoch';

/** Where a run is. */
export interface Clock {
  /** The step that comes next. */
  step: number;
  /** What the stream counts by, once its first indexed report has told. */
  unit: Unit | null;
}

/** The index of a report that has none of the kind that its stream counts by. */
export const NONE = -1;

/**
 * The index of a report, the finished step's own, counted from 0: its `step`; in a stream whose first indexed report
 * has only an `epoch`, its `epoch`; in a stream without indices, its place. The first indexed report fixes the unit.
 */
export function indexOf(clock: Clock, report: unknown, by: string): number {
  if (typeof report === 'object' && report !== null) {
    const { step, epoch } = report as { readonly step?: unknown; readonly epoch?: unknown };
    if (step !== undefined && step !== null) {
      if (clock.unit === 'epoch') throw mixed(clock, step, by);
      clock.unit = 'step';
      return whole(clock, step, by);
    }
    if (clock.unit !== 'step' && epoch !== undefined && epoch !== null) {
      clock.unit = 'epoch';
      return whole(clock, epoch, by);
    }
  }
  return clock.unit === null ? clock.step : NONE;
}

function whole(clock: Clock, index: unknown, by: string): number {
  if (Number.isSafeInteger(index) && (index as number) >= 0) return index as number;
  throw new RangeError(
    `${by}: ${clock.step === 0 ? 'the first report' : `the report after step ${clock.step - 1}`} has ${clock.unit}: ${shown(index)}; ` +
      `${clock.unit} must be a whole number from 0 up, the finished ${clock.unit}'s own`,
  );
}

function mixed(clock: Clock, step: unknown, by: string): TypeError {
  return new TypeError(
    `${by}: the stream is counted by its epoch (it stands at epoch ${clock.step}), and now a report has step: ` +
      `${shown(step)}; report either the step or the epoch from the first report on`,
  );
}
