import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { from, of, Subject } from 'rxjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { jsonl } from '../jsonl/index.ts';
import { log } from '../log.ts';
import type { Row } from '../row.ts';
import { type CsvOptions, csv } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

let said: Mock<(line: string) => void>;
beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {}) as unknown as typeof said;
});
afterEach(() => vi.restoreAllMocks());
const messages = (): string[] => said.mock.calls.map(([line]) => line);

let files = 0;
const newFile = (): string => join(folder, `${files++}`, 'run.csv');
const write = (file: string, rows: readonly object[], options?: CsvOptions): unknown =>
  from(rows as readonly Row[])
    .pipe(log(csv(file, options)))
    .subscribe();
const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** The lines of a file, `T` in place of each time. */
const lines = (file: string): string[] => readFileSync(file, 'utf8').replace(ISO, 'T').split('\n');
const macrotask = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('the long form', () => {
  it('has a record for each column, in the order of the row', () => {
    const file = newFile();
    write(file, [
      { loss: 0.5, step: 0, rate: 0.1, 'rate.head': 1 },
      { step: 1, note: 'a,b', missing: undefined, nothing: null, act: () => {}, causes: [{ by: 'until' }] },
      { step: 2 },
      { epoch: 3 },
    ]);
    expect(lines(file)).toEqual([
      'attempt,step,time,column,value',
      '1,0,T,loss,0.5',
      '1,0,T,rate,0.1',
      '1,0,T,rate.head,1',
      '1,1,T,note,"a,b"',
      '1,1,T,nothing,',
      '1,1,T,causes,"[{""by"":""until""}]"',
      '1,2,T,,',
      '1,,T,epoch,3',
      '',
    ]);
    expect(messages()).toEqual([]);
  });

  it('tells when a row came', () => {
    const file = newFile();
    const before = Date.now();
    write(file, [{ step: 0, loss: 1 }]);
    const time = Date.parse((readFileSync(file, 'utf8').match(ISO) as string[])[0] as string);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('goes on with a file: header once, the next attempt, a torn record cut', () => {
    const file = newFile();
    write(file, [{ step: 0, note: 'a\nb' }]);
    appendFileSync(file, '1,1,2026,note,"torn\nrec');
    write(file, [{ step: 0, note: 'c' }]);
    // An attempt that leaves no row leaves nothing.
    write(file, []);
    write(file, [{ step: 1, note: 'd' }]);
    expect(lines(file)).toEqual([
      'attempt,step,time,column,value',
      '1,0,T,note,"a',
      'b"',
      '2,0,T,note,c',
      '3,1,T,note,d',
      '',
    ]);
  });

  it.each(['attempt,st', 'attempt,step,time,column,value'])(
    'begins anew where the header is torn: %s',
    (torn) => {
      const file = newFile();
      mkdirSync(dirname(file));
      writeFileSync(file, torn);
      write(file, [{ step: 0, loss: 1 }]);
      expect(lines(file)).toEqual(['attempt,step,time,column,value', '1,0,T,loss,1', '']);
    },
  );
});

describe('the wide form', () => {
  it('has the columns of the first row, and those that come later at the end', () => {
    const file = newFile();
    const rows = [
      { step: 0, rate: 0.1, loss: 1 },
      { step: 1, loss: 0.5, rate: 0.1 },
      { step: 1, val_loss: 0.7, note: 'x\n"y"' },
      { step: 2, rate: 0.1, loss: 0.4, 'a,b': 1 },
    ];
    write(file, rows, { wide: true });
    expect(lines(file)).toEqual([
      'step,attempt,time,rate,loss,val_loss,note,"a,b"',
      '0,1,T,0.1,1,,,',
      '1,1,T,0.1,0.5,,,',
      '1,1,T,,,0.7,"x',
      '""y""",',
      '2,1,T,0.1,0.4,,,1',
      '',
    ]);
    expect(existsSync(`${file}.widening`)).toBe(false);
  });

  it('is widened where rows have reached the file, and goes on from there', async () => {
    const file = newFile();
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(csv(file, { wide: true }))).subscribe();
    rows.next({ step: 0, loss: 1 });
    await macrotask();
    expect(lines(file)).toEqual(['step,attempt,time,loss', '0,1,T,1', '']);
    rows.next({ step: 1, loss: 1, val: 2 });
    await macrotask();
    expect(lines(file)).toEqual(['step,attempt,time,loss,val', '0,1,T,1,', '1,1,T,1,2', '']);
    rows.next({ step: 2, val: 3 });
    subscription.unsubscribe();
    expect(lines(file).at(-2)).toBe('2,1,T,,3');
  });

  it('goes on with the columns of a file that is there', () => {
    const file = newFile();
    write(file, [{ step: 0, loss: 1 }], { wide: true });
    appendFileSync(file, '1,1,2026-');
    write(
      file,
      [
        { step: 0, loss: 2 },
        { step: 1, val: 3 },
      ],
      { wide: true },
    );
    expect(lines(file)).toEqual(['step,attempt,time,loss,val', '0,1,T,1,', '0,2,T,2,', '1,2,T,,3', '']);
  });

  it('is widened where a record is larger than what is read at once', () => {
    const file = newFile();
    const note = 'x'.repeat(3 * 2 ** 20);
    write(file, [{ step: 0, note }], { wide: true });
    write(file, [{ step: 1, val: 2 }], { wide: true });
    expect(lines(file)).toEqual(['step,attempt,time,note,val', `0,1,T,${note},`, '1,2,T,,2', '']);
  });

  it('is written through a link', () => {
    const file = newFile();
    const link = newFile();
    mkdirSync(dirname(link));
    write(file, [{ step: 0, loss: 1 }], { wide: true });
    symlinkSync(file, link);
    write(link, [{ step: 1, val: 2 }], { wide: true });
    expect(lines(file)).toEqual(['step,attempt,time,loss,val', '0,1,T,1,', '1,2,T,,2', '']);
  });

  it("keeps a row's own attempt and time", () => {
    const file = newFile();
    write(file, [{ step: 0, time: 5, attempt: 'x', 'row.time': 6 }], { wide: true });
    expect(lines(file)).toEqual(['step,attempt,time,row.time,row.attempt,row.row.time', '0,1,T,5,x,6', '']);
  });

  it('with declared columns leaves the others out, and says so once', () => {
    const file = newFile();
    const rows = [
      { step: 0, loss: 1, rate: 0.1 },
      { step: 1, val: 2, other: 3 },
    ];
    write(file, rows, { wide: ['loss', 'val'] });
    write(file, [{ step: 2, val: 1 }], { wide: ['loss', 'val'] });
    expect(lines(file)).toEqual(['step,attempt,time,loss,val', '0,1,T,1,', '1,1,T,,2', '2,2,T,,1', '']);
    expect(messages()).toEqual([
      expect.stringMatching(
        /^csv '.*': what is not declared is left out, as 'rate' is; the columns are 'loss', 'val'$/,
      ),
    ]);
  });

  it('escapes formulas in columns too, and knows them again', () => {
    const file = newFile();
    const options = { wide: true, escapeFormulas: true };
    write(file, [{ step: 0, '=a': '=b' }], options);
    write(file, [{ step: 1, '=a': -1 }], options);
    expect(lines(file)).toEqual(["step,attempt,time,'=a", "0,1,T,'=b", '1,2,T,-1', '']);
  });
});

describe('a file of another kind is refused by name and left as it is', () => {
  it.each<[string, string, CsvOptions]>([
    ['a text', 'my notes\n', {}],
    ['a text without a newline', 'notes', { wide: true }],
    ['another CSV', 'step,loss\n0,1\n', { wide: true }],
    ['a longer header', 'attempt,step,time,column,value,more\n', {}],
    ['lines that end in CRLF', 'attempt,step,time,column,value\r\n', {}],
    ['wide lines that end in CRLF', 'step,attempt,time,loss\r\n0,1,2026,1\r\n', { wide: true }],
    ['a wide one', 'step,attempt,time,loss\n0,1,2026,1\nto', {}],
    ['a long one', 'attempt,step,time,column,value\n1,0,2026,loss,1\nto', { wide: true }],
    ['other columns than those declared', 'step,attempt,time,loss\nto', { wide: ['loss', 'val'] }],
    ['no attempt', 'step,attempt,time,loss\n0,first,2026,1\n', { wide: true }],
  ])('%s', (_, text, options) => {
    const file = newFile();
    mkdirSync(dirname(file));
    writeFileSync(file, text);
    write(file, [{ step: 0, loss: 1 }], options);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(messages()[0]).toMatch(
      /^log: csv '.*run\.csv' .*the file (holds something else|has other columns): /,
    );
  });

  it.each<[string, string, CsvOptions]>([
    [
      'a column whose name holds a comma, where there are two',
      'step,attempt,time,a,b\n0,1,2026,1,2\n',
      { wide: ['a,b'] },
    ],
    [
      'two columns, where there is one with a comma in its name',
      'step,attempt,time,"a,b"\n0,1,2026,1\n',
      { wide: ['a', 'b'] },
    ],
  ])('%s', (_, text, options) => {
    const file = newFile();
    mkdirSync(dirname(file));
    writeFileSync(file, text);
    write(file, [{ step: 0, a: 1 }], options);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(messages()[0]).toContain('the file has other columns: ');
  });

  it.each<[string, CsvOptions, string]>([
    [
      'long',
      {},
      'attempt,step,time,column,value\n1,0,T,loss,1\n1,1,T,note,"torn\n2,1,T,loss,1\n2,2,T,loss,1\n',
    ],
    ['wide', { wide: true }, 'step,attempt,time,note\n0,1,T,a\n1,1,T,"torn\n1,2,T,a\n2,2,T,b\n'],
  ])('%s, where a record was torn and others were put behind it: they are not cut', (_, options, broken) => {
    const file = newFile();
    const text = broken.replaceAll('T', '2026-01-01T00:00:00.000Z');
    mkdirSync(dirname(file));
    writeFileSync(file, text);
    write(file, [{ step: 3, loss: 1 }], options);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(messages()[0]).toMatch(
      /could not be opened: the file is broken: a quote of the record at byte \d+ is not closed, and more records follow; mend it, or name another file/,
    );
  });

  it('a JSONL run', () => {
    const file = newFile();
    of({ step: 0 })
      .pipe(log(jsonl(file)))
      .subscribe();
    const before = readFileSync(file, 'utf8');
    write(file, [{ step: 1 }]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('a folder', () => {
    const file = newFile();
    mkdirSync(file, { recursive: true });
    write(file, [{ step: 1 }]);
    expect(messages()[0]).toMatch(/EISDIR/);
  });
});

describe('csv', () => {
  it('refuses a file that another sink is writing', () => {
    const file = newFile();
    const rows = new Subject<Row>();
    rows.pipe(log(csv(file), csv(join(dirname(file), '.', 'run.csv')))).subscribe();
    rows.next({ step: 0, loss: 1 });
    rows.complete();
    expect(messages()[0]).toContain('the file is being written already');
    expect(lines(file)).toHaveLength(3);
    write(file, [{ step: 1, loss: 1 }]);
    expect(lines(file)).toHaveLength(4);
  });

  it('loses a row that cannot be said alone, and no column is left of it', () => {
    const file = newFile();
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    write(
      file,
      [
        { step: 0, loss: 1 },
        { step: 1, cycle },
        { step: 2, loss: 3 },
      ],
      { wide: true },
    );
    expect(lines(file)).toEqual(['step,attempt,time,loss', '0,1,T,1', '2,1,T,3', '']);
    expect(messages()).toEqual([
      expect.stringMatching(/failed at step 1: .*; the row is lost/),
      expect.stringMatching(/lost 1 of 3 rows$/),
    ]);
  });

  it.each([{}, { wide: true }])('goes on behind a row as large as a checkpoint: %j', (options) => {
    const file = newFile();
    const note = '"'.repeat(2 ** 24);
    write(file, [{ step: 0, note }], options);
    write(file, [{ step: 1, note: 'b' }], options);
    expect(messages()).toEqual([]);
    expect(readFileSync(file, 'utf8').slice(-60)).toMatch(/\n(1,2|2,1),.*,b\n$/);
  });

  it('says how many rows of a batch were lost', () => {
    const sink = csv(newFile());
    sink.open?.({ id: 'a', startedAt: 'now' });
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => sink.write([{ step: 0 }, { cycle }, { cycle }])).toThrow(
      expect.objectContaining({ lost: 2 }),
    );
    sink.close?.();
  });

  it('writes at the end of the macrotask, at 64 KiB, and when 100 ms are over', async () => {
    const file = newFile();
    const rows = new Subject<Row>();
    const subscription = rows.pipe(log(csv(file))).subscribe();
    rows.next({ step: 0, loss: 1 });
    const begun = performance.now();
    rows.next({ step: 1, loss: 1 });
    // On a slow machine the time may be over.
    if (performance.now() - begun < 50) expect(lines(file).length).toBeLessThan(4);
    rows.next({ step: 2, note: 'é'.repeat(2 ** 15) });
    expect(lines(file)).toHaveLength(5);
    while (performance.now() - begun < 300);
    rows.next({ step: 3, loss: 1 });
    expect(lines(file)).toHaveLength(6);
    rows.next({ step: 4, loss: 1 });
    await macrotask();
    expect(lines(file)).toHaveLength(7);
    subscription.unsubscribe();
  });

  it.each([
    ['', {}, /^csv: file must be the path of a file, got ''$/],
    [5, {}, /^csv: file must be the path of a file, got 5$/],
    ['a', { width: true }, /^csv: unknown option 'width', did you mean 'wide'\?/],
    ['a', { wide: [] }, /^csv: wide must be true, or a list of columns \['loss'\], got an array of 0$/],
    ['a', { wide: 'loss' }, /^csv: wide must be true, or a list of columns/],
    ['a', { wide: ['loss', 'loss'] }, /^csv: wide must name each column once, got 'loss' twice$/],
    ['a', { wide: ['step'] }, /^csv: wide must not name 'step'/],
    ['a', { escapeFormulas: 1 }, /^csv: escapeFormulas must be true or false, got 1$/],
  ])('refuses %j with %j', (file, options, message) => {
    expect(() => csv(file as string, options as CsvOptions)).toThrow(TypeError);
    expect(() => csv(file as string, options as CsvOptions)).toThrow(message);
  });
});
