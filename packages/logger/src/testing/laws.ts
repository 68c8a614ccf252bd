import { checkNames } from '../options.ts';
import type { Row } from '../row.ts';
import { newRun } from '../run.ts';
import { shown } from '../shown.ts';
import { checkSinks, type Done, isSink, type Sink } from '../sink.ts';
import { agree } from './agree.ts';
import { hardRows, rowsFrom } from './rows.ts';

/** One thing that every sink owes its users. */
export interface Law {
  /** What it says, in one sentence. */
  readonly name: string;
  /** Rejects when the law is broken. */
  readonly check: () => Promise<void>;
}

/** A sink that has not been opened, and a way to see what it has kept. */
export interface Kept {
  readonly sink: Sink;
  /** The rows that it has kept, in order, as one who reads them gets them. Without it, what it keeps is not asked. */
  readonly read?: () => readonly Row[] | PromiseLike<readonly Row[]>;
  /** Lets go of what it holds: a folder, a server. */
  readonly dispose?: () => unknown;
}

export interface LawsOptions {
  /**
   * The row that is read where this one was written; `undefined` where none is. For sinks that keep less than all: only
   * numbers, only single precision. Default: the row itself.
   */
  readonly kept?: (row: Row) => Row | undefined;
  /** How long a promise of the sink may take, in milliseconds. Default 5000. */
  readonly within?: number;
}

type Body = (kept: Kept) => Promise<void>;

/** A promise that was waited for long enough. */
class TooLate extends Error {}

/**
 * What every sink owes its users, as named checks that are free of any test framework: run them on a sink of your own.
 *
 * Each check makes its own sink, and lets go of it. Where `read` is given, what was written is compared with what is read:
 * numbers that are not finite included, columns that are `undefined` apart.
 *
 * @param make makes a sink that has not been opened, which has kept nothing yet.
 * @throws TypeError or RangeError when `make` is no function, an option is unknown, or is not what it must be.
 *
 * @example
 * ```ts
 * import { memory } from '@anneal/logger';
 * import { laws } from '@anneal/logger/testing';
 *
 * const make = () => {
 *   const sink = memory();
 *   return { sink, read: () => sink.rows };
 * };
 * for (const law of laws(make)) await law.check();
 * laws(make).length; // => 10
 * ```
 */
export function laws(make: () => Kept | PromiseLike<Kept>, options: LawsOptions = {}): readonly Law[] {
  if (typeof make !== 'function') {
    throw new TypeError(`laws: make must be a function that makes a sink, got ${shown(make)}`);
  }
  checkNames(options, ['kept', 'within'], 'laws');
  const { kept = (row) => row, within = 5000 } = options;
  if (typeof kept !== 'function') throw new TypeError(`laws: kept must be a function, got ${shown(kept)}`);
  if (!(typeof within === 'number' && within > 0)) {
    throw new RangeError(`laws: within must be a number of milliseconds above 0, got ${shown(within)}`);
  }

  /** Makes a sink for a check, and lets go of it. */
  const lend: (body: Body) => Promise<void> = async (body) => {
    const made = await make();
    if (!isSink(made?.sink)) {
      throw new TypeError(
        'laws: make must give { sink, read?, dispose? } with a sink { write(rows), open?, flush?, close? }, ' +
          `got ${shown(made)}`,
      );
    }
    try {
      checkSinks([made.sink], 'laws');
      await body(made);
    } catch (error) {
      // It may be open still; what it says to this is of no interest beside what was wrong.
      await shut(made.sink).catch(() => {});
      throw error;
    } finally {
      await made.dispose?.();
    }
  };
  const law = (name: string, body: Body): Law => ({ name, check: () => lend(body) });

  /** Waits for an answer, but not for ever. */
  const settled = async (what: string, answer: Done): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `${what} did not settle within ${within} ms`;
      timer = setTimeout(() => reject(new TooLate(message)), within);
    });
    try {
      await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  const open = async (sink: Sink): Promise<void> => settled('open', sink.open?.(newRun()));
  const write = async (sink: Sink, rows: readonly Row[]): Promise<void> => settled('write', sink.write(rows));
  const flush = async (sink: Sink): Promise<void> => settled('flush', sink.flush?.());
  const shut = async (sink: Sink): Promise<void> => settled('close', sink.close?.());
  /** As the end of a run does it. */
  const close = async (sink: Sink): Promise<void> => {
    await flush(sink);
    await shut(sink);
  };
  const holds = async ({ read }: Kept, rows: readonly Row[]): Promise<void> => {
    if (read === undefined) return;
    agree(
      await read(),
      rows.map(kept).filter((row) => row !== undefined),
    );
  };

  return [
    law('keeps the rows of a run in their order', async (made) => {
      const rows = rowsFrom(0, 12);
      await open(made.sink);
      for (const row of rows) await write(made.sink, [row]);
      await close(made.sink);
      await holds(made, rows);
    }),
    law('keeps rows alike, one by one and as batches', async (made) => {
      const rows = rowsFrom(0, 10_000);
      await open(made.sink);
      await write(made.sink, rows.slice(0, 1));
      await write(made.sink, rows.slice(1, 9000));
      await write(made.sink, rows.slice(9000));
      await close(made.sink);
      await holds(made, rows);
    }),
    law(
      'keeps numbers that are not finite, texts of any kind, gaps, and rows without a step',
      async (made) => {
        const rows = hardRows();
        await open(made.sink);
        for (const row of rows) await write(made.sink, [row]);
        await close(made.sink);
        await holds(made, rows);
      },
    ),
    law('neither changes rows, nor relies on the array that they came in', async (made) => {
      const rows = [...rowsFrom(0, 3), ...hardRows()];
      const before = [...rowsFrom(0, 3), ...hardRows()];
      await open(made.sink);
      for (const row of rows) {
        const batch = [row];
        await write(made.sink, batch);
        batch[0] = { step: -1, changed: 'after it was written' };
      }
      await close(made.sink);
      agree(rows, before);
      await holds(made, before);
    }),
    law('loses no other row to one that it cannot take', async (made) => {
      const rows = rowsFrom(0, 3);
      const cycle: Record<string, unknown> = { step: 77 };
      cycle.self = cycle;
      await open(made.sink);
      await write(made.sink, rows.slice(0, 1));
      for (const bad of [cycle, { step: 77, big: 1n }]) {
        // It may refuse it, or take it after its own fashion; what it may not do is break, or hang.
        await write(made.sink, [bad]).catch((error: unknown) => {
          if (error instanceof TooLate) throw error;
        });
      }
      await write(made.sink, rows.slice(1));
      await close(made.sink);
      const { read } = made;
      if (read === undefined) return;
      const good = (await read()).filter(({ step }) => step !== 77);
      await holds({ ...made, read: () => good }, rows);
    }),
    law('has all rows where they are read when it is flushed, before it is closed', async (made) => {
      const rows = rowsFrom(0, 5);
      await open(made.sink);
      await write(made.sink, rows);
      await flush(made.sink);
      await holds(made, rows);
      await close(made.sink);
    }),
    law('may be flushed with nothing to flush, and more than once', async (made) => {
      const rows = rowsFrom(0, 2);
      await open(made.sink);
      await flush(made.sink);
      await write(made.sink, rows);
      await flush(made.sink);
      await flush(made.sink);
      await close(made.sink);
      await holds(made, rows);
    }),
    law('may be closed without a row', async (made) => {
      await open(made.sink);
      await close(made.sink);
      await holds(made, []);
    }),
    law('may be opened again when it is closed, and goes on', async (made) => {
      const rows = rowsFrom(0, 9);
      for (const part of [rows.slice(0, 4), rows.slice(4, 6), [], rows.slice(6)]) {
        await open(made.sink);
        if (part.length > 0) await write(made.sink, part);
        await close(made.sink);
      }
      await holds(made, rows);
    }),
    law('shares nothing with another of its kind', (made) =>
      lend(async (other) => {
        const [mine, its] = [rowsFrom(0, 4), rowsFrom(100, 104)];
        await open(made.sink);
        await open(other.sink);
        for (const [index, row] of mine.entries()) {
          await write(made.sink, [row]);
          await write(other.sink, its.slice(index, index + 1));
        }
        await close(made.sink);
        await close(other.sink);
        await holds(made, mine);
        await holds(other, its);
      }),
    ),
  ];
}
