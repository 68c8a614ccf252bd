import { shown } from '../shown.ts';
import type { Sink } from '../sink.ts';
import { printable } from './cells.ts';
import type { Display } from './display.ts';
import { MovingLine } from './moving-line.ts';
import type { ProgressOptions } from './options.ts';
import { Output } from './output.ts';
import { PlainLines } from './plain-lines.ts';
import type { Surroundings } from './surroundings.ts';
import { Tally, type View } from './tally.ts';

/** The metrics that are shown where none are named, and a row has them. */
const METRICS = ['loss', 'val_loss', 'valLoss', 'accuracy', 'acc'] as const;

/** How long until the next line, in milliseconds: on a terminal, and elsewhere. */
const REDRAW = 100;
const RHYTHM = 10_000;

/** One run: what is known of it, how it is shown, and what is to be taken back at its end. */
interface Opening {
  readonly tally: Tally;
  readonly display: Display;
  readonly view: () => View;
  end(): void;
}

/** A sink as `progress` makes it, in surroundings of one's choice. */
export function createProgress(options: ProgressOptions, world: Surroundings): Sink {
  const { total = Infinity, stream = world.stream, every, metrics = METRICS } = options;
  const { describe = inShort } = options;
  const inWords = (cause: unknown): string => {
    try {
      return printable(String(describe(cause)));
    } catch {
      // Words are not worth a row.
      return inShort(cause);
    }
  };
  let opening: Opening | undefined;
  return {
    name: 'progress',
    open() {
      opening?.end();
      const output = new Output(stream);
      const tally = new Tally(total, metrics, world.now());
      const display = canMove(stream.isTTY, world.env)
        ? new MovingLine(output, world, every ?? REDRAW, !world.env.NO_COLOR)
        : new PlainLines(output, world, every ?? RHYTHM);
      const end = once(() => display.end(() => tally.view(world.now(), true)));
      const takeBack = world.atExit(end);
      opening = {
        tally,
        display,
        // One for the run: there is a call for every row.
        view: () => tally.view(world.now(), false),
        end() {
          takeBack();
          end();
        },
      };
    },
    write(rows) {
      if (opening === undefined) {
        throw new Error('progress is not open; hand it to log(), or call open(run) first');
      }
      const { tally, display, view } = opening;
      for (const row of rows) {
        tally.take(row, world.now());
        if (Array.isArray(row.causes)) for (const cause of row.causes) display.say(inWords(cause));
        display.show(view);
      }
    },
    close() {
      opening?.end();
      opening = undefined;
    },
  };
}

/** Where a line can be drawn again. A log of continuous integration is a file, even behind a pseudo-terminal. */
function canMove(isTTY: boolean | undefined, env: Surroundings['env']): boolean {
  return isTTY === true && env.TERM !== 'dumb' && (!env.CI || env.CI === 'false');
}

/** A cause in so few words as can be told without knowing what it may hold. */
function inShort(cause: unknown): string {
  if (typeof cause === 'string') return printable(cause);
  const { by, step } = (cause ?? {}) as Record<string, unknown>;
  const who = typeof by === 'string' ? printable(by) : shown(cause);
  return `${who} acted${typeof step === 'number' ? ` at step ${step}` : ''}`;
}

function once(act: () => void): () => void {
  let acted = false;
  return () => {
    if (acted) return;
    acted = true;
    act();
  };
}
