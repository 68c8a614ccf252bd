import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun } from '@anneal/logger';
import Papa from 'papaparse';
import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { asCSV, asJSONL } from './exports.ts';
import { withRacer } from './racers.ts';
import { RaceRecord } from './record.ts';
import { raceOf } from './testing/race-of.ts';

const setup = withRacer(raceOf(2, 50), 0, { name: '=SUM(A1), "quoted"' });
const record = new RaceRecord(setup);
record.add({
  type: 'rows',
  run: 1,
  from: 0,
  count: 2,
  losses: Float64Array.from([1 / 3, 0.25, 1, Number.NaN]),
  rates: Float64Array.from([0.1, 0.1, 9, 9]),
  heldOut: [{ lane: 0, step: 1, loss: 0.7, accuracy: 0.9 }],
  causes: [],
});
record.diverge(1, 1, 'its loss is not finite');
record.act({ kind: 'rate', lane: 0, rate: 0.1, at: 1 });

describe('the downloads', () => {
  it('are lines of JSON behind a header that holds the whole race', () => {
    const [header, ...rows] = asJSONL(record)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(header).toMatchObject({
      anneal: 1,
      name: 'race',
      config: { setup: JSON.parse(JSON.stringify(setup)) },
    });
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ step: 0, lane: 0, loss: 1 / 3, rate: 0.1 });
    expect(rows[2]).toMatchObject({ heldOutLoss: 0.7, acts: [{ kind: 'rate' }] });
    expect(rows[3].loss).toBe('NaN');
  });

  it('are read by the library’s own reader', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'race-'));
    writeFileSync(join(folder, 'race.jsonl'), asJSONL(record));
    const rows = await lastValueFrom(readRun(join(folder, 'race.jsonl')).pipe(toArray()));
    rmSync(folder, { recursive: true });
    expect(rows.map(({ step, lane, loss }) => [step, lane, loss])).toEqual([
      [0, 0, 1 / 3],
      [0, 1, 1],
      [1, 0, 0.25],
      [1, 1, Number.NaN],
    ]);
  });

  it('are a table that reads back to the same numbers, and no formula', () => {
    const { data } = Papa.parse<Record<string, string>>(asCSV(record), { header: true });
    expect(data).toHaveLength(4);
    expect(Number(data[0]?.loss)).toBe(1 / 3);
    expect(data[0]?.racer).toBe(`'=SUM(A1), "quoted"`);
    expect(JSON.parse(data[2]?.acts as string)).toEqual([{ kind: 'rate', lane: 0, rate: 0.1, at: 1 }]);
  });
});
