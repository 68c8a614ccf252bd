/** The blocks as files: they stay in the repository, so that they resolve packages the way its own code does. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Block } from './collect.ts';
import { type Transformed, transform } from './transform.ts';

export interface Written extends Block, Omit<Transformed, 'code'> {
  readonly name: string;
  readonly path: string;
}

const folder = fileURLToPath(new URL('.docs-blocks/', import.meta.url));

/** Writes each block, and removes those of earlier runs. What has not changed is not touched: watchers would loop. */
export function write(blocks: readonly Block[]): Written[] {
  mkdirSync(folder, { recursive: true });
  const written = blocks.map((block): Written => {
    // Padded, so that a line of the file, and of a stack trace, is that line of the documentation.
    const padded = '\n'.repeat(block.line) + block.code;
    const { code, ...claims } = transform(padded, (line) => `${block.file}:${line}`);
    const path = join(folder, `${block.file.replaceAll('/', '__')}__${block.line}.ts`);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== code) writeFileSync(path, code);
    return { ...block, ...claims, name: `${block.file}:${block.line}`, path };
  });
  const current = new Set(written.map(({ path }) => path));
  for (const name of readdirSync(folder))
    if (!current.has(join(folder, name))) rmSync(join(folder, name), { recursive: true });
  return written;
}
