import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { afterAll, expect, it } from 'vitest';
import { jsonl } from '../jsonl/index.ts';
import { log } from '../log.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { type CsvOptions, csv } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '\t', 'a', '=', 'é', '😀', '\u2028') }),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(fc.double(), text, fc.boolean(), fc.constant(null), fc.constant(undefined));
const row = fc
  .tuple(
    fc.nat(),
    fc.dictionary(fc.oneof(fc.constantFrom('loss', 'rate', 'time'), text), value, { maxKeys: 4 }),
  )
  .map(([step, columns]): Row => ({ ...columns, step }));
/** Several attempts at one file. */
const attempts = fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });

/** What was logged, as whoever reads the file should find it. */
const said = (value: unknown): string => (value == null ? '' : String(value));
const columnsOf = (row: Row): [string, unknown][] =>
  Object.entries(row).filter(([name, value]) => name !== 'step' && value !== undefined);

let files = 0;
function written(all: readonly (readonly Row[])[], options: CsvOptions): string[][] {
  const file = join(folder, `${files++}.csv`);
  for (const rows of all) {
    from(rows)
      .pipe(log(csv(file, options)))
      .subscribe();
  }
  // By default it wants all records to be of one length.
  const records: string[][] = parse(readFileSync(file));
  rmSync(file);
  return records;
}

it('a parser gives back what the long form was given', () => {
  fc.assert(
    fc.property(attempts, (all) => {
      const [header, ...records] = written(all, {});
      expect(header).toEqual(['attempt', 'step', 'time', 'column', 'value']);
      const expected = all.flatMap((rows, attempt) =>
        rows.flatMap((row) => {
          const columns = columnsOf(row);
          const cells =
            columns.length === 0 ? [['', '']] : columns.map(([name, value]) => [name, said(value)]);
          return cells.map((pair) => [String(attempt + 1), String(row.step), ...pair]);
        }),
      );
      expect(records.map(([attempt, step, _, ...pair]) => [attempt, step, ...pair])).toEqual(expected);
    }),
  );
});

it.each([
  ['wide', true],
  ['declared', ['loss', 'rate', 'time', 'a']],
] as const)('a parser gives back what the %s form was given', (_, wide) => {
  fc.assert(
    fc.property(attempts, (all) => {
      const own = (name: string): string => (/^(row\.)*(attempt|time)$/.test(name) ? `row.${name}` : name);
      const names =
        wide === true
          ? [...new Set(all.flat().flatMap((row) => columnsOf(row).map(([name]) => name)))]
          : wide;
      const [header, ...records] = written(all, { wide: wide === true ? wide : [...wide] });
      expect(header).toEqual(['step', 'attempt', 'time', ...names.map(own)]);
      const expected = all.flatMap((rows, attempt) =>
        rows.map((row) => [
          String(row.step),
          String(attempt + 1),
          ...names.map((name) => said(Object.hasOwn(row, name) ? row[name] : '')),
        ]),
      );
      expect(records.map(([step, attempt, _, ...cells]) => [step, attempt, ...cells])).toEqual(expected);
    }),
  );
});

it('its attempts fold as readRun folds them', async () => {
  const step = fc.option(fc.nat({ max: 9 }), { nil: undefined });
  const numbered = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(numbered, async (all) => {
      const names = ['run.jsonl', 'run.csv'].map((name) => join(folder, `${files++}-${name}`)) as [
        string,
        string,
      ];
      let id = 0;
      for (const steps of all) {
        from(steps.map((step): Row => ({ ...(step !== undefined && { step }), id: id++ })))
          .pipe(log(jsonl(names[0]), csv(names[1])))
          .subscribe();
      }
      const records: Record<string, string>[] = parse(readFileSync(names[1]), { columns: true });
      const first = new Map<number, number>();
      for (const { attempt, step } of records) {
        if (step !== '' && !first.has(Number(attempt))) first.set(Number(attempt), Number(step));
      }
      const ends = (attempt: number): number =>
        Math.min(...[...first].map(([later, step]) => (later > attempt ? step : Infinity)));
      const kept = records.filter(({ attempt, step }) => step === '' || Number(step) < ends(Number(attempt)));
      const rows = await lastValueFrom(readRun(names[0]).pipe(toArray()));
      expect(kept.map(({ value }) => Number(value))).toEqual(rows.map(({ id }) => id));
      for (const name of names) rmSync(name);
    }),
  );
});
