import type { Sink } from '../sink.ts';
import { createProgress } from './create-progress.ts';
import { checkOptions, type ProgressOptions } from './options.ts';
import { surroundings } from './surroundings.ts';

/**
 * Shows how training goes: on a terminal one line that moves, elsewhere plain lines.
 *
 * - On a terminal the line has a bar (where `total` is given), the steps done, the rate, the metrics, the speed, and the
 *   time left; it is drawn at most every 100 ms, and once more at the end. Where it is narrow, the speed and all metrics
 *   but the first go first, then the bar, and the steps done last: no line wraps. `NO_COLOR` is respected.
 * - In a file, a pipe or continuous integration (`CI`), and where `TERM` is `dumb`, it is a line for the first row, one
 *   every 10 s at most, and one for the last row, without control characters.
 * - A row with `causes` says each in a line of its own, which stays.
 * - The speed is a mean that fades with a half-life of 5 s, so that a pause is forgotten soon; it and the time left come
 *   with the fifth step. Of a record of rates the first two are shown.
 * - It writes nothing after the end of the run, keeps no process alive, and starts anew in the next run. A stream that
 *   fails is written to no more, in silence: training goes on.
 *
 * @throws TypeError when an option is unknown or breaks its rule.
 *
 * @example
 * ```ts
 * import { log } from '@anneal/logger';
 * import { progress } from '@anneal/logger/progress';
 * import { of } from 'rxjs';
 *
 * const lines: string[] = [];
 * const stream = { write: (text: string) => lines.push(text) };
 * of({ step: 0, rate: 0.1, loss: 0.70312 }, { step: 1, rate: 0.00005, loss: 0.5 })
 *   .pipe(log(progress({ total: 2, stream })))
 *   .subscribe();
 *
 * lines[0]; // => '1/2 (50%)  rate 0.1  loss 0.7031\n'
 * lines[1]; // => '2/2 (100%)  rate 5e-5  loss 0.5  in 0s\n'
 * ```
 */
export function progress(options: ProgressOptions = {}): Sink {
  checkOptions(options);
  return createProgress(options, surroundings());
}
