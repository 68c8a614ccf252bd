import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextName } from './file-name.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-name-'));
  vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_900 });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const made = (): string => {
  const name = nextName(folder);
  writeFileSync(join(folder, name), '');
  return name;
};

it('is of the second, the host, the process and a number', () => {
  const host = hostname().replaceAll('.', '\\.');
  expect(made()).toMatch(
    new RegExp(`^events\\.out\\.tfevents\\.1700000000\\.${host}\\.${process.pid}\\.\\d+$`),
  );
});

it('sorts behind all that are there, in one second and where the clock was put back', () => {
  const names = [made(), made(), made()];
  vi.setSystemTime(1_600_000_000_000);
  names.push(made());
  vi.setSystemTime(1_800_000_000_000);
  names.push(made());
  expect([...names].sort()).toEqual(names);
  expect(new Set(names).size).toBe(5);
  expect(names.map((name) => name.slice(20, 30))).toEqual([
    '1700000000',
    '1700000001',
    '1700000002',
    '1700000003',
    '1800000000',
  ]);
});

it('sorts behind what others wrote, and minds nothing else', () => {
  for (const name of [
    'events.out.tfevents.1700000400.zebra.99999.0.v2',
    'events.out.tfevents.1600000000.a.1.1',
    'notes.txt',
    'events.out.tfevents.99999999999.old',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  expect(made()).toMatch(/^events\.out\.tfevents\.1700000401\./);
});
