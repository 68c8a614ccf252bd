import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const conditions = process.env.ANNEAL_TEST_DIST ? [] : ['--conditions=@anneal/source'];

/** What each example prints, as its own process, the way a reader runs it. */
const prints: Record<string, RegExp> = {
  '01-first-schedule': /^0\.1000\n0\.0883\n0\.0600\n0\.0317\n0\.0200\nhalf way: 0\.06/,
  '02-warmup-cosine':
    /^step 0 {2}rate 0\.0030 {2}loss 76\.2\n[\s\S]*step 99 {2}rate 0\.0000 {2}loss 0\.00\d+\n$/,
  '03-plateau':
    /step 2: rate 0\.1\n {2}part 2 of 2 begins at step 2\n[\s\S]*step 10: rate 0\.05\n {2}reduced from 0\.1 to 0\.05 at step 10: /,
  '04-tfjs-penguins': /^held-out accuracy (9\d|100) % after step 269\n300 rows in the log\n$/,
  '05-custom-schedule': /0\.05, 0\.0321,[\s\S]*\n\d+ laws hold\n$/,
  '06-groups-from-a-config':
    /^step 0 {2}body 0\.0080 {2}head 0\.0800 {2}loss 1\.6e\+0\nstep 13 {2}body 0\.0351 {2}head 0\.3506 [\s\S]*step 39 .* loss \d\.\de-\d+\n$/,
  '07-closed-loop':
    /^part 2 of 2 begins at step 30 \(in \$\.parts\[0\]\)\ncut from 1 to 0\.5 at step 151: [\s\S]*\nthe phase ended at step 290: [\s\S]*after step 389, with a loss of 0\.0\d+\n$/,
  '08-python-child':
    /^step 0 {2}rate 0\.10 {2}loss 0\.69\d\n[\s\S]*step 59 .* loss 0\.1\d+\nthe rates add up to 30\.795000, the weight walked 30\.795000\n$/,
  '09-brain-js':
    /^epoch 0 {2}rate 0\.036 {2}loss 0\.\d+\nepoch 49 {2}rate 0\.897 [\s\S]*\nepoch 147 {2}rate 0\.002 {2}loss 0\.0\d+\n$/,
  '10-find-rate':
    /^rate 7e-7 {3}loss {3}1\.057 {2}smoothed 1\.012\n[\s\S]*\nband 0\.035 to 0\.15; the test ended: \w+\nthe model is as it was\nheld-out loss 1\.03 before training, 0\.0\d+ after\n$/,
  '11-keep-and-replay':
    /^300 rows, each step once: true\npatience 20\n {2}reduced from 0\.12 to 0\.06 at step 174: [\s\S]*\npatience 10\n {2}reduced from 0\.12 to 0\.06 at step \d+: [\s\S]*anneal\/logger view run\.jsonl/,
};

/** Python modules beside Node; without one an example is skipped. CI has Python, and need not have PyTorch. */
const lacks = (module: string) => spawnSync('python3', ['-c', `import ${module}`]).status !== 0;
const isCI = process.env.CI === 'true';

const names = readdirSync(here)
  .filter((file) => /^\d.*\.ts$/.test(file))
  .map((file) => file.slice(0, -3));

describe('the examples', () => {
  it('are all here', () => {
    expect(names).toEqual(Object.keys(prints));
  });

  it.each(names)('%s fits on a page', (name) => {
    expect(readFileSync(`${here}${name}.ts`, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  const run = async (name: string, ...args: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', ...conditions, 'tools/example.mjs', name, ...args],
      { cwd: `${here}..` },
    );
    expect(stdout).toMatch(prints[name] as RegExp);
  };

  it.for(names)('%s runs', async (name, { skip }) => {
    skip(name.includes('python') && !isCI && lacks('json'), 'there is no python3 here');
    await run(name);
  });

  // PyTorch is too large to be installed for one example.
  if (lacks('torch')) console.warn('08-python-child is not run with PyTorch, which is not here.');
  else it('08-python-child runs with PyTorch', () => run('08-python-child', 'trainer_torch.py'));
});
