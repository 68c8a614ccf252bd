import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apart } from './apart.ts';

test('runs in a folder of its own, which is gone afterwards', async () => {
  const home = process.cwd();
  let folder = home;
  await apart(async () => {
    folder = process.cwd();
    writeFileSync('state.json', '{}');
  });
  expect(folder).not.toBe(home);
  expect(existsSync(folder)).toBe(false);
  expect(process.cwd()).toBe(home);
});

test('holds back what is printed, and then lets print again', async () => {
  const { console: shown } = globalThis;
  const { write } = process.stdout;
  const { output } = await apart(async () => {
    console.log('one', 1);
    console.error('two');
    process.stdout.write('three\n');
  });
  expect(output).toBe('one 1\ntwo\nthree\n');
  expect(globalThis.console).toBe(shown);
  expect(process.stdout.write).toBe(write);
});

test('hands on what is thrown, even undefined, with what was printed before', async () => {
  const home = process.cwd();
  const outcome = await apart(async () => {
    console.log('before');
    throw undefined;
  });
  expect(outcome).toEqual({ output: 'before\n', thrown: { error: undefined } });
  expect(process.cwd()).toBe(home);
});
