import { nearest } from '../nearest.ts';
import { reasonOf } from '../report.ts';
import { shown } from '../shown.ts';
import { VERSION } from '../version.ts';
import { help } from './help.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';
import { Usage } from './usage.ts';
import { view } from './view.ts';

const COMMANDS: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => Promise<void>>> = {
  view,
};

/**
 * Runs the program, and gives its exit code: 0, 1 where it could not do what was asked, 2 where it was not asked properly.
 * What went wrong is one line on stderr.
 */
export async function cli(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    await run(args, terminal);
    return 0;
  } catch (error) {
    terminal.stderr.write(`anneal-logger: ${oneLine(reasonOf(error))}\n`);
    return error instanceof Usage ? 2 : 1;
  }
}

async function run([command, ...args]: readonly string[], terminal: Terminal): Promise<void> {
  const asked = [command, ...args].some((arg) => arg === '--help' || arg === '-h');
  if (asked || command === 'help') return void terminal.stdout.write(help);
  if (command === '--version' || command === '-v') return void terminal.stdout.write(`${VERSION}\n`);
  const act = command !== undefined && Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (act !== undefined) return act(args, terminal);
  if (command === undefined)
    throw new Usage('there is no command; try anneal-logger view run.jsonl, or --help');
  const guess = nearest(command, [...Object.keys(COMMANDS), 'help', '--help', '--version']);
  const hint = /\.jsonl$/.test(command)
    ? `; did you mean 'anneal-logger view ${command}'?`
    : guess === undefined
      ? '; see anneal-logger --help'
      : `, did you mean '${guess}'?`;
  throw new Usage(`unknown ${command.startsWith('-') ? 'option' : 'command'} ${shown(command)}${hint}`);
}
