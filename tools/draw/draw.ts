// Draws the pictures of the documentation: `pnpm draw`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pictures } from './catalog.ts';
import { picture } from './picture.ts';

for (const drawn of pictures) {
  mkdirSync(dirname(drawn.file), { recursive: true });
  writeFileSync(drawn.file, picture(drawn));
}
console.log(`${pictures.length} pictures drawn`);
