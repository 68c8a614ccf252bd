import { type Observable, Subscription } from 'rxjs';
import { Deadline } from '../deadline.ts';
import { reasonOf } from '../reason-of.ts';
import { type Hello, quoted, read, type Said, type Told, type ToTrainer, version } from './messages.ts';

/** How long a trainer may take to say hello, in milliseconds, where nobody said. */
const helloWithin = 60_000;

/** A way to a trainer and back, for one conversation. */
export interface Line {
  readonly messages: Observable<unknown>;
  readonly send: (message: ToTrainer) => void;
  /** What else is known when the trainer has failed; it is put behind the error's message. */
  readonly lastWords?: () => string;
}

export interface Manner {
  /** The user's function, for messages. */
  readonly by: string;
  /** How long the trainer may be silent, in milliseconds. */
  readonly timeout: number | undefined;
  /**
   * Where what is heard may be left over from a conversation before: how many states were asked for by then. Nothing
   * where each conversation has a line of its own.
   */
  readonly strays: number | undefined;
  /** How long what was asked is waited for when the run is over, in milliseconds. */
  readonly grace: number;
  /** Whether that is an option of the user's. */
  readonly graced?: boolean;
}

/** Who acts on what the trainer says. */
export interface Listener {
  hello(hello: Hello): void;
  report(report: Told['report']): void;
  /** The trainer is through. */
  done(): void;
  /** The conversation has ended in an error. */
  fail(error: Error): void;
}

interface Asked {
  readonly what: 'save' | 'restore';
  /** The step that the trainer was at work on when it was asked. */
  during: number | undefined;
  readonly answer: (state: unknown) => void;
  readonly refuse: (error: Error) => void;
}

interface Question extends Asked {
  readonly put: (asked: Asked) => void;
}

/** One talk with a trainer: reads what it says in order, asks it for states, and knows how long to wait for it. */
export class Conversation {
  readonly #line: Line;
  readonly #manner: Manner;
  readonly #listener: Listener;
  readonly #listening = new Subscription();
  /** What has come and is not read yet: an answer from within `send` must not pile up the stack. */
  readonly #inbox: (() => void)[] = [];
  #reading = true;
  #hello: Hello | undefined;
  /** Whether the trainer has said more than its hello. */
  #begun = false;
  /** What was asked before the hello. */
  #early: Question[] = [];
  readonly #saves = new Map<unknown, Asked>();
  #restores: Asked[] = [];
  /** The step that the trainer is at work on. */
  #step: number | undefined;
  #silence: Deadline;
  /** By when what was asked must be answered, once the run is over. */
  readonly #farewell: Deadline;
  /** The trainer is through. */
  #done = false;
  /** Nothing is told any more; what is asked is answered. */
  #quiet = false;
  /** Nothing is asked any more; what was asked is waited for. */
  #left = false;
  /** There is nobody to be told to stop: nobody is there yet, or the trainer has had its last word. */
  #over = true;

  constructor(line: Line, manner: Manner, listener: Listener) {
    this.#line = line;
    this.#manner = manner;
    this.#listener = listener;
    this.#silence = new Deadline(manner.timeout ?? helloWithin, () => this.#tooLong());
    this.#farewell = new Deadline(manner.grace, () => this.#giveUp());
    this.#listening.add(() => this.#farewell.lift());
  }

  /** Begins to listen; nothing is told within this call. */
  begin(): void {
    this.#over = false;
    this.#silence.start();
    const put = (act: () => void) => {
      this.#inbox.push(act);
      this.#drain();
    };
    this.#listening.add(
      this.#line.messages.subscribe({
        next: (message) => put(() => this.#hear(message)),
        error: (error: unknown) => put(() => this.#breakOff(error ?? new Error('its messages failed'))),
        complete: () => put(() => this.#breakOff()),
      }),
    );
    queueMicrotask(() => {
      this.#reading = false;
      this.#drain();
    });
  }

  /** What the trainer said of itself, as soon as it has. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  start(start: number): void {
    this.#send({ start });
  }

  /** Lets the trainer run a step. */
  rate(rate: unknown, step: number): void {
    this.#step = step;
    this.#silence.restart();
    this.#send({ step, rate });
  }

  /** Asks for the trainer's state: that behind all that was sent before. */
  save(id: number): Promise<unknown> {
    return this.#ask('save', (asked) => {
      this.#saves.set(id, asked);
      this.#send({ save: id });
    });
  }

  /** Gives the trainer a state. */
  async restore(state: unknown): Promise<void> {
    await this.#ask('restore', (asked) => {
      this.#restores.push(asked);
      this.#send({ restore: state });
    });
  }

  /** Tells nothing any more; the trainer may still be asked, until it is left. */
  hush(): void {
    this.#quiet = true;
    this.#step = undefined;
    this.#rest();
  }

  /** Ends the conversation: the trainer is told to stop, and heard until it has answered what it was asked, within `grace`. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#quiet = true;
    this.#step = undefined;
    if (!this.#over) {
      try {
        this.#line.send({ stop: true });
      } catch {
        // A trainer that cannot be reached has stopped.
      }
    }
    if (this.#hello === undefined) this.#refuseAll(this.#failure('the run was stopped before it said hello'));
    this.#farewell.start();
    this.#rest();
  }

  #drain(): void {
    if (this.#reading) return;
    this.#reading = true;
    for (let act = this.#inbox.shift(); act !== undefined; act = this.#inbox.shift()) act();
    this.#reading = false;
  }

  #hear(message: unknown): void {
    if (this.#listening.closed) return;
    try {
      this.#heed(read(this.#manner.by, message), message);
    } catch (error) {
      this.#end(error as Error);
    }
  }

  #heed(said: Said, message: unknown): void {
    if (said.kind === 'hello') {
      this.#greet(said);
    } else if (said.kind === 'error') {
      this.#over = true;
      throw this.#failure(said.text);
    } else if (this.#hello === undefined) {
      if (this.#manner.strays !== undefined) return;
      throw this.#failure(
        `its first message must be its hello, { "anneal": ${version} }, got ${quoted(message)}`,
      );
    } else if (said.kind === 'saved') {
      const asked = this.#saves.get(said.id);
      if (asked === undefined && !this.#isLate(said.id))
        throw this.#failure(`it answered a save that nobody asked for: ${quoted(message)}`);
      this.#saves.delete(said.id);
      asked?.answer(said.state);
    } else if (said.kind === 'restored') {
      const asked = this.#restores.shift();
      if (asked === undefined && this.#manner.strays === undefined)
        throw this.#failure(`it answered a restore that nobody asked for: ${quoted(message)}`);
      asked?.answer(undefined);
    } else if (!this.#quiet) {
      this.#tell(said);
    }
    this.#rest();
  }

  /** Whether this was asked for by a conversation before, which may have given it up. */
  #isLate(id: unknown): boolean {
    return typeof id === 'number' && id < (this.#manner.strays ?? 0);
  }

  #greet(hello: Hello): void {
    if (this.#begun) throw this.#failure('it said hello a second time: it must have begun anew');
    if (this.#hello !== undefined) return;
    this.#hello = hello;
    this.#silence.lift();
    this.#silence = new Deadline(this.#manner.timeout ?? Infinity, () => this.#tooLong());
    // First what was asked: a state that was given back is to be there when training starts.
    for (const question of this.#early.splice(0)) this.#put(question);
    if (!this.#quiet) this.#listener.hello(hello);
  }

  #tell(said: Told | { readonly kind: 'done' }): void {
    this.#begun = true;
    this.#step = undefined;
    if (said.kind === 'report') {
      this.#listener.report(said.report);
    } else {
      this.#over = true;
      this.#done = true;
      this.#listener.done();
    }
  }

  #ask(what: Asked['what'], put: (asked: Asked) => void): Promise<unknown> {
    return new Promise((answer, refuse) => {
      const question = { what, during: undefined, put, answer, refuse };
      if (this.#hello === undefined) this.#early.push(question);
      else this.#put(question);
      this.#silence.start();
    });
  }

  #put(question: Question): void {
    if (this.#listening.closed) {
      const text = `it has ended with its run, and cannot ${question.what} any more; one that reads on behind its "done" can`;
      question.refuse(this.#failure(text));
      return;
    }
    if (this.#hello?.saves === true) {
      question.during = this.#step;
      question.put(question);
      return;
    }
    question.refuse(
      new Error(
        `${this.#manner.by}: the trainer cannot ${question.what}; ` +
          `one that can says so in its hello, { "anneal": ${version}, "saves": true }`,
      ),
    );
  }

  /** After a message: the next one is waited for anew, or there is none to wait for. */
  #rest(): void {
    if (this.#listening.closed) return;
    const isAsked = this.#asked.length > 0;
    if (isAsked || this.#step !== undefined) this.#silence.restart();
    else this.#silence.lift();
    if (this.#left && !isAsked) this.#listening.unsubscribe();
  }

  #tooLong(): void {
    const { by, timeout = helloWithin } = this.#manner;
    const text =
      this.#hello === undefined
        ? `the trainer did not say hello, { "anneal": ${version} }, within ${timeout} ms`
        : `the trainer said nothing for ${timeout} ms${this.#at}`;
    this.#end(new Error(`${by}: ${text}; timeout says how long that may be`));
  }

  /** It was told to stop and does not answer: whoever ends it must not wait for that. */
  #giveUp(): void {
    const [asked] = this.#asked;
    if (asked === undefined) return;
    const { by, grace, graced } = this.#manner;
    const hint = graced ? '; grace says how long that may be' : '';
    this.#end(
      new Error(
        `${by}: the trainer did not answer ${asked.what} within ${grace} ms of the end of its run${hint}`,
      ),
    );
  }

  #send(message: ToTrainer): void {
    try {
      this.#line.send(message);
    } catch (error) {
      this.#end(this.#failure(`it could not be sent ${quoted(message)}: ${reasonOf(error)}`, error));
    }
  }

  /** No more messages will come. */
  #breakOff(error?: unknown): void {
    this.#over = true;
    const [asked] = this.#asked;
    const reason = error === undefined ? undefined : reasonOf(error);
    if (this.#done && asked !== undefined) {
      const how = reason === undefined ? '' : ` (${reason})`;
      const text = `it ended behind its "done"${how}, before it answered ${asked.what}; read on until stop, or until there is no more to read`;
      this.#end(new Error(`${this.#manner.by}: ${text}`, { cause: error }));
    } else this.#end(this.#failure(reason ?? 'its messages ended before training did', error));
  }

  #end(error: Error): void {
    if (this.#listening.closed) return;
    error.message += this.#line.lastWords?.() ?? '';
    this.#refuseAll(error);
    if (!this.#quiet) this.#listener.fail(error);
    this.leave();
    this.#silence.lift();
    this.#listening.unsubscribe();
  }

  #refuseAll(error: Error): void {
    const asked = [...this.#early.splice(0), ...this.#saves.values(), ...this.#restores.splice(0)];
    this.#saves.clear();
    for (const { refuse } of asked) refuse(error);
  }

  /** What is waited for, besides reports; the first one first, as far as it is known. */
  get #asked(): Asked[] {
    return [...this.#saves.values(), ...this.#restores];
  }

  /** What the trainer is at: it does in order what it is told. */
  get #at(): string {
    const [asked] = this.#asked;
    if (asked !== undefined && (this.#step === undefined || asked.during !== this.#step))
      return ` in ${asked.what}`;
    return this.#step === undefined ? '' : ` in step ${this.#step}`;
  }

  #failure(text: string, cause?: unknown): Error {
    return new Error(`${this.#manner.by}: ${text}${this.#at}`, { cause });
  }
}
