// Draws the pictures of the documentation: `pnpm draw`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { drawn } from './drawn.ts';

for (const [file, svg] of drawn) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, svg);
}
console.log(`${drawn.length} pictures drawn`);
