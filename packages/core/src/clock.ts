import { refuse } from './check.ts';

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
  const { step, epoch } = (report ?? NOTHING) as Indexed;
  const unit = step != null ? 'step' : epoch != null && clock.unit !== 'step' ? 'epoch' : null;
  if (unit === null) return clock.unit === null ? clock.step : NONE;
  clock.unit ??= unit;
  const index = step ?? epoch;
  const known = clock.unit === unit;
  return known && Number.isSafeInteger(index) && (index as number) >= 0
    ? (index as number)
    : refuse(
        `${by}: ${clock.unit} ${clock.step}`,
        unit,
        known ? 'a whole number from 0 up' : 'absent, in a stream of epochs',
        index,
      );
}

interface Indexed {
  readonly step?: unknown;
  readonly epoch?: unknown;
}

const NOTHING: Indexed = {};
