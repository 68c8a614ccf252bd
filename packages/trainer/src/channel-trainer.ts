import { Observable } from 'rxjs';
import { aRunIsOn } from './a-run-is-on.ts';
import { Conversation, type Line, type Listener, type Manner } from './channel/conversation.ts';
import { quoted, type Told, type ToTrainer } from './channel/messages.ts';
import { optionsOf, shown } from './check.ts';
import { fitting } from './groups.ts';
import { once } from './once.ts';
import { Past } from './past.ts';
import type { Trainer } from './trainer.ts';

/** The report of a finished step: its index, the rate that it ran at, and its metrics. */
export type ChannelReport<Metrics extends object = Readonly<Record<string, number>>, Rate = number> = {
  readonly step: number;
  readonly rate: Rate;
} & Metrics;

/** A trainer that is spoken to; it has states to save if its hello says so. */
export interface ChannelTrainer<Metrics extends object = Readonly<Record<string, number>>, Rate = number>
  extends Trainer<ChannelReport<Metrics, Rate>, Rate> {
  save(): Promise<unknown>;
  restore(saved: unknown): Promise<void>;
}

export interface ChannelTrainerOptions {
  /** What the trainer says, as values. It is subscribed for each run, and each run begins with a hello. */
  readonly messages: Observable<unknown>;
  /** Sends one message to the trainer. Messages are plain JSON, in the order in which they are to be read. */
  readonly send: (message: ToTrainer) => void;
  /**
   * How long the trainer may say nothing while it is to say hello, to run a step, or to save or restore, in
   * milliseconds. Default: 60,000 for the hello, and no limit from then on, since a step may take any time.
   */
  readonly timeout?: number;
  /**
   * Whether each subscription to `messages` begins a new trainer, as it begins a new process. What is given to `restore`
   * between two runs is then put back as the next one begins. Default `false`: one trainer that outlives its runs.
   */
  readonly fresh?: boolean;
}

/**
 * A trainer at the other end of a channel: a worker, a process, a socket, anything that takes and gives messages.
 *
 * It speaks the protocol of `docs/protocol.md`, in lock-step: the trainer says hello, is told where to start and the rate
 * of the first step, runs it, reports, and waits for the next rate. Each report is answered by exactly one rate. When a run
 * is stopped, what was asked by `save` or `restore` in it has 5 seconds more to be answered, and is then refused.
 *
 * @throws TypeError when `messages` is no observable, `send` no function, or an option is unknown; RangeError when
 * `timeout` is out of its range. An error that the trainer tells of, a message that is not of the protocol or out of
 * turn, and messages that end before training does end the stream of reports.
 *
 * @example
 * ```ts
 * import { linear } from '@anneal/core';
 * import { channelTrainer, train } from '@anneal/trainer';
 * import { MessageChannel } from 'node:worker_threads';
 * import { lastValueFrom, Subject, toArray } from 'rxjs';
 *
 * // A trainer behind a port: its weight is moved by the rate, and it is through after three steps.
 * const { port1, port2 } = new MessageChannel();
 * let w = 0;
 * port2.on('message', ({ step, rate }) => {
 *   if (step === undefined) return; // { start } or { stop }
 *   if (step < 3) port2.postMessage({ step, w: (w += rate) });
 *   else port2.postMessage({ done: true });
 * });
 *
 * const messages = new Subject<unknown>();
 * port1.on('message', (message) => messages.next(message));
 * port2.postMessage({ anneal: 1 });
 *
 * const trainer = channelTrainer({ messages, send: (message) => port1.postMessage(message) });
 * const rows = await lastValueFrom(train(trainer, linear({ from: 3, to: 1, over: 2 })).pipe(toArray()));
 * port1.close();
 * rows; // => [{ step: 0, rate: 3, w: 3 }, { step: 1, rate: 2, w: 5 }, { step: 2, rate: 1, w: 6 }]
 * ```
 */
export function channelTrainer<Metrics extends object = Readonly<Record<string, number>>, Rate = number>(
  options: ChannelTrainerOptions,
): ChannelTrainer<Metrics, Rate> {
  const { messages, send, timeout, fresh } = optionsOf('channelTrainer', options, [
    'messages',
    'send',
    'timeout',
    'fresh',
  ]);
  if (typeof messages?.subscribe !== 'function')
    throw new TypeError(`channelTrainer: messages must be an observable, got ${shown(messages)}`);
  if (typeof send !== 'function')
    throw new TypeError(`channelTrainer: send must be a function, got ${shown(send)}`);
  return trainerFrom({
    by: 'channelTrainer',
    timeout: checkedTimeout('channelTrainer', timeout),
    grace: unsaid,
    fresh: fresh === true,
    counts: false,
    open: () => ({ messages, send }),
  });
}

/** How long a trainer has for what it was asked when its run has ended, where nobody can say, in milliseconds. */
export const unsaid = 5000;

export function checkedTimeout(by: string, timeout: unknown): number | undefined {
  if (timeout === undefined || (typeof timeout === 'number' && timeout > 0)) return timeout;
  throw new RangeError(`${by}: timeout must be a positive number of milliseconds, got ${shown(timeout)}`);
}

interface Channel extends Omit<Manner, 'strays'> {
  /** Whether each line leads to a new trainer. */
  readonly fresh: boolean;
  /** Whether the trainer may report again while an answer is owed: it counts, and goes on when it has as many as it needs. */
  readonly counts: boolean;
  /** A line for one conversation. */
  readonly open: () => Line;
}

/** The trainer at the other end of a channel. */
export function trainerFrom<Metrics extends object, Rate>(channel: Channel): ChannelTrainer<Metrics, Rate> {
  const { by, fresh, counts } = channel;
  /** The last rate set, and the step that it holds from. */
  let due: { readonly rate: Rate; readonly step: number } | undefined;
  let run: Run<Rate> | undefined;
  let ended = false;
  /** The run that has just ended: it can be asked for its state until the end of the turn. */
  let last: Conversation | undefined;
  /** What a new trainer is given before it starts. */
  let kept: { readonly state: unknown } | undefined;
  let ids = 0;
  let talks = 0;
  /** What is asked between runs: one at a time, and no run begins meanwhile, since they share a line. */
  let asking: Promise<unknown> = Promise.resolve();
  let questions = 0;

  const talkTo = (listener: Listener): Conversation =>
    new Conversation(
      channel.open(),
      { ...channel, strays: !fresh && talks++ > 0 ? ids : undefined },
      listener,
    );

  /** A conversation of one question, between runs. */
  const between = <T>(ask: (talk: Conversation) => Promise<T>): Promise<T> => {
    const answer = asking.then(async () => {
      const talk = talkTo(nobody);
      talk.begin();
      try {
        return await ask(talk);
      } finally {
        talk.leave();
      }
    });
    questions++;
    asking = answer.catch(() => {}).finally(() => questions--);
    return answer;
  };

  /** Whoever waits for the end of a run, to save what it came to, hears of it within this turn. */
  const keepForNow = (talk: Conversation): void => {
    last = talk;
    talk.hush();
    setTimeout(() => {
      if (last === talk) last = undefined;
      talk.leave();
    });
  };

  return {
    setRate(rate, step) {
      const groups = run?.talk.hello?.groups;
      if (groups !== undefined) fitting(by, groups, rate);
      due = { rate, step: Math.max(step, due?.step ?? 0) };
      run?.answer(due);
    },
    reports: (start) =>
      new Observable((out) => {
        if (run !== undefined) throw new Error(`${by}: ${aRunIsOn}`);
        // Once, and before the end is told of: whoever hears of it may start the next run.
        const end = once(() => {
          run = undefined;
          ended = true;
          due = undefined;
          if (fresh && talk.hello?.saves) keepForNow(talk);
          else talk.leave();
        });
        const talk: Conversation = talkTo({
          hello({ groups, saves }) {
            // The refusal of what was to be put back ends the run.
            if (kept !== undefined && !saves) return;
            kept = undefined;
            if (groups !== undefined && due !== undefined) fitting(by, groups, due.rate);
            talk.start(start);
            if (due !== undefined) run?.answer(due);
          },
          report(report) {
            out.next(run?.hear(report) as ChannelReport<Metrics, Rate>);
            // The next step was let go before this report of an earlier one, and `train` may have nothing more to say to it, as
            // with an answer that takes its time. While training is paused this is no leak: that rate was set before.
            if (due !== undefined && run !== undefined && due.step > run.reached) run.answer(due);
          },
          done() {
            end();
            out.complete();
          },
          fail(error) {
            end();
            out.error(error);
          },
        });
        run = new Run<Rate>(by, talk, counts);
        out.add(end);
        const begin = () => {
          if (out.closed) return;
          if (kept !== undefined) talk.restore(kept.state).catch((error: Error) => out.error(error));
          talk.begin();
        };
        if (questions === 0) begin();
        else asking.then(begin);
      }),
    async save() {
      if (run !== undefined) return run.talk.save(ids++);
      if (kept !== undefined) return kept.state;
      if (last !== undefined) return last.save(ids++);
      if (fresh && ended)
        throw new Error(
          `${by}: the trainer has ended with its run; save from the handler of a row, or as soon as the rows have ended`,
        );
      return between(async (talk) => {
        const state = await talk.save(ids++);
        // The next run is to begin where this trainer would have begun.
        if (fresh) kept ??= { state };
        return state;
      });
    },
    async restore(state) {
      if (run !== undefined) await run.talk.restore(state);
      else if (fresh) kept = { state };
      else await between((talk) => talk.restore(state));
    },
  };
}

/** Whose turn it is in a run, and which step ran at which rate. */
class Run<Rate> {
  readonly talk: Conversation;
  readonly #by: string;
  readonly #counts: boolean;
  readonly #past = new Past<Rate>(1000);
  /** How many answers are owed, for which the trainer waits; the first one is to its hello. */
  #owed = 1;
  #sent: { readonly rate: Rate; readonly step: number } | undefined;
  #reached = -1;

  constructor(by: string, talk: Conversation, counts: boolean) {
    this.#by = by;
    this.talk = talk;
    this.#counts = counts;
  }

  /** The highest step that was reported. */
  get reached(): number {
    return this.#reached;
  }

  /** Sends the rate, as often as it is waited for. */
  answer(due: { readonly rate: Rate; readonly step: number }): void {
    if (this.#owed === 0 || this.talk.hello === undefined) return;
    const times = this.#owed;
    this.#owed = 0;
    this.#sent = due;
    for (let i = 0; i < times; i++) this.talk.rate(due.rate, due.step);
  }

  /** Takes a report in its turn, and adds the rate that its step ran at, unless the trainer has read it back. */
  hear(report: Told['report']): object {
    const { step } = report;
    const isTooSoon = this.#owed > 0 && !this.#counts;
    if (isTooSoon || this.#sent === undefined || step > this.#sent.step) {
      throw new Error(
        `${this.#by}: a report came out of turn: ${quoted(report)}, ` +
          (this.#sent === undefined || !isTooSoon
            ? `before the rate of step ${step} was sent`
            : 'before the report before it was answered'),
      );
    }
    this.#owed++;
    this.#reached = Math.max(step, this.#reached);
    if (step === this.#sent.step) this.#past.add(step, step, this.#sent.rate);
    const rate = this.#past.at(step);
    return rate === undefined ? report : { rate, ...report };
  }
}

const nobody: Listener = { hello() {}, report() {}, done() {}, fail() {} };
