import { describe, expect, it } from 'vitest';
import { fileLimits, readTable } from './csv.ts';

const file = (text: string) => new File([text], 'mine.csv');
const rows = (count: number, row: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => row(at));
/** A file with two features and a column of words. */
const good = [
  'width,height,kind',
  ...rows(30, (at) => `${at % 7},${(at % 5) / 2},${at % 2 ? 'cat' : 'ape'}`),
];
const read = (lines: readonly string[], target?: string) => readTable(file(lines.join('\n')), target);

describe('readTable', () => {
  it('reads numbers to learn from, and the classes', async () => {
    const { table, columns } = await read(good);
    expect(columns).toEqual(['width', 'height', 'kind']);
    expect(table).toMatchObject({
      name: 'mine.csv',
      features: ['width', 'height'],
      classes: ['ape', 'cat'],
      dropped: 0,
    });
    expect([...table.inputs.subarray(0, 6)]).toEqual([0, 0, 1, 0.5, 2, 1]);
    expect([...table.labels.subarray(0, 3)]).toEqual([0, 1, 0]);
  });

  it('leaves rows out in which something is missing, or no number, and counts them', async () => {
    const { table } = await read([...good, ',1,cat', '1,NA,cat', '1,two,ape', '1,2,', '1', '1e99,2,cat']);
    expect([table.labels.length, table.dropped]).toEqual([30, 6]);
    expect(table.inputs.every(Number.isFinite)).toBe(true);
  });

  it('takes the target that it is told, also one of numbers', async () => {
    const lines = ['a,b,c,d', ...rows(40, (at) => `${at % 3},${at % 11},${at % 7},${at % 2 ? 'x' : 'y'}`)];
    expect((await read(lines)).table).toMatchObject({ features: ['a', 'b', 'c'], classes: ['x', 'y'] });
    expect((await read(lines, 'a')).table).toMatchObject({ features: ['b', 'c'], classes: ['0', '1', '2'] });
  });

  it('does without names, with semicolons, decimal commas, quotes, and a mark at the start', async () => {
    const { table, columns } = await readTable(
      file(
        `\uFEFF${rows(30, (at) => `"${at % 7},5";${at % 4},25;"no; ""yes""${at % 2}"`).join('\r\n')}\r\n\r\n`,
      ),
    );
    expect(columns).toEqual(['column 1', 'column 2', 'column 3']);
    expect(table.classes).toEqual(['no; "yes"0', 'no; "yes"1']);
    expect([...table.inputs.subarray(0, 4)]).toEqual([0.5, 0.25, 1.5, 1.25]);
  });

  it('learns from eight columns at most, and from none that says nothing', async () => {
    const names = 'id,same,a,b,c,d,e,f,g,h,i,kind';
    const lines = rows(
      30,
      (at) => `${at + 1},7,${rows(9, (k) => String((at * (k + 2)) % 13)).join()},${at % 3}`,
    );
    const { table } = await read([names, ...lines]);
    expect(table.features).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  it('tells columns of one name apart', async () => {
    const { columns } = await read([
      'a,a,,k',
      ...rows(30, (at) => `${at % 5},${at % 7},${at % 3},${at % 2 ? 'x' : 'y'}`),
    ]);
    expect(columns).toEqual(['a', 'a 2', 'column 3', 'k']);
  });

  it.each<[string, readonly string[], RegExp, string?]>([
    ['nothing', [], /^The file is empty\.$/],
    ['no text', ['\0PNG'], /no text/],
    ['too few rows', good.slice(0, 12), /^Only 11 of 11 rows have all their values; 20 is the least/],
    [
      'no classes',
      ['a,b', ...rows(30, (at) => `${at * 1.5},${at * at}`)],
      /^No column has 2 to 6 different values/,
    ],
    ['too many classes', good, /^The column width has 7 different values; the page tells at most 6/, 'width'],
    ['one class', ['a,b,c', ...rows(30, (at) => `${at % 7},${at % 5},x`)], /one value only/, 'c'],
    [
      'one number',
      ['a,k', ...rows(30, (at) => `${at % 7},${at % 2 ? 'x' : 'y'}`)],
      /only one column of numbers/,
    ],
    ['no such target', good, /no column depth/, 'depth'],
    ['too many rows', rows(20_002, () => '1,2,x'), /^The file has 20,002 rows; 20,000 is the most/],
    ['too many columns', rows(30, () => '1,'.repeat(300)), /301 columns; 200 is the most/],
    ['more than 5 MB', ['x'.repeat(fileLimits.bytes + 1)], /^The file has 5\.0 MB; 5 MB is the most/],
  ])('refuses a file with %s, in plain words', async (_, lines, words, target) => {
    await expect(read(lines, target)).rejects.toThrow(words);
  });

  it('reads the largest file that is allowed', async () => {
    const lines = rows(20_000, (at) => `${(at % 97) / 7},${at % 89},${at % 83},${at % 2 ? 'x' : 'y'}`);
    expect((await read(['a,b,c,k', ...lines])).table.labels).toHaveLength(20_000);
  });
});
