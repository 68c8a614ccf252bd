import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../row.ts';
import { readRecords } from './golden/read-events.ts';
import { encoded } from './golden/schema.ts';
import { RowRecords } from './row-records.ts';

interface At {
  readonly row: Row;
  readonly step: number;
  readonly wallTime: number;
}

/** The event of a row as the library encodes it; none without numbers. */
function eventOf({ row, step, wallTime }: At): Uint8Array[] {
  const value = Object.entries(row)
    .filter(([column, number]) => typeof number === 'number' && column !== 'step' && column !== 'state')
    .map(([tag, number]) => ({
      tag,
      value: { case: 'simpleValue', value: Math.fround(number as number) },
    }));
  if (value.length === 0) return [];
  return [encoded('Event', { wallTime, step: BigInt(step), what: { case: 'summary', value: { value } } })];
}

function recordsOf(rows: readonly At[]): Buffer {
  const records = new RowRecords();
  for (const { row, step, wallTime } of rows) records.addRow(row, step, wallTime);
  return Buffer.from(records.bytes);
}

/** Every record whole, each with the bytes that the library has. */
function checkAll(rows: readonly At[]): void {
  const bytes = recordsOf(rows);
  const { data, end } = readRecords(bytes);
  expect(end).toBe(bytes.length);
  expect(data.map((record) => record.toString('hex'))).toEqual(
    rows.flatMap(eventOf).map((event) => Buffer.from(event).toString('hex')),
  );
}

const at = (row: Row, step = 7, wallTime = 1_700_000_000.123): At => ({ row, step, wallTime });

describe('rows are encoded byte for byte as by a library', () => {
  it.each([
    0,
    1,
    127,
    128,
    16_383,
    16_384,
    2 ** 21,
    2 ** 28,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 35,
    2 ** 49,
    2 ** 53 - 1,
  ])('at step %d', (step) => {
    checkAll([at({ step, rate: 0.1, loss: 2 }, step)]);
  });

  it('at steps that take more and more bytes, and fewer again', () => {
    const steps = Array.from({ length: 54 }, (_, bits) => [2 ** bits - 1, 2 ** bits - 2, 2 ** bits % 2 ** 53])
      .flat()
      .filter((step) => step >= 0);
    const rows = [...steps, ...[...steps].reverse()].map((step) => at({ rate: 1 }, step));
    checkAll(rows);
  });

  it.each([NaN, Infinity, -Infinity, 0, -0, 1e300, -1e300, 1e-300, 2 ** -149, 0.1, Number.MIN_VALUE])(
    'with the number %d',
    (number) => {
      checkAll([at({ a: number, b: 1, c: number }), at({ a: 1, b: number, c: 2 })]);
    },
  );

  it.each([
    ['of other letters', 'métrique 损失'],
    ['of emoji', '🎉'.repeat(40)],
    ['that is empty', ''],
    ['that is a zero byte', '\0'],
    ['that is long', 'x'.repeat(127)],
    ['that is very long', 'x'.repeat(20_000)],
    ['that means something elsewhere', '__proto__'],
  ])('with a name %s', (_, column) => {
    checkAll([at(JSON.parse(`{"rate":1,${JSON.stringify(column)}:2}`) as Row), at({ rate: 3 })]);
  });

  it('without what is no number, the step and the state', () => {
    const others = { text: 'NaN', yes: true, none: null, missing: undefined, nested: { loss: 1 }, list: [1] };
    checkAll([
      at({ step: 3, ...others, big: 5n, state: 3, loss: 1 }),
      at({ step: 3, ...others, state: { a: 1 }, loss: 2 }),
      at({ step: 3, ...others }),
      at({}),
    ]);
  });

  it('where a column is a number in one row, and none in another', () => {
    const rows = [1, null, 2, 'NaN', 3, undefined, 4].map((loss) => at({ rate: 0.5, loss }));
    checkAll([...rows, ...rows]);
  });

  it('with 500 columns', () => {
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`layer.${index}`, index]));
    checkAll([at(wide), at({ loss: 1 }), at(wide)]);
  });

  it('in more shapes than are remembered', () => {
    const rows = Array.from({ length: 200 }, (_, index) => at({ [`m${index % 40}`]: index }, index));
    checkAll([...rows, ...rows]);
  });

  it('whatever they are', () => {
    const value = fc.oneof(
      fc.double(),
      fc.float(),
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.boolean(),
    );
    const column = fc.oneof(
      fc.constantFrom('step', 'rate', 'loss', 'rate.backbone', 'epoch', 'state'),
      fc.string({ unit: 'grapheme' }),
    );
    const row = fc.dictionary(column, value, { noNullPrototype: true }) as fc.Arbitrary<Row>;
    const step = fc.oneof(fc.nat(300), fc.maxSafeNat());
    // Not 0, the default, which the library would not write.
    const wallTime = fc.constantFrom(1.5, 1_700_000_000.123, 1_700_000_000.124);
    const rows = fc.array(fc.record({ row, step, wallTime }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(rows, (some) => checkAll([...some, ...some])));
  });
});

it('a row that is another each time it is read is refused, not lost in silence', () => {
  let reads = 0;
  const row = {
    get loss() {
      return reads++ % 2 === 0 ? 1 : 'x';
    },
  };
  const records = new RowRecords();
  expect(() => records.addRow(row, 0, 5)).toThrow('the row changed while it was read');
  expect(records.length).toBe(0);
});

it('rows whose columns change all the time are compared with a few shapes only', () => {
  const records = new RowRecords();
  for (let index = 0; index < 200; index++) records.addRow({ loss: index, [`m${index}`]: 1 }, 1, 5);
  let reads = 0;
  const row = {
    get loss() {
      reads++;
      return 1;
    },
    other: 2,
  };
  records.addRow(row, 1, 5);
  expect(reads).toBeLessThan(30);
});

describe('records that wait', () => {
  it('are used up by clear, and their memory is used again', () => {
    const records = new RowRecords();
    records.addRow({ loss: 1 }, 1, 5);
    const { buffer } = records.bytes;
    records.clear();
    expect(records.length).toBe(0);
    records.addRow({ loss: 2 }, 1, 5);
    expect(records.bytes.buffer).toBe(buffer);
    expect(Buffer.from(records.bytes)).toEqual(recordsOf([at({ loss: 2 }, 1, 5)]));
  });

  it('may be many, and then give their memory back', () => {
    const rows = Array.from({ length: 20_000 }, (_, step) => at({ loss: step }, step));
    checkAll(rows);
    const records = new RowRecords();
    for (const { row, step } of rows) records.addRow(row, step, 1);
    expect(records.length).toBeGreaterThan(2 ** 19);
    records.clear();
    records.addRow({ loss: 1 }, 1, 5);
    expect(records.bytes.buffer.byteLength).toBeLessThan(2 ** 17);
  });

  it('may have others among them', () => {
    const records = new RowRecords();
    records.add(new Uint8Array(200_000).fill(7));
    records.addRow({ loss: 2 }, 1, 5);
    expect(records.length).toBeGreaterThan(200_000);
    expect(Buffer.from(records.bytes.subarray(200_000))).toEqual(recordsOf([at({ loss: 2 }, 1, 5)]));
  });
});
