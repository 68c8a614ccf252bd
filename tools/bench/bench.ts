// What a schedule costs beside the same thing written by hand: `pnpm bench [case…] [--json file] [--check]`.
// With --check it fails where a ratio is over its gate, by its median and by its minima, in three tries.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../size/table.ts';
import { builds, program } from './builds.ts';
import { modes } from './case.ts';
import { type Result, run } from './run.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, check: { type: 'boolean', default: false } },
});

const known = readdirSync(new URL('cases', import.meta.url)).map((file) => file.replace(/\.ts$/, ''));
const stranger = wanted.find((name) => !known.includes(name));
if (stranger !== undefined)
  throw new Error(`there is no case '${stranger}'; the cases are ${known.join(', ')}`);
const cases = wanted.length > 0 ? wanted : known;

const folder = mkdtempSync(join(tmpdir(), 'anneal-bench-'));
const results: Result[] = [];
try {
  for (const name of cases) {
    for (const build of builds) {
      const file = await program(name, build, folder);
      // One after the other: two at a time would disturb one another.
      for (const mode of modes) results.push(await tried(() => run(file, build, mode)));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A result; where it is to be checked and is over the gate, it is measured anew, three times in all. */
async function tried(once: () => Promise<Result>): Promise<Result> {
  let result = await once();
  for (let more = 2; options.check && more > 0 && result.verdict === 'over the gate'; more--) {
    result = await once();
  }
  return result;
}

const figure = (ratio: number) => ratio.toFixed(2);
console.log('Time of ours to time of the base; below 1 ours is quicker.\n');
console.log(
  table(
    ['case', 'build', 'mode', 'median', 'p10–p90', 'minima', 'goal', 'gate', ''],
    results.map((result) => [
      result.case,
      result.build,
      result.mode,
      figure(result.median),
      `${figure(result.p10)}–${figure(result.p90)}`,
      figure(result.minima),
      figure(result.goal),
      figure(result.gate),
      result.verdict,
    ]),
  ),
);
if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
}
if (options.check && results.some((result) => result.verdict === 'over the gate')) process.exitCode = 1;
