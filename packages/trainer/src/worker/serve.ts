import type { OwnSchedules } from '@anneal/core/json';
import { Subscription } from 'rxjs';
import { aRunIsOn } from '../a-run-is-on.ts';
import { optionsOf, shown } from '../check.ts';
import type { Trainer } from '../trainer.ts';
import { BatchRun } from './batch-run.ts';
import { ChannelRun } from './channel-run.ts';
import { failureOf } from './failure.ts';
import { type Letter, letterIn, nobody, type ToPage, type ToWorker } from './letters.ts';
import { isPort, listen, type Port } from './port.ts';

export interface ServeOptions {
  /** Schedules of your own, by the name under which they are written: what `fromJSON` takes. For `trainInWorker` only. */
  readonly schedules?: OwnSchedules;
  /** The line to the page. Default: the worker's own scope; elsewhere, say in a shared worker, give it a `MessagePort`. */
  readonly port?: Port;
}

/** Ports on which somebody serves. */
const served = new WeakSet<Port>();

/**
 * Lets a page train what lives in this worker, by `workerTrainer` or by `trainInWorker`.
 *
 * Called once, in the worker, when the trainer is ready; the page may have asked for it before. Any {@link Trainer} will
 * do: `stepTrainer`, `fitTrainer` of `@anneal/trainer/tfjs`, your own. One run is on at a time, and the trainer outlives it:
 * the next one finds the model as the one before has left it. Page and worker may have more to say to each other: messages
 * that are not ours are let be.
 *
 * @returns a subscription that ends the service, and a run that is on, when it is unsubscribed.
 * @throws TypeError when `trainer` is none or an option is unknown, Error when there is no port, or the port is served
 * already.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 * import { stepTrainer, train } from '@anneal/trainer';
 * import { serve, workerTrainer } from '@anneal/trainer/worker';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * // In a worker there is a port already: serve(trainer).
 * const { port1, port2 } = new MessageChannel();
 * let w = 0;
 * const served = serve(stepTrainer((rate: number) => ({ w: (w -= rate) }), { steps: 3 }), { port: port2 });
 *
 * const trainer = workerTrainer<{ w: number }>(port1);
 * const rows = await lastValueFrom(train(trainer, linear({ from: 3, to: 1, over: 2 })).pipe(toArray()));
 * rows.map((row) => row.w); // => [-3, -5, -6]
 * served.unsubscribe();
 * port1.close();
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: the schedule, and with it the rate, is the page's.
export function serve(trainer: Trainer<any, any>, options: ServeOptions = {}): Subscription {
  if (typeof trainer?.reports !== 'function' || typeof trainer.setRate !== 'function')
    throw new TypeError(
      `serve: its first argument must be a trainer { reports, setRate }, got ${shown(trainer)}`,
    );
  const { schedules = {}, port = ownScope() } = optionsOf('serve', options, ['schedules', 'port']);
  if (!isPort(port)) throw new TypeError(`serve: port must be a MessagePort, got ${shown(port)}`);
  if (served.has(port))
    throw new Error(
      'serve: this port serves a trainer already; unsubscribe from that first, or make another worker',
    );
  served.add(port);

  const runs = new Map<string, BatchRun | ChannelRun>();
  /** The run that has the trainer. */
  let on: string | undefined;
  const take = (run: string) => {
    if (on !== undefined) throw new Error(`serve: ${aRunIsOn}`);
    on = run;
  };
  const giveBack = (run: string) => {
    runs.delete(run);
    if (on === run) on = undefined;
  };
  const say = (run: string, said: ToPage, transfer: ArrayBuffer[] = []) =>
    port.postMessage({ ...said, anneal: 1, run } satisfies Letter<ToPage>, transfer);

  const channelRun = (run: string) => {
    const begun = new ChannelRun({
      trainer,
      send: (message) => say(run, { channel: message }),
      begin: () => {
        take(run);
        runs.set(run, begun);
      },
      ended: () => giveBack(run),
    });
    return begun;
  };

  const hear = (letter: Letter<ToWorker>) => {
    const { run } = letter;
    const known = runs.get(run);
    if ('call' in letter) {
      say(run, {
        hello: true,
        saves: typeof trainer.save === 'function' && typeof trainer.restore === 'function',
      });
    } else if ('channel' in letter) {
      const talk = known instanceof ChannelRun ? known : channelRun(run);
      talk.hear(letter.channel as object);
    } else if ('begin' in letter) {
      try {
        take(run);
      } catch (error) {
        say(run, { error: failureOf(error) });
        return;
      }
      const begun = new BatchRun({
        trainer,
        own: schedules,
        begin: letter.begin,
        send: (said, transfer) => say(run, said, transfer),
        ended: () => giveBack(run),
      });
      runs.set(run, begun);
      begun.start();
    } else if (known instanceof BatchRun) known.hear(letter);
  };

  const stopAll = () => {
    const error = 'serve: the service was ended in the worker, and the run with it';
    for (const [name, run] of [...runs]) {
      run.stop();
      say(name, run instanceof BatchRun ? { error: failureOf(new Error(error)) } : { channel: { error } });
    }
  };
  const serving = new Subscription(stopAll);
  serving.add(() => served.delete(port));
  serving.add(
    listen<MessageEvent>(port, 'message', ({ data }) => {
      const letter = letterIn<ToWorker>(data);
      if (letter !== undefined) hear(letter);
    }),
  );
  // A port tells when the page is gone; a worker ends with its page.
  serving.add(listen(port, 'close', stopAll));
  port.start?.();
  say(nobody, { hello: true, saves: false });
  return serving;
}

/** The scope of a dedicated worker. A window is no port: what it posts it posts to itself. */
function ownScope(): Port {
  const scope: unknown = globalThis;
  if (typeof (scope as { WorkerGlobalScope?: unknown }).WorkerGlobalScope === 'function' && isPort(scope))
    return scope;
  throw new Error('serve: there is no page to serve here; call it in a dedicated worker, or give it a port');
}
