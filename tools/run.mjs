// Runs one of the root scripts on a machine that has nothing but Node: fetches the pinned pnpm, installs, runs.
// `npm start` and `npm test` come through here.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pin = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).packageManager; // pnpm@x.y.z
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const shell = process.platform === 'win32'; // npx and pnpm are .cmd files there

const present = spawnSync('pnpm', ['--version'], { cwd: root, encoding: 'utf8', shell });
const pnpm = `pnpm@${String(present.stdout).trim()}` === pin ? ['pnpm'] : ['npx', '--yes', pin];

function run(...args) {
  const [command, ...rest] = [...pnpm, ...args];
  const { status, error } = spawnSync(command, rest, { cwd: root, env, shell, stdio: 'inherit' });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

run('install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn');
run('run', process.argv[2], ...process.argv.slice(3));
