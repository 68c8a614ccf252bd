// Runs one of the examples: `npm run example 01-first-schedule`.
import { readdirSync } from 'node:fs';

const folder = new URL('../examples/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => /^\d.*\.ts$/.test(file))
  .map((file) => file.slice(0, -3));
const wanted = process.argv[2] ?? '';
const name = names.find((one) => one === wanted || one.startsWith(`${wanted.padStart(2, '0')}-`));

if (name === undefined) {
  console.log(`Which example? npm run example <name>, with one of\n  ${names.join('\n  ')}`);
  process.exitCode = wanted === '' ? 0 : 1;
} else {
  await import(new URL(`${name}.ts`, folder).href);
}
