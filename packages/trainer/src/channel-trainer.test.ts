import { constant, groups, linear } from '@anneal/core';
import {
  BehaviorSubject,
  delay,
  lastValueFrom,
  merge,
  Observable,
  of,
  Subject,
  take,
  tap,
  toArray,
} from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { type ChannelReport, type ChannelTrainerOptions, channelTrainer, train } from './index.ts';
import { laws, type Walk } from './testing/index.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const failure = (stream: Promise<unknown> | Observable<unknown>): Promise<string> =>
  ('then' in stream ? stream : lastValueFrom(stream)).then(
    () => 'no error',
    (error: Error) => error.message,
  );
const turns = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

type Message = Readonly<Record<string, unknown>>;

/** A channel within this process. Each run begins with a hello; what is sent is heard by `hear`, which may answer at once. */
function channel(
  hear: (message: Message, say: (message: unknown) => void) => void = () => {},
  hello: readonly unknown[] = [{ anneal: 1 }],
) {
  const said = new Subject<unknown>();
  const sent: unknown[] = [];
  const say = (message: unknown) => said.next(message);
  const options: ChannelTrainerOptions = {
    messages: merge(said, of(...hello)),
    send(message) {
      sent.push(message);
      hear({ ...message }, say);
    },
  };
  return { said, say, sent, options };
}

/** A trainer whose weight is moved by the rate; it runs `steps` steps. */
function walker(steps: number, more: Message = { saves: true }) {
  let w = 0;
  const made = channel(
    (message, say) => {
      if ('save' in message) say({ saved: message.save, state: w });
      if ('restore' in message) {
        w = message.restore as number;
        say({ restored: true });
      }
      if (!('rate' in message)) return;
      w += message.rate as number;
      say(message.step === steps ? { done: true } : { step: message.step, w });
    },
    [{ anneal: 1, ...more }],
  );
  return { ...made, weight: () => w };
}

describe('channelTrainer', () => {
  it('talks in lock-step', async () => {
    const { options, sent } = walker(2);
    const rows = await all(train(channelTrainer(options), linear({ from: 3, to: 1, over: 2 })));
    expect(rows).toEqual([
      { step: 0, rate: 3, w: 3 },
      { step: 1, rate: 2, w: 5 },
    ]);
    expect(sent).toEqual([{ start: 0 }, { step: 0, rate: 3 }, { step: 1, rate: 2 }, { step: 2, rate: 1 }]);
  });

  it('is in no step within subscribe, and does not pile up the stack', async () => {
    const { options, sent } = walker(20_000);
    const rows = train(channelTrainer(options), constant(1));
    let last: unknown;
    const done = new Promise<void>((resolve) => {
      rows.subscribe({ next: (row) => (last = row), complete: resolve });
    });
    expect(sent).toEqual([]);
    await done;
    expect(last).toEqual({ step: 19_999, rate: 1, w: 20_000 });
  });

  it('starts where it is told to, and counts on', async () => {
    const { options, sent } = walker(9);
    const rows = await all(
      train(channelTrainer(options), linear({ from: 10, to: 0, over: 10 }), { start: 7 }),
    );
    expect(rows.map(({ step, rate }) => [step, rate])).toEqual([
      [7, 3],
      [8, 2],
    ]);
    expect(sent[0]).toEqual({ start: 7 });
  });

  it('says the rate when it is there, and answers each report by one', async () => {
    const { options, sent, say } = channel();
    const running = new BehaviorSubject(false);
    const rows: unknown[] = [];
    const run = train(channelTrainer(options), linear({ from: 4, to: 0, over: 4 }), { running }).subscribe(
      (row) => rows.push(row),
    );
    await turns();
    expect(sent).toEqual([{ start: 0 }]);
    running.next(true);
    say({ step: 0, loss: 1 });
    say({ step: 0, valLoss: 2 });
    running.next(false);
    say({ step: 1, loss: 3 });
    await turns();
    expect(sent.splice(0)).toEqual([
      { start: 0 },
      { step: 0, rate: 4 },
      { step: 1, rate: 3 },
      { step: 1, rate: 3 },
    ]);
    running.next(true);
    expect(sent).toEqual([{ step: 2, rate: 2 }]);
    expect(rows).toEqual([
      { step: 0, rate: 4, loss: 1 },
      { step: 0, rate: 4, valLoss: 2 },
      { step: 1, rate: 3, loss: 3 },
    ]);
    run.unsubscribe();
    expect(sent.at(-1)).toEqual({ stop: true });
  });

  it('lets a step that was let go before the pause run, also where the step before it is reported again', async () => {
    const { options, sent, say } = channel();
    const running = new BehaviorSubject(true);
    const run = train(channelTrainer(options), linear({ from: 4, to: 0, over: 4 }), { running }).subscribe();
    await turns();
    say({ step: 0, loss: 1 });
    running.next(false);
    say({ step: 0, valLoss: 2 });
    say({ step: 1, loss: 1 });
    await turns();
    expect(sent.slice(1)).toEqual([
      { step: 0, rate: 4 },
      { step: 1, rate: 3 },
      { step: 1, rate: 3 },
    ]);
    run.unsubscribe();
  });

  it('answers a second report of a step also where the operator takes its time', async () => {
    const { options, sent, say } = channel();
    const slow = (reports: Observable<ChannelReport>) =>
      reports.pipe(linear({ from: 4, to: 0, over: 4 }), delay(2));
    const run = train(channelTrainer(options), slow).subscribe();
    await turns(20);
    say({ step: 0, loss: 1 });
    expect(sent).toHaveLength(2);
    await turns(20);
    say({ step: 0, valLoss: 1 });
    await turns(20);
    say({ step: 1, loss: 1 });
    await turns(20);
    run.unsubscribe();
    expect(sent).toEqual([
      { start: 0 },
      { step: 0, rate: 4 },
      { step: 1, rate: 3 },
      { step: 1, rate: 3 },
      { step: 2, rate: 2 },
      { stop: true },
    ]);
  });

  it('takes what the trainer read back for the rate, and any name for a metric', async () => {
    const { options } = channel(
      ({ step }, say) => {
        if (step === 0)
          say({ step: 0, rate: 0.25, error: 1, done: 2, anneal: 3, saved: 4, save: 5, start: 6 });
        if (step === 1) say({ done: true, and: 'more' });
      },
      [{ anneal: 1, name: 'mine', since: [2024] }],
    );
    expect(await all(train(channelTrainer(options), constant(0.3)))).toEqual([
      { step: 0, rate: 0.25, error: 1, done: 2, anneal: 3, saved: 4, save: 5, start: 6 },
    ]);
  });

  it('stops the trainer when nobody wants its rows any more', async () => {
    const { options, sent } = walker(100);
    await all(train(channelTrainer(options), constant(1)).pipe(take(2)));
    expect(sent).toEqual([{ start: 0 }, { step: 0, rate: 1 }, { step: 1, rate: 1 }, { stop: true }]);
  });

  it('passes over what a trainer that was stopped still says, up to its next hello', async () => {
    const said = new Subject<unknown>();
    const trainer = channelTrainer({ messages: said, send: () => {} });
    const first = train(trainer, constant(1)).subscribe();
    await turns();
    said.next({ anneal: 1 });
    first.unsubscribe();
    expect(said.observed).toBe(false);
    const rows: unknown[] = [];
    const second = train(trainer, constant(2)).subscribe((row) => rows.push(row));
    await turns();
    for (const message of [{ step: 0, loss: 9 }, { anneal: 1 }, { step: 0, loss: 1 }]) said.next(message);
    second.unsubscribe();
    expect(rows).toEqual([{ step: 0, rate: 2, loss: 1 }]);
  });

  it('refuses a second run while one is on', async () => {
    const { options } = channel();
    const trainer = channelTrainer(options);
    const run = trainer.reports(0).subscribe();
    expect(await failure(trainer.reports(0))).toMatch(/^channelTrainer: a run of this trainer is on/);
    run.unsubscribe();
  });

  describe('ends in an error', () => {
    /** What `train` says, when the trainer says these, each as soon as it can. */
    const saying = async (...messages: unknown[]) => {
      const { options, sent, say } = channel(undefined, []);
      const failed = failure(train(channelTrainer(options), constant(0.5)));
      await turns();
      for (const message of messages) say(message);
      return { text: await failed, sent };
    };

    it.each([
      [[{ anneal: 2 }], /the trainer speaks version 2 of the protocol, and this package version 1;/],
      [[{ anneal: '1' }], /the trainer speaks version "1" /],
      [
        [{ step: 0, loss: 1 }],
        /its first message must be its hello, { "anneal": 1 }, got {"step":0,"loss":1}$/,
      ],
      [[{ done: true }], /its first message must be its hello/],
      [['Epoch 1/10'], /a message must be an object, got "Epoch 1\/10"/],
      [[{ anneal: 1 }, [1, 2]], /a message must be an object, got \[1,2\]/],
      [[{ anneal: 1 }, null], /a message must be an object, got null/],
      [[{ anneal: 1 }, { loss: 1 }], /must have a step, if it is a report, .* got {"loss":1}/],
      [
        [{ anneal: 1 }, { step: 1.5 }],
        /the step of a report must be a whole number from 0 up, got {"step":1.5}/,
      ],
      [[{ anneal: 1 }, { step: Number.NaN }], /the step of a report .* got {"step":"NaN"}/],
      [[{ anneal: 1 }, { step: 1 }], /out of turn: {"step":1}, before the rate of step 1 was sent/],
      [[{ anneal: 1, groups: 'all' }], /the hello's groups must be a list of names, got 'all'/],
      [
        [{ anneal: 1 }, { error: 'out of memory' }],
        /^train: the trainer failed at step 0 \(rate 0.5\): channelTrainer: out of memory in step 0$/,
      ],
      [[{ error: { code: 7 } }], /channelTrainer: {"code":7}/],
      [[{ anneal: 1 }, { step: 0 }, { anneal: 1 }], /it said hello a second time/],
      [[{ anneal: 1 }, { saved: 3, state: 1 }], /a save that nobody asked for: {"saved":3,"state":1}/],
      [[{ anneal: 1 }, { restored: true }], /a restore that nobody asked for: {"restored":true}/],
    ])('at %j', async (messages, text) => {
      expect((await saying(...messages)).text).toMatch(text);
    });

    it('and tells the trainer to stop, unless it has had the last word', async () => {
      expect((await saying({ anneal: 1 }, { step: 3 })).sent.at(-1)).toEqual({ stop: true });
      expect((await saying({ anneal: 1 }, { error: 'x' })).sent.at(-1)).toEqual({ step: 0, rate: 0.5 });
    });

    it('at a report while the one before is not answered', async () => {
      const { options, say } = channel();
      const running = new BehaviorSubject(true);
      const failed = failure(train(channelTrainer(options), constant(1), { running }));
      await turns();
      running.next(false);
      say({ step: 0 });
      say({ step: 0, more: 1 });
      expect(await failed).toMatch(
        /out of turn: {"step":0,"more":1}, before the report before it was answered/,
      );
    });

    it('where the messages end or fail', async () => {
      const { options, said, sent } = channel();
      const failed = failure(train(channelTrainer(options), constant(1)));
      await turns();
      said.complete();
      expect(await failed).toMatch(/channelTrainer: its messages ended before training did in step 0$/);
      expect(sent.at(-1)).toEqual({ step: 0, rate: 1 });

      const other = channel();
      const broken = failure(train(channelTrainer(other.options), constant(1)));
      await turns();
      other.said.error('the line is dead');
      expect(await broken).toMatch(/channelTrainer: 'the line is dead' in step 0$/);
    });

    it('where nothing can be sent', async () => {
      const { options } = channel();
      const send = () => {
        throw new Error('no line');
      };
      expect(await failure(train(channelTrainer({ ...options, send }), constant(1)))).toMatch(
        /it could not be sent {"start":0}: no line$/,
      );
    });

    it('where the trainer says nothing for too long, but not while it waits', async () => {
      const { options, say } = channel();
      const mute = channel(undefined, []);
      expect(await failure(train(channelTrainer({ ...mute.options, timeout: 20 }), constant(1)))).toMatch(
        /channelTrainer: the trainer did not say hello, { "anneal": 1 }, within 20 ms; timeout says/,
      );
      const running = new BehaviorSubject(false);
      const failed = failure(train(channelTrainer({ ...options, timeout: 20 }), constant(1), { running }));
      await turns(60);
      running.next(true);
      say({ step: 0 });
      expect(await failed).toMatch(/channelTrainer: the trainer said nothing for 20 ms in step 1;/);
    });
  });

  describe('with groups', () => {
    const plan = groups({ body: linear({ from: 2, to: 1, over: 1 }), head: constant(3) });
    const ran = (hello: Message) => {
      const { options, sent } = channel(
        ({ step, rate }, say) => {
          if (step !== undefined)
            say(step === 1 ? { done: true } : { step, norm: (rate as { body: number }).body });
        },
        [{ anneal: 1, ...hello }],
      );
      type Rates = { body: number; head: number };
      return { rows: train(channelTrainer<{ norm: number }, Rates>(options), plan), sent };
    };

    it('sends a record, and tells it in columns', async () => {
      const { rows, sent } = ran({ groups: ['head', 'body'] });
      expect(await all(rows)).toEqual([{ step: 0, 'rate.body': 2, 'rate.head': 3, norm: 2 }]);
      expect(sent[1]).toEqual({ step: 0, rate: { body: 2, head: 3 } });
    });

    it.each([
      [
        ['head', 'bodys'],
        /the schedule sets the group 'body' \(did you mean 'bodys'\?\), and the trainer has/,
      ],
      [['head', 'body', 'bias'], /the schedule sets no rate for the group 'bias'/],
    ])('refuses others than those of the hello, %j, before step 0', async (names, text) => {
      const { rows, sent } = ran({ groups: names });
      expect(await failure(rows)).toMatch(text);
      expect(sent).toEqual([{ stop: true }]);
    });

    it('refuses one rate for a trainer that has groups', async () => {
      const { options } = channel(undefined, [{ anneal: 1, groups: ['body'] }]);
      expect(await failure(train(channelTrainer(options), constant(1)))).toMatch(
        /the trainer has the groups body, and the schedule gives one rate for all/,
      );
    });
  });

  describe('saves', () => {
    it('what is behind a row, from its handler, and gives it back', async () => {
      const { options, sent, weight } = walker(4);
      const trainer = channelTrainer(options);
      let saved: Promise<unknown> | undefined;
      const save = tap(({ step }: { step: number }) => {
        if (step === 1) saved = trainer.save();
      });
      await all(train(trainer, constant(1)).pipe(save));
      expect(await saved).toBe(2);
      expect(sent.slice(2, 5)).toEqual([{ step: 1, rate: 1 }, { save: 0 }, { step: 2, rate: 1 }]);
      await trainer.restore(2);
      expect(weight()).toBe(2);
      expect(await trainer.save()).toBe(2);
    });

    it('in the handler of the last row, whose end stops the run', async () => {
      const { options, said, sent, say } = channel(undefined, [{ anneal: 1, saves: true }]);
      const trainer = channelTrainer(options);
      let saved: Promise<unknown> | undefined;
      const done = all(
        train(trainer, constant(1)).pipe(
          tap(() => (saved = trainer.save())),
          take(1),
        ),
      );
      await turns();
      say({ step: 0 });
      await done;
      expect(sent.slice(2)).toEqual([{ save: 0 }, { stop: true }]);
      expect(said.observed).toBe(true);
      say({ saved: 0, state: { w: [1, 2] } });
      expect(await saved).toEqual({ w: [1, 2] });
      expect(said.observed).toBe(false);
    });

    it('in the middle of a run, and puts a state back there', async () => {
      const { options } = walker(3);
      const trainer = channelTrainer(options);
      const rows = await all(
        train(trainer, constant(1)).pipe(tap(({ step }) => void (step === 0 && trainer.restore(100)))),
      );
      expect(rows.map(({ w }) => w)).toEqual([1, 101, 102]);
    });

    it('for a trainer that begins anew, by putting it back as the next run begins', async () => {
      const { options, sent, weight } = walker(2);
      const trainer = channelTrainer({ ...options, fresh: true });
      await trainer.restore(50);
      expect(sent).toEqual([]);
      expect(await trainer.save()).toBe(50);
      const rows = await all(train(trainer, constant(1)));
      expect(rows.map(({ w }) => w)).toEqual([51, 52]);
      expect(sent.slice(0, 3)).toEqual([{ restore: 50 }, { start: 0 }, { step: 0, rate: 1 }]);
      // As soon as the rows have ended it is still there to be asked, and not for long.
      expect(await trainer.save()).toBe(53);
      await turns();
      expect(await failure(trainer.save())).toBe(
        'channelTrainer: the trainer has ended with its run; save from the handler of a row, or as soon as the rows have ended',
      );
      // Once only.
      await all(train(trainer, constant(1)));
      expect(weight()).toBe(56);
    });

    it('what a trainer that begins anew begins with, so that the next run begins with it too', async () => {
      const { options, sent } = walker(1);
      const trainer = channelTrainer({ ...options, fresh: true });
      const [state, [row]] = await Promise.all([trainer.save(), all(train(trainer, constant(1)))]);
      expect([state, row?.w]).toEqual([0, 1]);
      expect(sent.map((message) => Object.keys(message as object)[0])).toEqual([
        'save',
        'stop',
        'restore',
        'start',
        'step',
        'step',
      ]);
    });

    it('not where the hello does not say so', async () => {
      const { options } = walker(1, {});
      const lacks =
        'the trainer cannot save; one that can says so in its hello, { "anneal": 1, "saves": true }';
      expect(await failure(channelTrainer(options).save())).toBe(`channelTrainer: ${lacks}`);
      const trainer = channelTrainer({ ...options, fresh: true });
      await trainer.restore(1);
      expect(await failure(train(trainer, constant(1)))).toMatch(
        /channelTrainer: the trainer cannot restore; /,
      );
    });

    it('nothing from a trainer that dies, or does not answer', async () => {
      const { options, say } = channel(undefined, [{ anneal: 1, saves: true }]);
      const trainer = channelTrainer({ ...options, timeout: 30 });
      expect(await failure(trainer.save())).toMatch(/the trainer said nothing for 30 ms/);
      const saved = failure(channelTrainer(options).save());
      await turns();
      say({ error: 'disk full' });
      expect(await saved).toBe('channelTrainer: disk full in save');
    });

    it('nothing from a trainer that answers another question', async () => {
      const { options } = channel(
        (message, say) => 'save' in message && say({ saved: 99, state: 1 }),
        [{ anneal: 1, saves: true }],
      );
      expect(await failure(channelTrainer(options).save())).toMatch(
        /a save that nobody asked for: {"saved":99,"state":1}/,
      );
    });

    it('not for longer than it may take behind the end of the run, and passes over what comes later', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        const { options, said, say } = channel(undefined, [{ anneal: 1, saves: true }]);
        const trainer = channelTrainer(options);
        const run = train(trainer, constant(1)).subscribe();
        await Promise.resolve();
        const saved = failure(trainer.save());
        run.unsubscribe();
        expect(said.observed).toBe(true);
        vi.advanceTimersByTime(5000);
        expect(await saved).toBe(
          'channelTrainer: the trainer did not answer save within 5000 ms of the end of its run',
        );
        expect(said.observed).toBe(false);
        const rows: unknown[] = [];
        const next = train(trainer, constant(1)).subscribe((row) => rows.push(row));
        await Promise.resolve();
        say({ saved: 0, state: 1 });
        say({ step: 0 });
        expect(rows).toEqual([{ step: 0, rate: 1 }]);
        next.unsubscribe();
      } finally {
        vi.useRealTimers();
      }
    });
  });

  describe('keeps the laws', () => {
    /** A trainer at the other end of a port, that outlives its runs. */
    const make = ({ steps, failAt }: Walk) => {
      const { port1, port2 } = new MessageChannel();
      let w = 0;
      port2.onmessage = ({ data: { hello, save, restore, step, rate } }) => {
        const say = (message: unknown) => port2.postMessage(message);
        if (hello) say({ anneal: 1, saves: true });
        if (save !== undefined) say({ saved: save, state: w });
        if (restore !== undefined) {
          w = restore;
          say({ restored: true });
        }
        if (step === undefined) return;
        if (step === steps) say({ done: true });
        else if (step === failAt) say({ error: 'no further' });
        else if (typeof rate !== 'number') say({ error: 'it has one rate' });
        else {
          w += rate;
          say({ step });
        }
      };
      const messages = new Observable<unknown>((out) => {
        const hear = ({ data }: MessageEvent) => out.next(data);
        port1.addEventListener('message', hear as never);
        port1.start();
        port1.postMessage({ hello: true });
        return () => port1.removeEventListener('message', hear as never);
      });
      return {
        trainer: channelTrainer<object>({ messages, send: (message) => port1.postMessage(message) }),
        walked: () => w,
        dispose: () => port1.close(),
      };
    };
    it.each(laws(make))('$name', ({ check }) => check());
  });

  it.each([
    [{ send: () => {} }, 'channelTrainer: messages must be an observable, got undefined'],
    [{ messages: of(1), send: 3 }, 'channelTrainer: send must be a function, got 3'],
    [
      { messages: of(1), send: () => {}, timeout: 0 },
      'channelTrainer: timeout must be a positive number of milliseconds, got 0',
    ],
    [
      { messages: of(1), sent: 3 },
      "channelTrainer: unknown option 'sent', did you mean 'send'? (the options are messages, send, timeout, fresh)",
    ],
  ])('refuses %j', (options, text) => {
    expect(() => channelTrainer(options as never)).toThrow(text);
  });
});
