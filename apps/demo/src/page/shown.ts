import type { Forecast } from '../forecast.ts';
import type { Mark } from './chart-marks.ts';
import type { RaceRecord } from './record.ts';

/** All that the page shows at a moment. */
export interface Shown {
  readonly record: RaceRecord;
  /** What the schedules of the lanes plan, as far as it is known. */
  readonly plans: ReadonlyMap<number, Forecast>;
  /** The lanes that are on the charts. */
  readonly visible: readonly number[];
  /** The lane of the selected racer. */
  readonly focused: number;
  readonly heldOut: boolean;
}

/** What has happened, as marks on the charts. */
export function marksOf({ record, visible }: Shown): Mark[] {
  const acts = record.acts.filter(({ lane }) => visible.includes(lane));
  const own = visible.flatMap((lane) =>
    (record.lanes.get(lane)?.causes ?? [])
      .filter(({ cause }) => cause.by !== 'live')
      .map(({ step }) => ({ lane, step, byHand: false })),
  );
  return [...own, ...acts.map(({ lane, at }) => ({ lane, step: at, byHand: true }))];
}
