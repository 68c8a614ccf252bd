import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { nearest } from '../nearest.ts';
import { reasonOf } from '../report.ts';
import { shown } from '../shown.ts';
import { Usage } from './usage.ts';

const OPTIONS = {
  out: { type: 'string', short: 'o' },
  force: { type: 'boolean', short: 'f' },
  'no-chart': { type: 'boolean' },
  'no-page': { type: 'boolean' },
} as const;

export interface ViewOptions {
  readonly files: readonly string[];
  readonly out: string;
  readonly force: boolean;
  readonly chart: boolean;
  readonly page: boolean;
}

/** @throws Usage when the arguments are none of the command's. */
export function viewOptions(args: readonly string[]): ViewOptions {
  const { values, positionals: files } = parsed(args);
  const [first] = files;
  if (first === undefined) throw new Usage('view: there is no file; name those that jsonl() has written');
  const { out = `${first.replace(/\.jsonl$/, '')}.html` } = values;
  if (out === '') throw new Usage("view: --out must be the path of a file, got ''");
  if (files.some((file) => real(file) === real(out)))
    throw new Usage(`view: --out is one of the runs, ${shown(out)}; name another file`);
  const [chart, page] = [values['no-chart'] !== true, values['no-page'] !== true];
  if (!chart && !page) throw new Usage('view: with --no-chart and --no-page there is nothing to do');
  return { files, out, force: values.force === true, chart, page };
}

/** The file that a path leads to, links followed. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [, name] = /^Unknown option '([^']+)'/.exec(reasonOf(error)) ?? [];
    // Of Node's own words the first sentence says what is wrong.
    if (name === undefined) throw new Usage(`view: ${reasonOf(error).split(/[.\n]/)[0]}`);
    const guess = nearest(name.replace(/^-+/, ''), [...Object.keys(OPTIONS), 'help']);
    throw new Usage(
      `view: unknown option ${shown(name)}${guess ? `, did you mean '--${guess}'?` : '; see anneal-logger --help'}`,
    );
  }
}
