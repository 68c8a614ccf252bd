import { type ChannelTrainer, checkedTimeout, trainerFrom } from '../channel-trainer.ts';
import { oneOf, optionsOf, shown } from '../check.ts';
import { Child } from './child.ts';

export interface ChildTrainerOptions {
  /** The folder that the process runs in. Default: ours. */
  readonly cwd?: string;
  /** The environment of the process. Default: ours. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * What becomes of what the process writes on stderr: `'inherit'` passes it on to ours, `'keep'` does not. Errors quote
   * its end in either case. Default `'inherit'`.
   */
  readonly stderr?: 'inherit' | 'keep';
  /**
   * How long the process may say nothing while it is to say hello, to run a step, or to save or restore, in milliseconds.
   * Default: 60,000 for the hello, and no limit from then on, since a step may take any time.
   */
  readonly timeout?: number;
  /**
   * How long a process that was told to stop has to answer what it was asked, then to end, and again when it got SIGTERM,
   * before it is killed; in milliseconds. Default 5,000. A `save` in the handler of the last row must be answered in it.
   */
  readonly grace?: number;
}

/**
 * A trainer in a process of its own, in any language: one JSON object a line on stdin and stdout, the protocol of
 * `docs/protocol.md`. A Python trainer needs ten lines for it (`docs/protocol.md` has them).
 *
 * Each run starts the process anew and ends it: it is told to stop, then gets SIGTERM, then SIGKILL; no process is left
 * behind when ours exits. So a run begins with what the process begins with, or with what `restore` was given before
 * it; and `save` belongs into the handler of a row.
 *
 * @param command the program, as `child_process.spawn` takes it, without a shell.
 * @param args its arguments.
 * @throws TypeError when the command, an argument or an option is none; RangeError when an option is out of its range. A
 * process that cannot be started, dies, says what is not of the protocol or, with `timeout`, nothing, ends the stream of
 * reports, with the end of what it wrote on stderr in the message.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 * import { train } from '@anneal/trainer';
 * import { childTrainer } from '@anneal/trainer/child-process';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * // In a file of its own, and in the language of your model: a weight that is moved by the rate, three steps long.
 * const program = `
 *   const tell = (message) => console.log(JSON.stringify(message));
 *   tell({ anneal: 1 });
 *   let w = 0;
 *   require('node:readline').createInterface(process.stdin).on('line', (line) => {
 *     const { step, rate } = JSON.parse(line);
 *     if (step === 3) tell({ done: true });
 *     else if (step !== undefined) tell({ step, w: (w += rate) });
 *   });
 * `;
 * const trainer = childTrainer('node', ['-e', program]);
 * const rows = await lastValueFrom(train(trainer, linear({ from: 3, to: 1, over: 2 })).pipe(toArray()));
 * rows; // => [{ step: 0, rate: 3, w: 3 }, { step: 1, rate: 2, w: 5 }, { step: 2, rate: 1, w: 6 }]
 * ```
 */
export function childTrainer<Metrics extends object = Readonly<Record<string, number>>, Rate = number>(
  command: string,
  args: readonly string[] = [],
  options: ChildTrainerOptions = {},
): ChannelTrainer<Metrics, Rate> {
  const by = 'childTrainer';
  if (typeof command !== 'string' || command === '')
    throw new TypeError(`${by}: command must be the name of a program, got ${shown(command)}`);
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string'))
    throw new TypeError(`${by}: args must be a list of strings, got ${shown(args)}`);
  const {
    cwd,
    env,
    stderr = 'inherit',
    timeout,
    grace = 5000,
  } = optionsOf(by, options, ['cwd', 'env', 'stderr', 'timeout', 'grace']);
  oneOf(by, 'stderr', stderr, ['inherit', 'keep']);
  if (!(typeof grace === 'number' && grace >= 0 && grace < 2 ** 31))
    throw new RangeError(`${by}: grace must be a number of milliseconds from 0 up, got ${shown(grace)}`);
  return trainerFrom({
    by,
    timeout: checkedTimeout(by, timeout),
    grace,
    graced: true,
    fresh: true,
    counts: false,
    open: () => new Child({ command, args, cwd, env, stderr, grace }),
  });
}
