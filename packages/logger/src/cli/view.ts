import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf } from '../report.ts';
import type { RunData } from '../view/data.ts';
import { page } from '../view/page.ts';
import { readView } from '../view/read-view.ts';
import { chart } from './chart/chart.ts';
import { distinct } from './distinct.ts';
import { expanded } from './expanded.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';
import { viewOptions } from './view-options.ts';
import { writePage } from './write-page.ts';

/** Reads runs, draws them on the terminal, and writes the page. */
export async function view(args: readonly string[], terminal: Terminal): Promise<void> {
  const asked = viewOptions(args);
  const options = { ...asked, files: await expanded(asked.files) };
  const { stdout, stderr } = terminal;
  const warn = (text: string): void => void stderr.write(`anneal-logger: ${oneLine(text)}\n`);
  const read: RunData[] = [];
  let failed = 0;
  // One after the other: what is read is kept small, and what is slow is the disk.
  for (const file of options.files) {
    try {
      const run = await readView(file);
      if (run.rows > 0) read.push(run);
      else if (options.files.length > 1) warn(`'${file}' has no rows yet, and is left out`);
    } catch (error) {
      const reason = reasonOf(error).replace(/^read\w+: /, '');
      if (options.files.length === 1) throw new Error(reason, { cause: error });
      failed++;
      warn(`${reason}; it is left out`);
    }
  }
  if (read.length === 0) {
    throw new Error(
      options.files.length === 1
        ? `'${options.files[0]}' has no rows yet`
        : 'there are no rows in any of the files',
    );
  }
  const runs = distinct(read);
  const said: string[] = options.chart ? [chart(runs, terminal)] : [];
  if (options.page) {
    const html = page({ title: title(runs), runs });
    await writePage(options.out, html, options.force);
    // Most terminals make a link of it.
    said.push(`${pathToFileURL(resolve(options.out)).href}  ${size(Buffer.byteLength(html))}`);
  }
  stdout.write(`${said.join('\n\n')}\n`);
  if (failed > 0) throw new Error(`${failed} of ${options.files.length} files could not be read`);
}

function title(runs: readonly RunData[]): string {
  const names = runs.map(({ name }) => name);
  return names.length <= 4
    ? names.join(' · ')
    : `${names.slice(0, 3).join(' · ')} and ${names.length - 3} more`;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
