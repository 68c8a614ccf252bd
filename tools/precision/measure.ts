// Measures how far each curve is from its true value and writes the table of docs/precision.md: `pnpm precision`.
// With --check it writes nothing, and fails where a bound is not kept or not the one that the page states.
import { readFileSync, writeFileSync } from 'node:fs';
import { faults } from './faults.ts';
import { line } from './line.ts';
import { rows } from './rows.ts';
import { boundsIn, type Line, replaced, table } from './table.ts';

const file = new URL('../../docs/precision.md', import.meta.url);
/** How many steps of each kind: see steps.ts. */
const count = 24;

const page = readFileSync(file, 'utf8');
const begun = performance.now();
const lines: Line[] = [];
for (const row of rows) {
  const one = line(row, count);
  lines.push(one);
  const said = 'absent' in one.found ? one.found.absent : `${one.found.ours.worst.toFixed(2)} ulps`;
  console.log(`${one.name}: ${said}`);
}

const samples = lines.reduce((sum, { found }) => sum + ('samples' in found ? found.samples : 0), 0);
const measured = rows.filter((_, n) => 'samples' in (lines[n]?.found ?? {}));
const cases = measured.reduce((sum, { cases }) => sum + cases.length, 0);
const taken = `${samples.toLocaleString('en-US')} steps of ${cases.toLocaleString('en-US')} curves`;
console.log(`${taken}, in ${Math.round((performance.now() - begun) / 1000)} s`);

if (process.argv.includes('--check')) {
  const wrong = faults(rows, lines, boundsIn(page));
  for (const sentence of wrong) console.error(sentence);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else {
  const node = `Node ${process.versions.node}`;
  writeFileSync(file, replaced(page, `${taken}, measured with ${node}.\n\n${table(lines)}`));
}
