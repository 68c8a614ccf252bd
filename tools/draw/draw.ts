// Draws the pictures of the documentation: `pnpm draw`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pictures } from './catalog.ts';
import { picture } from './picture.ts';

for (const { file, title, rates } of pictures) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, picture(title, rates));
}
console.log(`${pictures.length} pictures drawn`);
