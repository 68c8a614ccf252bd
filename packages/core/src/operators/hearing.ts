import { defer, map, type OperatorFunction, tap } from 'rxjs';
import { type Clock, indexOf, type Unit } from '../clock.ts';
import { type InHand, Readings } from '../readings.ts';
import { zero } from '../state.ts';

/**
 * An operator that hears a metric as schedules do, each reading once, and answers each report with what a function makes of
 * it. That function is made for each subscription, so that nothing is kept between two.
 */
export function hearing<Out>(
  by: string,
  monitor: string,
  listen: () => (readings: InHand, report: unknown) => Out,
): OperatorFunction<unknown, Out> {
  return (reports) =>
    defer(() => {
      const clock: { step: number; unit: Unit | null } & Clock = { step: 0, unit: null };
      const readings = new Readings(by, [monitor], false, zero);
      const answer = listen();
      return reports.pipe(
        map((report) => {
          const index = indexOf(clock, report, by);
          readings.take(report, index);
          clock.step = Math.max(clock.step, index + 1);
          return answer(readings, report);
        }),
        tap({
          complete() {
            const complaint = readings.complaint();
            if (complaint !== undefined) throw new Error(complaint);
          },
        }),
      );
    });
}
