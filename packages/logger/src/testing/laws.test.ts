import { describe, expect, it } from 'vitest';
import { memory } from '../memory.ts';
import type { Row } from '../row.ts';
import type { Sink } from '../sink.ts';
import { type Kept, laws } from './index.ts';

/** A sink that keeps texts of JSON, well made but for what is put in place of its parts. */
const flawed =
  (part: (rows: string[], sink: Required<Sink>) => Partial<Sink> = () => ({})) =>
  (): Kept => {
    const rows: string[] = [];
    let open = false;
    const sink: Required<Sink> = {
      name: 'flawed',
      queue: {},
      open: () => {
        if (open) throw new Error('it is open already');
        open = true;
      },
      write: (more) => {
        if (!open) throw new Error('it is not open');
        for (const row of more) rows.push(JSON.stringify(row, named));
      },
      flush: () => {},
      close: () => {
        open = false;
      },
    };
    return {
      sink: { ...sink, ...part(rows, sink) },
      read: () => rows.map((row) => JSON.parse(row, numbered) as Row),
    };
  };
const named = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
const numbered = (_: string, value: unknown) =>
  value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value;

/** The names of the laws that it breaks, with what they say. */
async function broken(make: () => Kept, options = {}): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, check } of laws(make, options)) {
    await check().catch((error: Error) => {
      found[name] = error.message;
    });
  }
  return found;
}

describe('laws', () => {
  it('hold for what is well made', async () => {
    expect(await broken(flawed())).toEqual({});
    const kept = () => {
      const sink = memory();
      return { sink, read: () => sink.rows };
    };
    expect(await broken(kept)).toEqual({});
  });

  it('hold for one that answers by promises, and one that cannot be read', async () => {
    const later = flawed((_, { open, write, close }) => ({
      open: async (run) => open(run),
      write: async (rows) => write(rows),
      close: async () => close(),
    }));
    expect(await broken(later)).toEqual({});
    expect(await broken(() => ({ sink: { write() {} } }))).toEqual({});
  });

  const ORDER = 'keeps the rows of a run in their order';
  const BATCHES = 'keeps rows alike, one by one and as batches';
  const HARD = 'keeps numbers that are not finite, texts of any kind, gaps, and rows without a step';
  const ARRAY = 'neither changes rows, nor relies on the array that they came in';
  const BAD = 'loses no other row to one that it cannot take';
  const FLUSH = 'has all rows where they are read when it is flushed, before it is closed';
  const TWICE = 'may be flushed with nothing to flush, and more than once';
  const EMPTY = 'may be closed without a row';
  const AGAIN = 'may be opened again when it is closed, and goes on';
  const OTHER = 'shares nothing with another of its kind';

  const put = (rows: string[], row: unknown) => rows.push(JSON.stringify(row, named));
  const shared: string[] = [];
  it.each<[string, string, (rows: string[], sink: Required<Sink>) => Partial<Sink>, RegExp]>([
    [
      'puts the latest first',
      ORDER,
      (rows) => ({ write: (more) => void rows.unshift(...more.map((row) => JSON.stringify(row, named))) }),
      /^row 0 must be .*"step":0.*, got .*"step":11/,
    ],
    [
      'takes the first of a batch only',
      BATCHES,
      (rows) => ({ write: (more) => void put(rows, more[0]) }),
      /^row 2 must be .*"step":2}, got .*"step":9000}/,
    ],
    [
      'says null for NaN',
      HARD,
      (rows) => ({
        write: (more) => {
          for (const row of more) rows.push(JSON.stringify(row));
        },
      }),
      /"number":"NaN".* got .*"loss":null/,
    ],
    [
      'keeps the array',
      ARRAY,
      (rows) => {
        let held: readonly (readonly Row[])[] = [];
        return {
          write: (more) => {
            held = [...held, more];
          },
          flush: () => {
            for (const batch of held) for (const row of batch) put(rows, row);
            held = [];
          },
        };
      },
      /after it was written/,
    ],
    [
      'marks the rows',
      ARRAY,
      (_, { write }) => ({
        write: (more) => {
          for (const row of more) (row as { seen?: boolean }).seen = true;
          write(more);
        },
      }),
      /"seen":true/,
    ],
    [
      'gives up after a failure',
      BAD,
      (_, { write }) => {
        let broken = false;
        return {
          write: (more) => {
            if (broken) return;
            broken = true;
            write(more);
            broken = false;
          },
        };
      },
      /^row 1 must be .*, got nothing/,
    ],
    [
      'writes when it is closed',
      FLUSH,
      (rows, { close }) => {
        const held: Row[] = [];
        return {
          write: (more) => void held.push(...more),
          close: () => {
            for (const row of held.splice(0)) put(rows, row);
            return close();
          },
        };
      },
      /^row 0 must be .*, got nothing/,
    ],
    [
      'writes all anew at a flush',
      TWICE,
      (rows) => {
        const held: Row[] = [];
        return {
          write: (more) => void held.push(...more),
          flush: () => {
            for (const row of held) put(rows, row);
          },
        };
      },
      /^there must be 2 rows, got 6; the first too many is .*"step":0/,
    ],
    [
      'writes what is not there',
      EMPTY,
      (rows) => ({ close: () => void put(rows, {}) }),
      /^there must be 0 rows, got 1/,
    ],
    [
      'begins anew',
      AGAIN,
      (rows, { open }) => ({
        open: (run) => {
          rows.length = 0;
          return open(run);
        },
      }),
      /^row 0 must be .*"step":0}, got .*"step":6}/,
    ],
    [
      'keeps the latest row of a step',
      HARD,
      (rows) => {
        const places = new Map<unknown, number>();
        return {
          write: (more) => {
            for (const row of more) {
              const at = places.get(row.step) ?? rows.length;
              places.set(row.step, at);
              rows[at] = JSON.stringify(row, named);
            }
          },
        };
      },
      /"valLoss"/,
    ],
    [
      'never answers to a row that it cannot take',
      BAD,
      (_, { write }) => ({
        write: (more) => {
          try {
            return write(more);
          } catch {
            return new Promise(() => {});
          }
        },
      }),
      /^write did not settle within 20 ms/,
    ],
    [
      'marks the rows, and is not told that it cannot',
      ARRAY,
      (_, { write }) => ({
        write: (more) => {
          for (const row of more) Reflect.set(row, 'seen', true);
          return write(more.map(({ seen: __, ...row }) => row));
        },
      }),
      /^row 0 must be .*, got .*"seen":true/,
    ],
    ['cannot be opened again', AGAIN, () => ({ close: () => {} }), /it is open already/],
    [
      'never answers',
      ORDER,
      () => ({ write: () => new Promise(() => {}) }),
      /^write did not settle within 20 ms/,
    ],
  ])('tell of a sink that %s', async (_, name, part, message) => {
    expect((await broken(flawed(part), { within: 20 }))[name]).toMatch(message);
  });

  it('tell of sinks that share what they keep', async () => {
    const make = () => ({
      sink: {
        write: (more: readonly Row[]) => void shared.push(...more.map((row) => JSON.stringify(row, named))),
      },
      read: () => shared.map((row) => JSON.parse(row, numbered) as Row),
      dispose: () => {
        shared.length = 0;
      },
    });
    expect(Object.keys(await broken(make))).toEqual([OTHER]);
  });

  it('let go of what was made, also where they are broken', async () => {
    let alive = 0;
    const make = () => {
      alive++;
      return { sink: { write: () => Promise.reject(new Error('no')) }, dispose: () => alive-- };
    };
    expect(Object.values(await broken(make))).toContain('no');
    expect(alive).toBe(0);
  });

  it('close what they have opened, also where they are broken', async () => {
    let open = 0;
    const make = () => ({
      sink: {
        open: () => void open++,
        write: () => Promise.reject(new Error('no')),
        close: () => void open--,
      },
    });
    await broken(make);
    expect(open).toBe(0);
  });

  it('compare with what the sink says that it keeps', async () => {
    const halves = flawed((rows) => ({
      write: (more) => {
        for (const row of more) if (row.step !== undefined) put(rows, { step: row.step });
      },
    }));
    const kept = ({ step }: Row) => (step === undefined ? undefined : { step });
    expect(await broken(halves, { kept })).toEqual({});
    expect(await broken(halves)).not.toEqual({});
  });

  it('refuse what makes no sink, by name', async () => {
    expect(() => laws(memory() as never)).toThrow(
      'laws: make must be a function that makes a sink, got an object',
    );
    expect(() => laws(flawed(), { keeps: 1 } as never)).toThrow(
      "laws: unknown option 'keeps', did you mean 'kept'?",
    );
    expect((await broken(() => ({ sink: {} as Sink })))[ORDER]).toMatch(
      'laws: make must give { sink, read?, dispose? } with a sink { write(rows), open?, flush?, close? }, got',
    );
    for (const made of [memory(), undefined, null]) {
      expect((await broken(() => made as never))[ORDER]).toMatch('laws: make must give { sink, read?');
    }
    expect(() => laws(flawed(), { kept: 5 } as never)).toThrow('laws: kept must be a function, got 5');
    expect(() => laws(flawed(), { within: Number.NaN })).toThrow(
      'laws: within must be a number of milliseconds above 0, got NaN',
    );
  });
});
