/**
 * The complete lines of a file, up to a length in bytes, some at a time.
 *
 * What stands after the last newline is no line: whoever wrote it did not come to its end. Where the file is known to be
 * `whole` that is an error.
 */
export async function* fileLines(
  file: string,
  length: number,
  signal: AbortSignal,
  whole = false,
): AsyncGenerator<string[]> {
  if (length === 0) return;
  const chunks = builtin('node:fs').createReadStream(file, { encoding: 'utf8', end: length - 1, signal });
  let rest = '';
  for await (const chunk of chunks) {
    // Not `node:readline`, which ends lines at U+2028 too: JSON leaves that character as it is.
    const lines = (chunk as string).split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop() as string;
    if (lines.length > 0) yield lines;
  }
  if (whole && rest !== '')
    throw new Error(`the last line of '${file}' is torn, though the run goes on in another file`);
}

/** @throws Error when there is no such file. */
export async function fileLength(file: string): Promise<number> {
  return (await builtin('node:fs').promises.stat(file)).size;
}

/** What Node has built in. */
interface Builtins {
  'node:fs': typeof import('node:fs');
  'node:path': typeof import('node:path');
}

/** Asked for and not imported: a bundler for browsers stops at an import of `node:fs`, even at one that never runs. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  const found = globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined;
  if (found === undefined)
    throw new Error('it needs the file system of Node 20.16 or later, and there is none here');
  return found;
}
