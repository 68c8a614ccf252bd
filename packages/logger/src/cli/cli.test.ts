import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const root = mkdtempSync(join(tmpdir(), 'view-cli-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder = root;
let runs = 0;
beforeEach(() => {
  folder = join(root, String(runs++));
  mkdirSync(folder);
});

const header = '{"anneal":1,"run":"r","attempt":1,"startedAt":"2026-01-01T00:00:00.000Z"}';
const rows = ['{"step":0,"loss":2,"rate":0.1}', '{"step":1,"loss":1,"rate":0.1}'];
const at = (name: string): string => join(folder, name);
function written(name: string, ...lines: readonly string[]): string {
  writeFileSync(at(name), `${lines.join('\n')}\n`);
  return at(name);
}

function empty(name: string): string {
  writeFileSync(at(name), '');
  return at(name);
}

async function said(...args: string[]) {
  const [out, err]: string[][] = [[], []];
  const code = await cli(args, {
    stdout: { write: (text: string) => out?.push(text) },
    stderr: { write: (text: string) => err?.push(text) },
    env: {},
  });
  return { code, out: out?.join(''), err: err?.join('') };
}

describe('anneal-logger view', () => {
  it('writes a page beside the first file, and says where it is and how big', async () => {
    const { code, out, err } = await said(
      'view',
      written('a.jsonl', header, ...rows),
      written('b.jsonl', header, ...rows),
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`${pathToFileURL(at('a.html')).href} {2}\\d+ kB\n$`));
    expect(readFileSync(at('a.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<title>a · b<\/title>/);
    expect(readdirSync(folder).sort()).toEqual(['a.html', 'a.jsonl', 'b.jsonl']);
  });

  it('writes over a page of its own, and over nothing else without --force', async () => {
    const run = written('a.jsonl', header, ...rows);
    expect((await said('view', run)).code).toBe(0);
    expect((await said('view', run)).code).toBe(0);
    writeFileSync(at('mine.html'), '<!doctype html>\n<p>mine');
    const { code, err } = await said('view', run, '--out', at('mine.html'));
    expect(code).toBe(1);
    expect(err).toBe(
      `anneal-logger: '${at('mine.html')}' is there already, and no page of ours; name another --out, or write over it with --force\n`,
    );
    expect(readFileSync(at('mine.html'), 'utf8')).toContain('mine');
    expect((await said('view', run, '-f', '-o', at('mine.html'))).code).toBe(0);
    expect(readFileSync(at('mine.html'), 'utf8')).not.toContain('<p>mine');
  });

  it('draws nothing with --no-chart, and writes nothing with --no-page', async () => {
    const run = written('a.jsonl', header, ...rows);
    expect((await said('view', run, '--no-chart')).out).toMatch(/^file:.*\n$/);
    rmSync(at('a.html'));
    expect((await said('view', run, '--no-page')).out).toMatch(/^a\nloss {2}last 1, best 1 at step 1\n/);
    expect(existsSync(at('a.html'))).toBe(false);
  });

  it('leaves out a run that has no rows yet, beside others', async () => {
    const { code, out, err } = await said(
      'view',
      written('a.jsonl', header, ...rows),
      written('b.jsonl', header),
    );
    expect([code, err]).toEqual([0, `anneal-logger: '${at('b.jsonl')}' has no rows yet, and is left out\n`]);
    expect(out).toMatch(/^a\nloss/);
  });

  it('leaves out what it cannot read, beside others, and says so to the end', async () => {
    const run = written('a.jsonl', header, ...rows);
    const { code, out, err } = await said('view', empty('b.jsonl'), run, at('c\u001b[2J.jsonl'));
    expect(code).toBe(1);
    expect(out).toMatch(/^a\nloss/);
    expect(err).not.toContain('\u001b');
    expect(err?.replaceAll(folder, '').split('\n')).toEqual([
      expect.stringMatching(/^anneal-logger: '.b.jsonl' is no run .*; it is left out$/),
      expect.stringMatching(/^anneal-logger: there is no file '.c.*; it is left out$/),
      'anneal-logger: 2 of 3 files could not be read',
      '',
    ]);
  });

  it('expands a pattern that the shell did not, and takes a file once', async () => {
    written('a.jsonl', header, ...rows);
    written('b.jsonl', header, ...rows);
    written('c.json', 'x');
    const { code, out } = await said('view', at('b.jsonl'), at('*.jsonl'), '--no-page');
    expect([code, out?.match(/^[ab]/gm)]).toEqual([0, ['b', 'a']]);
  });

  it('takes the later files of a run for what they are', async () => {
    const started = JSON.parse(header);
    const run = written('a.jsonl', JSON.stringify({ ...started, part: 1 }), ...rows);
    const next = JSON.stringify({ ...started, part: 2, attempt: 1 });
    const { code, out, err } = await said('view', run, written('a.2.jsonl', next, '{"step":2,"loss":0.5}'));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('last 0.5');
  });

  it('never writes over a run or a device, even with --force, and through a link', async () => {
    const run = written('a.jsonl', header, ...rows);
    const before = readFileSync(run, 'utf8');
    expect((await said('view', run, '-f', '-o', join(folder, '.', 'x', '..', 'a.jsonl'))).code).toBe(2);
    symlinkSync(run, at('link.html'));
    expect((await said('view', run, '-f', '-o', at('link.html'))).code).toBe(2);
    expect(readFileSync(run, 'utf8')).toBe(before);
    const { code, err } = await said('view', run, '-f', '-o', '/dev/null');
    expect([code, err]).toEqual([
      1,
      "anneal-logger: '/dev/null' cannot be written: it is there already, and no file\n",
    ]);
    expect(statSync('/dev/null').isFile()).toBe(false);
    writeFileSync(at('page.html'), '');
    symlinkSync(at('page.html'), at('to-page.html'));
    expect((await said('view', run, '-o', at('to-page.html'))).code).toBe(0);
    expect(readFileSync(at('page.html'), 'utf8')).toMatch(/^<!doctype/);
  });

  it.each<[string, () => string[], string]>([
    ['a file that is not there', () => [at('none.jsonl')], `there is no file '.*none.jsonl'`],
    [
      'a file that is no run',
      () => [written('x.csv', 'step,loss', '0,1')],
      `x.csv' is no run that jsonl has written: .*`,
    ],
    ['an empty file', () => [empty('e.jsonl')], `e.jsonl' is no run.*`],
    ['a run without rows', () => [written('h.jsonl', header)], `'.*h.jsonl' has no rows yet`],
    [
      'a broken line',
      () => [written('l.jsonl', header, '{"step":', ...rows)],
      `l.jsonl' cannot be read: line 2 is broken: .*`,
    ],
    ['a folder', () => [folder], `'.*' is a folder; name the files in it, as .*\\*\\.jsonl`],
    ['a pattern of nothing', () => [at('*.jsonl')], `there is no file like '.*'`],
    [
      'no folder to write to',
      () => [written('a.jsonl', header, ...rows), '-o', at('no/a.html')],
      `'.*' cannot be written: there is no such folder`,
    ],
    [
      'a folder in its place',
      () => [written('a.jsonl', header, ...rows), '-o', folder],
      `'.*' cannot be written: .*`,
    ],
  ])('says in one line that it cannot: %s', async (_, args, words) => {
    const { code, out, err } = await said('view', ...args());
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(new RegExp(`^anneal-logger: .*${words}\n$`));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each([
    [[], 'there is no command; try anneal-logger view run.jsonl, or --help'],
    [['veiw'], `unknown command 'veiw', did you mean 'view'?`],
    [['run.jsonl'], `unknown command 'run.jsonl'; did you mean 'anneal-logger view run.jsonl'?`],
    [['--verzion'], `unknown option '--verzion', did you mean '--version'?`],
    [['toString'], `unknown command 'toString'; see anneal-logger --help`],
    [['view'], 'view: there is no file; name those that jsonl() has written'],
    [['view', 'a.jsonl', '--ouput', 'x'], `view: unknown option '--ouput', did you mean '--out'?`],
    [['view', 'a.jsonl', '--zzzzzz'], `view: unknown option '--zzzzzz'; see anneal-logger --help`],
    [['view', 'a.jsonl', '--out'], `view: Option '-o, --out <value>' argument missing`],
    [['view', 'a.jsonl', '--out', 'a.jsonl'], `view: --out is one of the runs, 'a.jsonl'; name another file`],
    [
      ['view', 'a.jsonl', '--no-chart', '--no-page'],
      'view: with --no-chart and --no-page there is nothing to do',
    ],
  ])('says in one line that it was asked wrongly: %j', async (args, words) => {
    expect(await said(...args)).toEqual({ code: 2, out: '', err: `anneal-logger: ${words}\n` });
  });

  it.each([[['--help']], [['-h']], [['help']], [['view', '--help']]])('helps: %j', async (args) => {
    const { code, out } = await said(...args);
    expect(code).toBe(0);
    expect(out).toContain('Usage: anneal-logger view <run.jsonl>');
    for (const line of out?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('tells its version', async () => {
    expect((await said('--version')).out).toMatch(/^\d+\.\d+\.\d+.*\n$/);
  });

  it('says nothing that moves a cursor, whatever a file is called', async () => {
    const { err } = await said('view', 'a\u001b[2J\n.jsonl');
    expect(err).toMatch(/^[^\p{Cc}]*\n$/u);
  });
});
