import { Observable } from 'rxjs';
import type { Line as Channel } from '../channel/conversation.ts';
import { type ChannelTrainer, checkedTimeout, trainerFrom, unsaid } from '../channel-trainer.ts';
import { optionsOf } from '../check.ts';
import { Line } from './line.ts';
import type { Port } from './port.ts';

export interface WorkerTrainerOptions {
  /**
   * How long the worker may say nothing while it is to say hello, to run a step, or to save or restore, in milliseconds.
   * Default: 60,000 for the hello, and no limit from then on, since a step may take any time.
   */
  readonly timeout?: number;
}

/**
 * A trainer that lives in a Web Worker, with the schedule on the page.
 *
 * In the worker, `serve(trainer)` offers it. Each report comes to the page, and each step waits there for its rate: one
 * round trip a step, for which `train` can do all that it does with a trainer of the page: pause, stop at the very step,
 * hand-made rates without delay, `save` and `restore` if the trainer in the worker has them (what they give must be such
 * as can be sent). Where steps are faster than that round trip, `trainInWorker` has none. A second report of a step is
 * answered before the next one begins if it is made before the answer to the first is there; a later one may miss it.
 * What is asked by `save` or `restore` while a run is on has 5 seconds from the end of the run to be answered.
 *
 * The worker is yours: ending a run stops training in it, and `worker.terminate()` is for you to call, when no run is on.
 *
 * @param worker a `Worker`, or a `MessagePort` to one that is shared.
 * @throws TypeError when `worker` is none or an option is unknown, RangeError when `timeout` is out of its range. An error
 * in a step, an uncaught one of the worker (with its file and line), a worker that cannot be loaded, and one in which
 * nobody serves end the stream of reports.
 *
 * @example
 * ```ts
 * import { cosineAnnealing } from '@anneal/core';
 * import { stepTrainer, train } from '@anneal/trainer';
 * import { serve, workerTrainer } from '@anneal/trainer/worker';
 * import { lastValueFrom } from 'rxjs';
 *
 * // On a page: const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
 * const { port1: worker, port2: port } = new MessageChannel();
 * // In worker.ts: serve(trainer).
 * let w = 1;
 * const descent = stepTrainer((rate: number) => (w -= rate * 2 * w) ** 2, { steps: 50 });
 * serve(descent, { port });
 *
 * const trainer = workerTrainer<{ loss: number }>(worker);
 * const last = await lastValueFrom(train(trainer, cosineAnnealing({ from: 0.4, over: 50 })));
 * last.step; // => 49
 * last.loss < 1e-6; // => true
 * worker.close();
 * ```
 */
export function workerTrainer<Metrics extends object = Readonly<Record<string, number>>, Rate = number>(
  worker: Port,
  options: WorkerTrainerOptions = {},
): ChannelTrainer<Metrics, Rate> {
  const by = 'workerTrainer';
  const { timeout } = optionsOf(by, options, ['timeout']);
  checkedTimeout(by, timeout);
  const line = Line.to(worker, by);
  return trainerFrom<Metrics, Rate>({
    by,
    timeout,
    grace: unsaid,
    fresh: false,
    counts: true,
    open: () => channelOn(line),
  });
}

/** One conversation of the line, under a name of its own: a run before it may still be saving. */
function channelOn(line: Line): Channel {
  let run = '';
  /** Whether it is known what the worker is at. */
  let isUp = false;
  const messages = new Observable<unknown>((out) => {
    const heard = line
      .open((name) => {
        run = name;
      })
      .subscribe({
        next: (said) => {
          isUp = true;
          if ('hello' in said) out.next({ anneal: 1, saves: said.saves });
          if ('channel' in said) out.next(said.channel);
        },
        error: (error: unknown) => {
          isUp = true;
          out.error(error);
        },
      });
    return () => {
      heard.unsubscribe();
      // A worker goes on behind an error of its own; and nobody would hear of it.
      line.send(run, { channel: { stop: true } });
    };
  });
  return {
    messages,
    send: (message) => line.send(run, { channel: message }),
    lastWords: () => (isUp ? '' : '; the worker must call serve(trainer)'),
  };
}
