/** Which files hold documentation: Markdown pages, and sources whose doc comments have examples. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** The files below `folder`, as paths from the root of the repository, with `/` on every system. */
function below(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
    .sort();
}

const present = (files: string[]): string[] => files.filter((file) => existsSync(join(root, file)));

export const packages: readonly string[] = readdirSync(join(root, 'packages'))
  .map((name) => `packages/${name}`)
  .filter((folder) => existsSync(join(root, folder, 'package.json')));

/** One list for each place where pages are kept: none of them may turn out empty unnoticed. */
export const pages = {
  'README.md': present(['README.md']),
  'CONTRIBUTING.md': present(['CONTRIBUTING.md']),
  'docs/**/*.md': below('docs').filter((file) => file.endsWith('.md')),
  'packages/*/README.md': present(packages.map((folder) => `${folder}/README.md`)),
} as const;

export const sources: readonly string[] = packages
  .flatMap((folder) => below(`${folder}/src`))
  .filter((file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file));
