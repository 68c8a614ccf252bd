/** Runs something in a fresh working directory, with its output held back until it is known to be wanted. */
import { Console } from 'node:console';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

export interface Outcome {
  readonly output: string;
  /** What was thrown, boxed, since anything can be. */
  readonly thrown?: { readonly error: unknown };
}

/** Everything printed goes to `print`, through the console or not, until the returned function is called. */
function divert(print: (text: string) => void): () => void {
  const { console: shown } = globalThis;
  const writes = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  const write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
    print(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString());
    const written = typeof encoding === 'function' ? encoding : done;
    if (typeof written === 'function') written();
    return true;
  };
  const sink = new Writable({ write: (chunk, _encoding, done) => void write(chunk, done) });
  globalThis.console = new Console({ stdout: sink, stderr: sink });
  for (const { stream } of writes) stream.write = write;
  return () => {
    globalThis.console = shown;
    for (const entry of writes) entry.stream.write = entry.write;
  };
}

export async function apart(run: () => Promise<unknown>): Promise<Outcome> {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'docs-block-'));
  let output = '';
  const restore = divert((text) => {
    output += text;
  });
  process.chdir(folder);
  try {
    await run();
    return { output };
  } catch (error) {
    return { output, thrown: { error } };
  } finally {
    process.chdir(home);
    restore();
    rmSync(folder, { recursive: true, force: true });
  }
}
