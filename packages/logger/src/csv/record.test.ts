import { expect, it } from 'vitest';
import { fieldsOf, RecordEnds } from './record.ts';

it.each([
  ['a,b', ['a', 'b']],
  ['', ['']],
  [',', ['', '']],
  ['a,', ['a', '']],
  ['"a,b","c ""d""",""', ['a,b', 'c "d"', '']],
  ['"a\nb",c', ['a\nb', 'c']],
])('the fields of %o', (record, fields) => {
  expect(fieldsOf(record)).toEqual(fields);
});

it.each([1, 2, 3, 100])('records end at newlines outside quotes, in chunks of %i', (size) => {
  const bytes = Buffer.from('a,b\n"x\ny","""\n"\n\n"torn\n');
  const records = new RecordEnds();
  const ends: number[] = [];
  for (let from = 0; from < bytes.length; from += size) {
    records.hear(bytes.subarray(from, from + size), (at) => ends.push(from + at));
  }
  expect(ends).toEqual([3, 15, 16]);
});
