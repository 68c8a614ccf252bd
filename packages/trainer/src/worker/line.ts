import { Observable } from 'rxjs';
import { shown } from '../check.ts';
import { type Letter, letterIn, nobody, type ToPage, type ToWorker } from './letters.ts';
import { isPort, listen, type Port } from './port.ts';

/** One for each port, in whatever functions it is used. */
const lines = new WeakMap<Port, Line>();

let runs = 0;
/** Two copies of this package may talk to one worker. */
const here: string = Math.random().toString(36).slice(2);

/** The page's line to a worker. */
export class Line {
  readonly #port: Port;
  /** The error that came while nobody knew yet that the worker serves: it will not. */
  #failure: Error | undefined;

  /** Listens from now on: a worker fails to load when it likes. */
  static to(port: Port, by: string): Line {
    if (!isPort(port))
      throw new TypeError(`${by}: worker must be a Worker, or a MessagePort, got ${shown(port)}`);
    const line = lines.get(port) ?? new Line(port);
    lines.set(port, line);
    return line;
  }

  private constructor(port: Port) {
    this.#port = port;
    const failed = listen<ErrorEvent>(port, 'error', (event) => {
      this.#failure ??= failureIn(event);
    });
    const heard = listen<MessageEvent>(port, 'message', ({ data }) => {
      const letter = letterIn<ToPage>(data);
      if (letter === undefined) return;
      this.#failure = undefined;
      failed();
      heard();
    });
    port.start?.();
    this.send(nobody, { call: true });
  }

  send(run: string, said: ToWorker): void {
    this.#port.postMessage({ ...said, anneal: 1, run } satisfies Letter<ToWorker>, []);
  }

  /**
   * What the worker says of a new run, its hello first; the errors of the worker are the stream's. It never completes.
   *
   * @param named is told the name of the run.
   */
  open(named: (run: string) => void): Observable<ToPage> {
    return new Observable((out) => {
      const run = `${here}-${runs++}`;
      named(run);
      if (this.#failure !== undefined) {
        out.error(this.#failure);
        return;
      }
      const fail = (text: string) => out.error(new Error(text));
      let isUp = false;
      out.add(
        listen<MessageEvent>(this.#port, 'message', ({ data }) => {
          const letter = letterIn<ToPage>(data);
          if (letter === undefined) return;
          if (letter.run === run) {
            // It may have been called twice.
            if ('hello' in letter && isUp) return;
            isUp = true;
            out.next(letter);
          } else if (letter.run === nobody && !isUp) {
            // It was not there yet when it was called.
            this.send(run, { call: true });
          }
        }),
      );
      out.add(listen<ErrorEvent>(this.#port, 'error', (event) => out.error(failureIn(event))));
      out.add(
        listen(this.#port, 'messageerror', () =>
          fail('a message of the worker cannot be read on this page; report numbers, or plain data'),
        ),
      );
      out.add(listen(this.#port, 'close', () => fail('the port was closed at the other end')));
      this.send(run, { call: true });
    });
  }
}

/** What an `error` event of a worker says. One that tells nothing is of a script that could not be had. */
function failureIn({ message, filename, lineno }: Partial<ErrorEvent>): Error {
  if (message === undefined || message === '') {
    return new Error(
      'the worker could not be loaded: its script, or one that it imports, is not there, is blocked, or is no JavaScript',
    );
  }
  const place = filename ? ` (${filename}:${lineno})` : '';
  return new Error(`the worker failed: ${message}${place}`);
}
