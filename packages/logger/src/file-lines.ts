/**
 * The complete lines of a file, up to a length in bytes, some at a time.
 *
 * What stands after the last newline is no line: whoever wrote it did not come to its end.
 */
export async function* fileLines(
  file: string,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  if (length === 0) return;
  const chunks = fileSystem().createReadStream(file, { encoding: 'utf8', end: length - 1, signal });
  let rest = '';
  for await (const chunk of chunks) {
    // Not `node:readline`, which ends lines at U+2028 too: JSON leaves that character as it is.
    const lines = (chunk as string).split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop() as string;
    if (lines.length > 0) yield lines;
  }
}

/** @throws Error when there is no such file. */
export async function fileLength(file: string): Promise<number> {
  return (await fileSystem().promises.stat(file)).size;
}

/** Asked for and not imported: a bundler for browsers stops at an import of `node:fs`, even at one that never runs. */
function fileSystem(): typeof import('node:fs') {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (fs === undefined)
    throw new Error('it needs the file system of Node 20.16 or later, and there is none here');
  return fs;
}
