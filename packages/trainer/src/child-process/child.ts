import { type ChildProcess, spawn } from 'node:child_process';
import { Observable, type Subscriber } from 'rxjs';
import type { Line } from '../channel/conversation.ts';
import { reasonOf } from '../reason-of.ts';
import { lineOf, parseLine } from './json-line.ts';
import { LastWords } from './last-words.ts';
import { leaveNone } from './leave-none.ts';
import { Lines } from './lines.ts';

export interface ChildParts {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>> | undefined;
  readonly stderr: 'inherit' | 'keep';
  /** How long it has to end by itself, and then to end when asked by SIGTERM, in milliseconds. */
  readonly grace: number;
}

/** How long the streams of a process that has exited may stay open, in milliseconds: a process of its own may hold them. */
const leftOpen = 500;

/** A process that talks in lines of JSON; it is started by who listens to it, once. */
export class Child implements Line {
  readonly #parts: ChildParts;
  readonly #lastWords = new LastWords();
  #process: ChildProcess | undefined;

  constructor(parts: ChildParts) {
    this.#parts = parts;
  }

  /** The end of what it wrote on stderr. */
  readonly lastWords = (): string => this.#lastWords.text;

  /** Starts the process; what it says. It completes when the process exits well; unsubscribing ends the process. */
  readonly messages: Observable<unknown> = new Observable((out) => {
    const { command, args, cwd, env, stderr } = this.#parts;
    const child = spawn(command, args, { cwd, env, stdio: 'pipe', windowsHide: true });
    this.#process = child;
    leaveNone(child);
    // A folder that is not there is told of in the same words as a program that is not.
    const place = cwd === undefined ? '' : ` in '${cwd}'`;
    child.on('error', (error) => {
      if (child.pid === undefined)
        out.error(new Error(`could not start '${command}'${place}: ${error.message}`, { cause: error }));
    });
    // Where we have no more files to open, there is none for its streams, and nothing but that error.
    if (child.stdin === undefined) return;
    // A process that no longer reads is one that ends, and its end is told of.
    child.stdin.on('error', () => {});
    child.stderr.on('data', (chunk: Buffer) => {
      this.#lastWords.take(chunk);
      if (stderr === 'inherit') process.stderr.write(chunk);
    });
    const lines = new Lines();
    child.stdout.on('data', (chunk: Buffer) => tell(lines.take(chunk), out));
    this.#watch(child, () => tell(lines.end(), out), out);
    out.add(() => this.#end(child));
  });

  readonly send = (message: unknown): void => {
    const stdin = this.#process?.stdin;
    if (stdin?.writable) stdin.write(lineOf(message));
  };

  #watch(child: ChildProcess, flush: () => void, out: Subscriber<unknown>): void {
    let timer: NodeJS.Timeout | undefined;
    const isOver = (code: number | null, signal: NodeJS.Signals | null) => {
      clearTimeout(timer);
      flush();
      if (signal !== null) out.error(new Error(`'${this.#parts.command}' was killed by ${signal}`));
      else if (code !== 0) out.error(new Error(`'${this.#parts.command}' exited with code ${code}`));
      else out.complete();
    };
    // What it said last is read by the time that its streams are closed.
    child.once('close', isOver);
    child.once('exit', (code, signal) => {
      const giveUp = () => {
        for (const stream of child.stdio) stream?.destroy();
        isOver(code, signal);
      };
      // Where we were busy all that time, what is there is read first.
      timer = setTimeout(() => setImmediate(giveUp), leftOpen);
    });
  }

  /** Lets the process end, then tells it to, then makes it. */
  #end(child: ChildProcess): void {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const { grace } = this.#parts;
    // For one that only reads: there will be no more.
    child.stdin?.end();
    let timer = setTimeout(() => {
      child.kill('SIGTERM');
      timer = setTimeout(() => child.kill('SIGKILL'), grace);
    }, grace);
    child.once('exit', () => clearTimeout(timer));
  }
}

function tell(lines: readonly string[], out: Subscriber<unknown>): void {
  for (const line of lines) {
    if (out.closed) return;
    let message: unknown;
    try {
      message = parseLine(line);
    } catch (error) {
      const text = line.length > 200 ? `${line.slice(0, 200)}…` : line;
      out.error(
        new Error(
          `a line on stdout is no JSON (${reasonOf(error)}): ${text.trim()}\n` +
            'what is not meant for the channel belongs on stderr',
        ),
      );
      return;
    }
    out.next(message);
  }
}
