import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulate } from '@anneal/core';
import { fromJSON } from '@anneal/core/json';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Run } from './block.ts';
import { catalogue, leafOf } from './catalogue.ts';
import { toCode } from './code.ts';
import type { Plan } from './plan.ts';
import { anyPlan } from './testing/any-plan.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const run: Run = { steps: 300, epoch: 10, peak: 0.3 };

/** What pasted codes export, each run as a module of its own, with the packages as they are installed. */
async function pasted(codes: readonly string[]): Promise<unknown[]> {
  const built = await build({
    stdin: {
      contents: codes.map((_, i) => `export { schedule as _${i} } from 'code:${i}';`).join('\n'),
      resolveDir: here,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['@anneal/source'],
    plugins: [
      {
        name: 'pasted',
        setup(build) {
          build.onResolve({ filter: /^code:/ }, ({ path }) => ({
            path: join(here, path),
            namespace: 'pasted',
          }));
          build.onLoad({ filter: /./, namespace: 'pasted' }, ({ path }) => ({
            contents: codes[Number(path.split(':').at(-1))] as string,
            loader: 'ts',
            resolveDir: here,
          }));
        },
      },
    ],
  });
  const text = built.outputFiles[0]?.text as string;
  const made = await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  );
  return codes.map((_, i) => made[`_${i}`]);
}

/** A loss that falls, with a spike in it, and then stands still. */
const reports = Array.from({ length: 300 }, (_, step) => {
  const loss = step === 90 ? 50 : Math.max(0.1, 1 - step / 150);
  return { step, loss, ...(step % 10 === 9 && { val_loss: loss, val_acc: 1 - loss }) };
});

/** Runs the codes of plans and holds the schedules to them. */
async function same(plans: readonly Plan[]): Promise<void> {
  const wholes = plans.map((plan) => ({ anneal: 1, ...plan }));
  const made = await pasted(wholes.map(toCode));
  for (const [i, whole] of wholes.entries()) {
    const schedule = fromJSON(whole);
    expect(JSON.stringify(made[i])).toBe(JSON.stringify(schedule));
    expect(simulate(made[i] as typeof schedule, reports)).toEqual(simulate(schedule, reports));
  }
}

it('makes the same schedule when pasted, for every block', async () => {
  const part = leafOf('cosineAnnealing').make(run);
  await same(
    catalogue.map((block) => {
      if (block.role === 'list') return block.make([part, leafOf('backOff').make(run)]);
      return block.role === 'around' ? block.make(part, run) : block.make(run);
    }),
  );
});

it('makes the same schedule when pasted, for whatever is composed', async () => {
  await same(fc.sample(anyPlan(run), 150));
});

it('makes the same schedule of the odd ones: numbers of all sizes, names with all signs', async () => {
  await same([
    { type: 'constant', rate: 1e-300 },
    { type: 'exponentialDecay', initial: 0.1 + 0.2, factor: 0.9999999999999999 },
    { type: 'reduceOnPlateau', initial: 1, monitor: 'it\'s `odd` "\\\n\u2028' },
    { type: 'linear', from: 1e21, to: 5e-324, over: 0.3333333333333333 },
  ]);
});

it('is written as people write it', () => {
  expect(toCode({ anneal: 1, type: 'constant', rate: 0.1 })).toBe(`import { constant } from '@anneal/core';

export const schedule = constant(0.1);
`);
  const plan = {
    anneal: 1,
    type: 'warmup',
    part: {
      type: 'multiply',
      parts: [
        { type: 'cosineAnnealing', from: 0.3, to: 0, over: 270 },
        {
          type: 'reduceOnPlateau',
          initial: 1,
          monitor: 'val_loss',
          factor: 0.5,
          patience: 4,
          threshold: 0.01,
        },
      ],
    },
    over: 30,
  };
  expect(toCode(plan)).toBe(`import {
  cosineAnnealing,
  multiply,
  reduceOnPlateau,
  warmup,
} from '@anneal/core';

export const schedule = warmup(
  multiply(
    cosineAnnealing({ from: 0.3, to: 0, over: 270 }),
    reduceOnPlateau({
      initial: 1,
      monitor: 'val_loss',
      factor: 0.5,
      patience: 4,
      threshold: 0.01,
    }),
  ),
  { over: 30 },
);
`);
});

it('refuses what is no schedule', () => {
  expect(() => toCode({ anneal: 1, type: 'constant', rate: '1); alert(1' })).toThrow(
    'must be a finite number',
  );
});
