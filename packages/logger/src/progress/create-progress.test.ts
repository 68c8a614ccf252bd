import { from, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { log } from '../log.ts';
import type { Row } from '../row.ts';
import { createProgress } from './create-progress.ts';
import type { ProgressOptions } from './options.ts';
import type { Surroundings } from './surroundings.ts';

const ESCAPE = '\u001b';

/** A terminal that wraps what is too long, again when it is resized, as most do. */
class Terminal {
  readonly isTTY = true;
  columns: number;
  writes: string[] = [];
  /** Lines as they were written, before they are wrapped; the last one holds the cursor. */
  #lines: string[] = [''];
  #colors = new RegExp(`${ESCAPE}\\[[0-9]+m`, 'g');

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    this.writes.push(text);
    // What moves: so many rows up, to the beginning of the row, clear all behind, a new line; the rest is text.
    const parts = text
      .replace(this.#colors, '')
      .match(new RegExp(`${ESCAPE}\\[[0-9]*[AJ]|[\\r\\n]|[^${ESCAPE}\\r\\n]+`, 'g'));
    let up = 0;
    for (const part of parts ?? []) {
      if (part.endsWith('A') && part.startsWith(ESCAPE)) up = Number(part.slice(2, -1));
      else if (part === '\r') continue;
      else if (part === `${ESCAPE}[J`) this.#clearFrom(up);
      else if (part === '\n') this.#lines.push('');
      else this.#lines[this.#lines.length - 1] += part;
    }
  }

  /** The rows that a person sees. */
  get rows(): string[] {
    return this.#lines.flatMap((line) => this.#wrapped(line)).map((row) => row.trimEnd());
  }

  /** The row of the cursor goes, and so many above it. */
  #clearFrom(up: number): void {
    let gone = up + 1;
    while (gone > 0) {
      const rows = this.#wrapped(this.#lines.pop() ?? '');
      if (rows.length > gone) this.#lines.push(rows.slice(0, -gone).join(''));
      gone -= rows.length;
    }
    this.#lines.push('');
  }

  #wrapped(line: string): string[] {
    const rows = line.match(new RegExp(`.{1,${this.columns}}`, 'g'));
    return rows ?? [''];
  }
}

/** A world whose time goes when it is told to. */
function world(stream: Surroundings['stream'], env: Surroundings['env'] = {}) {
  let now = 1000;
  const timers = new Set<{ at: number; act: () => void }>();
  const exits = new Set<() => void>();
  return {
    stream,
    env,
    now: () => now,
    later(act: () => void, milliseconds: number) {
      const timer = { at: now + milliseconds, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    atExit(act: () => void) {
      exits.add(act);
      return () => exits.delete(act);
    },
    timers,
    exits,
    pass(milliseconds: number) {
      now += milliseconds;
      for (const timer of timers) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.act();
      }
    },
  };
}

function start(options: ProgressOptions, stream: Surroundings['stream'], env: Surroundings['env'] = {}) {
  const around = world(stream, env);
  const sink = createProgress(options, around);
  const rows = new Subject<Row>();
  rows.pipe(log(sink)).subscribe({ error: () => {} });
  return { ...around, rows };
}

const file = () => {
  const writes: string[] = [];
  return { writes, stream: { write: (text: string) => writes.push(text) } };
};

describe('elsewhere than on a terminal', () => {
  it('says the first row, one row in ten seconds, and the last', () => {
    const { writes, stream } = file();
    const { rows, pass } = start({ total: 31 }, stream);
    for (let step = 0; step <= 30; step++) {
      rows.next({ step, rate: 0.1, loss: 1 / (step + 1) });
      if (step < 30) pass(1000);
    }
    rows.complete();
    expect(writes).toEqual([
      '1/31 (3%)  rate 0.1  loss 1\n',
      '11/31 (35%)  rate 0.1  loss 0.09091  1.00/s  20s left\n',
      '21/31 (67%)  rate 0.1  loss 0.04762  1.00/s  10s left\n',
      '31/31 (100%)  rate 0.1  loss 0.03226  1.00/s  0s left\n',
    ]);
  });

  it('says the last row with the time that it took, unless it was said', () => {
    const { writes, stream } = file();
    const { rows, pass } = start({}, stream);
    rows.next({ step: 0, loss: 1 });
    pass(4000);
    rows.next({ step: 1, loss: 0.5 });
    rows.error(new Error('over'));
    expect(writes).toEqual(['step 0  loss 1\n', 'step 1  loss 0.5  in 4s\n']);
  });

  it('goes as often as it is told', () => {
    const { writes, stream } = file();
    const { rows, pass } = start({ every: 0 }, stream);
    for (let step = 0; step < 3; step++) rows.next({ step });
    expect(writes).toEqual(['step 0\n', 'step 1\n', 'step 2\n']);
    pass(0);
  });

  it('says every cause at once', () => {
    const { writes, stream } = file();
    const { rows } = start({}, stream);
    rows.next({ step: 0 });
    rows.next({
      step: 1,
      causes: [{ by: 'sequence', step: 1 }, { by: 'a\nb' }, 'by hand', null, { other: 1 }],
    });
    rows.next({ step: 2, causes: 'none' });
    expect(writes.slice(1)).toEqual([
      'sequence acted at step 1\n',
      'a b acted\n',
      'by hand\n',
      'null acted\n',
      'an object { other } acted\n',
    ]);
  });

  it('has no control characters, whatever a row or a name holds', () => {
    const { writes, stream } = file();
    const describe = () => `${ESCAPE}[31mreduced\n twice`;
    const { rows } = start({ describe, metrics: [`a\r${ESCAPE}[2Jb`] }, stream);
    rows.next({ step: 0, [`rate.x\n${ESCAPE}[1Ay`]: 1, [`a\r${ESCAPE}[2Jb`]: 2, causes: [{}] });
    expect(writes).toEqual(['reduced twice\n', 'step 0  rate.x y 1  a b 2\n']);
  });

  it.each([
    ['TERM=dumb', { TERM: 'dumb' }],
    ['continuous integration', { CI: 'true' }],
  ])('is also %s', (_, env) => {
    const terminal = new Terminal(80);
    const { rows } = start({}, terminal, env);
    rows.next({ step: 0, loss: 1 });
    expect(terminal.writes).toEqual(['step 0  loss 1\n']);
  });

  it('says nothing of a run without rows', () => {
    const { writes, stream } = file();
    start({ total: 3 }, stream).rows.complete();
    expect(writes).toEqual([]);
  });
});

describe('what is shown', () => {
  const lastOf = (rows: readonly Row[], options: ProgressOptions = {}) => {
    const { writes, stream } = file();
    from(rows)
      .pipe(log(createProgress({ every: 0, ...options }, world(stream))))
      .subscribe();
    return writes.at(-1);
  };

  it('is the latest of each metric, in the order of their names', () => {
    expect(
      lastOf([
        { step: 0, val_loss: 0.5 },
        { step: 1, loss: 0.4, accuracy: 0.9 },
        { step: 2, loss: 0.3 },
      ]),
    ).toBe('step 2  loss 0.3  val_loss 0.5  accuracy 0.9\n');
  });

  it('is what was asked for', () => {
    expect(
      lastOf([{ step: 0, loss: 1, f1: 0.5, note: 'x', norm: NaN }], { metrics: ['norm', 'f1', 'note'] }),
    ).toBe('step 0  norm NaN  f1 0.5\n');
  });

  it('is the first two of a record of rates', () => {
    expect(
      lastOf([
        { step: 0, 'rate.a': 0.1, 'rate.b': 0.2, 'rate.c': 0.3 },
        { step: 1, 'rate.b': 0.02 },
      ]),
    ).toBe('step 1  rate.a 0.1  rate.b 0.02\n');
  });

  it('is a count of rows that have no step', () => {
    expect(lastOf([{ loss: 1 }, { loss: 0.5 }])).toBe('2 rows  loss 0.5\n');
    expect(lastOf([{ loss: 1 }, { loss: 0.5 }], { total: 4 })).toBe('2/4 (50%)  loss 0.5\n');
  });

  it('stays at the step where a row between steps has none', () => {
    expect(lastOf([{ step: 4 }, { val_loss: 0.5 }])).toBe('step 4  val_loss 0.5\n');
  });

  it('has no speed from a resume or a restart', () => {
    const { writes, stream } = file();
    const { rows, pass } = start({ every: 0, total: 1000 }, stream);
    for (const step of [500, 501, 502, 503, 504, 490, 491]) {
      rows.next({ step });
      pass(1000);
    }
    expect(writes[4]).toBe('505/1000 (50%)  1.00/s  8m15s left\n');
    expect(writes[5]).toMatch(/^491\/1000 \(49%\) {2}0\.\d+\/s/);
  });

  it('has no time left beyond the total', () => {
    const { writes, stream } = file();
    const { rows, pass } = start({ every: 0, total: 5 }, stream);
    for (let step = 0; step < 7; step++) {
      rows.next({ step });
      pass(1000);
    }
    expect(writes.at(-1)).toBe('7/5 (140%)  1.00/s\n');
  });
});

describe('on a terminal', () => {
  it('draws one line again and again, ten times a second at most, and ends below it', () => {
    const terminal = new Terminal(60);
    const { rows, pass } = start({ total: 40 }, terminal);
    for (let step = 0; step < 40; step++) {
      rows.next({ step, rate: 0.1, loss: 0.5 });
      expect(terminal.rows).toHaveLength(1);
      pass(25);
    }
    expect(terminal.writes.length).toBeLessThanOrEqual(11);
    rows.complete();
    expect(terminal.rows).toEqual(['[=========]  40/40  rate 0.1     loss 0.5     40.0/s  in 1s', '']);
  });

  it('writes exactly this', () => {
    const terminal = new Terminal(30);
    const { rows, pass } = start({ total: 2 }, terminal);
    rows.next({ step: 0, loss: 0.5 });
    pass(50);
    rows.next({ step: 1, loss: 0.25 });
    rows.complete();
    expect(terminal.writes).toEqual([
      `\r${ESCAPE}[J[${ESCAPE}[36m====>${ESCAPE}[39m    ]  1/2  loss 0.5 `,
      `\r${ESCAPE}[J2/2  loss 0.25    in 0s\n`,
    ]);
  });

  it('shows a row that no other row follows', () => {
    const terminal = new Terminal(40);
    const { rows, pass, timers } = start({}, terminal);
    rows.next({ step: 0 });
    pass(10);
    rows.next({ step: 1 });
    rows.next({ step: 2 });
    expect(terminal.rows).toEqual(['step 0']);
    expect(timers.size).toBe(1);
    pass(90);
    expect(terminal.rows).toEqual(['step 2']);
    expect(timers.size).toBe(0);
  });

  it('leaves no timer and no listener behind', () => {
    const terminal = new Terminal(40);
    const { rows, timers, exits } = start({}, terminal);
    for (let step = 0; step < 3; step++) rows.next({ step });
    expect([timers.size, exits.size]).toEqual([1, 1]);
    rows.complete();
    expect([timers.size, exits.size]).toEqual([0, 0]);
    expect(terminal.rows).toEqual(['step 2  in 0s', '']);
  });

  it('says causes above the line', () => {
    const terminal = new Terminal(60);
    const describe = (cause: unknown) => `words of ${(cause as { by: string }).by}`;
    const { rows } = start({ describe }, terminal);
    rows.next({ step: 0, causes: [{ by: 'one' }] });
    expect(terminal.rows).toEqual(['words of one', 'step 0']);
    rows.next({ step: 1, causes: [{ by: 'two' }, { by: 'three' }] });
    expect(terminal.rows.slice(0, 3)).toEqual(['words of one', 'words of two', 'words of three']);
    expect(terminal.rows.at(-1)).toBe('step 1');
    rows.complete();
    expect(terminal.rows.slice(3)).toEqual(['step 1  in 0s', '']);
  });

  it('has short words where describe throws', () => {
    const terminal = new Terminal(60);
    const describe = () => {
      throw new Error('no words');
    };
    const { rows } = start({ describe }, terminal);
    rows.next({ step: 7, causes: [{ by: 'reduceOnPlateau', step: 7 }] });
    expect(terminal.rows).toEqual(['reduceOnPlateau acted at step 7', 'step 7']);
  });

  it('leaves no debris when it is resized, and takes nothing that is not its own', () => {
    for (let to = 8; to < 130; to++) {
      const terminal = new Terminal(100);
      terminal.write('mine\n');
      const { rows, pass } = start({ total: 100 }, terminal);
      for (let step = 0; step < 10; step++) {
        rows.next({ step, rate: 0.1, loss: 0.5, val_loss: 0.7 });
        pass(100);
      }
      terminal.columns = to;
      rows.next({ step: 10 });
      expect(terminal.rows).toHaveLength(2);
      expect(terminal.rows[0]).toBe('mine');
      expect(terminal.rows[1]?.length).toBeLessThan(to);
      terminal.columns = Math.max(4, Math.ceil(to / 3));
      rows.complete();
      expect(terminal.rows).toEqual(['mine', expect.any(String), '']);
    }
  });

  it('takes 80 columns where none are told', () => {
    const terminal = new Terminal(0);
    const { rows } = start({ total: 10 }, terminal);
    rows.next({ step: 0, loss: 0.5 });
    expect(terminal.writes[0]).toContain('[');
    expect(terminal.writes[0]?.length).toBeLessThan(100);
  });

  it('has no colors where NO_COLOR is set', () => {
    const terminal = new Terminal(80);
    const { rows } = start({ total: 10 }, terminal, { NO_COLOR: '1' });
    rows.next({ step: 0 });
    expect(terminal.writes).toEqual([`\r${ESCAPE}[J[===>${' '.repeat(26)}]   1/10 `]);
  });

  it('moves where CI is set to false, and NO_COLOR to nothing', () => {
    const terminal = new Terminal(80);
    const { rows } = start({ total: 10 }, terminal, { CI: 'false', NO_COLOR: '' });
    rows.next({ step: 0 });
    expect(terminal.writes[0]).toContain(`${ESCAPE}[36m`);
  });

  it('ends its line when the process ends, once', () => {
    const terminal = new Terminal(40);
    const { rows, exits } = start({}, terminal);
    rows.next({ step: 0 });
    rows.next({ step: 1 });
    for (const act of exits) act();
    expect(terminal.rows).toEqual(['step 1  in 0s', '']);
    rows.complete();
    expect(terminal.rows).toEqual(['step 1  in 0s', '']);
  });

  it('starts anew with the next run', () => {
    const terminal = new Terminal(80);
    const around = world(terminal);
    const sink = createProgress({ total: 10 }, around);
    for (let run = 0; run < 2; run++) {
      from([{ step: 0, loss: 0.5, ...(run === 0 ? { val_loss: 1 } : {}) }, { step: 1 }])
        .pipe(log(sink))
        .subscribe();
      around.pass(60_000);
    }
    expect(terminal.rows).toEqual([
      expect.stringMatching(/ 2\/10 {2}loss 0.5 {5}val_loss 1 {7}in 0s$/),
      expect.stringMatching(/ 2\/10 {2}loss 0.5 {5}in 0s$/),
      '',
    ]);
  });
});

it('refuses rows while it is not open', () => {
  const { stream } = file();
  expect(() => createProgress({}, world(stream)).write([{ step: 0 }])).toThrow(
    'progress is not open; hand it to log(), or call open(run) first',
  );
});
