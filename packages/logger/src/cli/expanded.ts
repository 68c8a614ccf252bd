import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The files that are meant, each once: a pattern that the shell did not expand, as none does on Windows, is expanded here. */
export async function expanded(files: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    const kind = await stat(file).catch(() => undefined);
    if (kind?.isDirectory())
      throw new Error(`'${file}' is a folder; name the files in it, as ${join(file, '*.jsonl')}`);
    found.push(...(kind === undefined && /[*?]/.test(basename(file)) ? await matching(file) : [file]));
  }
  // The later files of a run are read with its first one.
  const named = new Set(found);
  return [...named].filter((file) => !named.has(firstOf(file) ?? ''));
}

async function matching(pattern: string): Promise<string[]> {
  const folder = dirname(pattern);
  const letters: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };
  const source = basename(pattern).replace(
    /[\\^$.*+?()[\]{}|]/g,
    (letter) => letters[letter] ?? `\\${letter}`,
  );
  const name = new RegExp(`^${source}$`);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((one) => name.test(one) && !one.startsWith('.')).sort();
  if (files.length === 0) throw new Error(`there is no file like '${pattern}'`);
  return files.map((one) => (pattern.includes('/') || pattern.includes('\\') ? join(folder, one) : one));
}

/** The name of the first part, where a file may be a later one: `run.jsonl` of `run.2.jsonl`. */
function firstOf(file: string): string | undefined {
  const [, start, end] = /^(.*)\.(?:[2-9]|[1-9]\d+)(\.[^./\\]+)$/s.exec(file) ?? [];
  return start === undefined || end === undefined ? undefined : start + end;
}
