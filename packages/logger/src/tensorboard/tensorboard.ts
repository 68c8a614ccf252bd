import { resolve } from 'node:path';
import { ABOUT, type About, aboutOf } from '../about.ts';
import { checkNames } from '../options.ts';
import { shown } from '../shown.ts';
import type { Sink } from '../sink.ts';
import { type Describe, inShort } from './causes.ts';
import { Opening } from './opening.ts';

/** How causes are said, and what is told of the run in place of what `log` was told. */
export interface TensorboardOptions extends About {
  /** Says a cause of a row in words; `describe` of `@anneal/core` does. Default: `reduceOnPlateau acted at step 40`. */
  describe?(cause: unknown): string;
}

/** The folders that this process is writing to. */
const open = new Set<string>();

/**
 * Writes every row to an event file in a folder, which TensorBoard shows as a run: `tensorboard --logdir` of the folder
 * that the folders of all runs are in.
 *
 * - Each number of a row is a scalar, its column the tag: `loss`, `rate`, `rate.backbone`, `epoch`. TensorBoard has 32 bits
 *   for it, so that 1e300 becomes Infinity; NaN and infinities are kept. Other columns, and `state`, are passed over.
 * - The event's step is the row's `step`, a whole number from 0 (a fraction is rounded down); its `epoch`, while no row has
 *   had a step; its place, while none has had either. A row without what the others have is shown at the step of the row
 *   before it.
 * - What is told of the run goes to the TEXT tab (`about/run`, `about/schedule`, `about/config`), and so do the `causes` of
 *   rows. The values of `config` are on the HPARAMS tab too, nested ones by their path (`model.width`).
 * - Each opening writes a file of its own, which sorts behind those that are there. With its first row that has a step (or
 *   an epoch) it says that an attempt begins there: where a run was restarted, TensorBoard shows each step once, from the
 *   latest attempt. Other event files of the folder are taken for earlier attempts, so give each run a folder of its own.
 * - Rows reach the file when those of `jsonl` reach theirs: at the end of the macrotask, at 64 KiB, and at the first row
 *   that comes 100 ms after the last write; `process.exit`, Ctrl-C, SIGTERM, SIGHUP and an uncaught exception lose none.
 *   A disk that is full is reported once; rows are kept, up to 64 MiB, and tried again every second and at the end.
 *
 * TensorBoard itself shows 1000 of the points of each tag: `--samples_per_plugin scalars=1000000` shows up to a million.
 *
 * `open` throws where the folder is being written to by another sink of this process.
 *
 * @throws TypeError when the folder is not named by a string, an option is unknown or breaks its rule.
 *
 * @see TensorBoard, [event.proto](https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto)
 *
 * @example
 * ```ts
 * import { log } from '@anneal/logger';
 * import { tensorboard } from '@anneal/logger/tensorboard';
 * import { mkdtempSync, readdirSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { of } from 'rxjs';
 *
 * const folder = join(mkdtempSync(join(tmpdir(), 'runs-')), 'first');
 * of({ step: 0, rate: 0.1, loss: 0.7 }, { step: 1, rate: 0.05, loss: 0.5 })
 *   .pipe(log({ config: { layers: 3 } }, tensorboard(folder)))
 *   .subscribe();
 *
 * readdirSync(folder).map((file) => file.startsWith('events.out.tfevents.')); // => [true]
 * ```
 */
export function tensorboard(folder: string, options: TensorboardOptions = {}): Sink {
  if (typeof folder !== 'string' || folder === '') {
    throw new TypeError(`tensorboard: folder must be the path of a folder, got ${shown(folder)}`);
  }
  checkNames(options, [...ABOUT, 'describe'], 'tensorboard');
  const { describe = inShort } = options;
  if (typeof describe !== 'function') {
    throw new TypeError(
      `tensorboard: describe must be a function from a cause to words, got ${shown(describe)}; leave it out for the default`,
    );
  }
  const name = `tensorboard '${folder}'`;
  const path = resolve(folder);
  const about = aboutOf(options, 'tensorboard');
  let opening: Opening | undefined;
  const opened = (): Opening => {
    if (opening === undefined)
      throw new Error(`${name} is not open; hand it to log(), or call open(run) first`);
    return opening;
  };
  return {
    name,
    open(run) {
      if (open.has(path)) {
        throw new Error(
          'the folder is being written to already; close that sink first, or name another folder',
        );
      }
      opening = new Opening(name, path, { ...run, ...about }, describe as Describe);
      open.add(path);
    },
    write(rows) {
      opened().write(rows);
    },
    flush() {
      opened().flush();
    },
    close() {
      const closing = opened();
      opening = undefined;
      open.delete(path);
      closing.close();
    },
  };
}
