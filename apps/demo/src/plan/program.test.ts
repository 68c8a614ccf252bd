import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Run } from './block.ts';
import { catalogue, leafOf } from './catalogue.ts';
import { toCode } from './code.ts';
import { toProgram, toTfjsProgram } from './program.ts';

const demo = fileURLToPath(new URL('../..', import.meta.url));
const plan = {
  anneal: 1,
  type: 'warmup',
  part: {
    type: 'multiply',
    parts: [
      { type: 'cosineAnnealing', from: 0.3, to: 0, over: 180 },
      { type: 'reduceOnPlateau', initial: 1, monitor: 'val_loss', factor: 0.5, patience: 0, threshold: 0.5 },
    ],
  },
  over: 20,
};
const run100: Run = { steps: 100, epoch: 10, peak: 0.3 };
let folder: string;

beforeAll(async () => {
  // Where the packages are found as a project of one's own finds them.
  folder = await mkdtemp(join(demo, 'node_modules', 'pasted-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program as it was pasted into a file, and gives what it says. */
async function run(name: string, program: string): Promise<string> {
  const file = join(folder, `${name}.ts`);
  await writeFile(file, program);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@anneal/source', '--import', 'tsx', file],
    { cwd: dirname(dirname(demo)), timeout: 100_000 },
  );
  expect(stderr).not.toMatch(/error/i);
  return stdout;
}

it('trains, with a step of your own, to its end', async () => {
  const said = await run('own', toProgram({ plan, steps: 200 }));
  expect(said).toMatch(/\{ step: 0, rate: 0\.015, loss: 0\.5 \}/);
  expect(said).toMatch(/step: 100/);
});

it('trains with TensorFlow.js, and says why it acted', async () => {
  const said = await run('tfjs', toTfjsProgram({ plan, steps: 200 }));
  expect(said).toMatch(/step: 100/);
  expect(said).toMatch(/reduced from 1 to 0\.5 at step \d+: no gain/);
});

it('is right TypeScript for every block, with its metrics', async () => {
  const part = leafOf('cosineAnnealing').make(run100);
  const files = catalogue.flatMap((block) => {
    const plan =
      block.role === 'list'
        ? block.make([part, leafOf('backOff').make(run100)])
        : block.role === 'around'
          ? block.make(part, run100)
          : block.make(run100);
    const programs = [toCode(plan), toProgram({ plan, steps: 100 }), toTfjsProgram({ plan, steps: 100 })];
    return programs.map((program, i) => ({ name: join(folder, `${block.type}-${i}.ts`), program }));
  });
  await Promise.all(files.map(({ name, program }) => writeFile(name, program)));
  const program = ts.createProgram(
    files.map(({ name }) => name),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      customConditions: ['@anneal/source'],
      allowImportingTsExtensions: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    },
  );
  const wrong = files.flatMap(({ name }) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(
        ({ messageText }) =>
          `${name.split('/').at(-1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      ),
  );
  expect(wrong).toEqual([]);
}, 120_000);

it('is written as people write it', () => {
  expect(
    toProgram({ plan: { anneal: 1, type: 'constant', rate: 0.1 }, steps: 200 }),
  ).toBe(`import { constant, describe } from '@anneal/core';
import { stepTrainer, train } from '@anneal/trainer';

const schedule = constant(0.1);

// Put your own step here: one update at this rate, and what it measured.
let weight = 1;
const trainer = stepTrainer(
  (rate: number) => {
    const loss = weight ** 2 / 2;
    weight -= rate * weight;
    return { loss };
  },
  { steps: 200 },
);

train(trainer, schedule).subscribe({
  next({ step, rate, loss, causes = [] }) {
    for (const cause of causes) console.log(describe(cause));
    if (step % 100 === 0) console.log({ step, rate, loss });
  },
  error: console.error,
});
`);
});
