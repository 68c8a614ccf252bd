import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constant, reduceOnPlateau } from '@anneal/core';
import { lastValueFrom, Subject, tap, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { channelTrainer, train } from '../index.ts';
import { childTrainer } from './index.ts';

const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text as string,
  );

it('the ten lines of Python are ten, and train', { timeout: 30_000 }, async ({ skip }) => {
  const [glue = '', loop] = blocks('python');
  expect(
    glue
      .trim()
      .split('\n')
      .filter((line) => line !== '').length,
  ).toBeLessThanOrEqual(10);
  const noPython = process.env.CI !== 'true' && spawnSync('python3', ['--version']).error !== undefined;
  skip(noPython, 'there is no python3 here');
  const trainer = childTrainer('python3', ['-c', `${glue}${loop}`]);
  const rows = await lastValueFrom(train(trainer, constant(0.25)).pipe(toArray()));
  expect(rows).toEqual([0.25, 0.0625, 0.015625].map((loss, step) => ({ step, rate: 0.25, loss })));
});

it('the conversation is the one that is had', async () => {
  const lines = (blocks('text')[0] ?? '').trim().split('\n');
  const messages = new Subject<unknown>();
  const had: string[] = [];
  const trainer = channelTrainer({ messages, send: (message) => had.push(`> ${JSON.stringify(message)}`) });
  const plan = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 0, monitor: 'valLoss' });
  let state: Promise<unknown> | undefined;
  const done = lastValueFrom(
    train(trainer, plan).pipe(
      tap(({ step, loss }) => {
        if (step === 1 && loss !== undefined) state = trainer.save();
      }),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve));
  for (const line of lines.filter((one) => one.startsWith('<'))) {
    had.push(line);
    messages.next(JSON.parse(line.slice(2)));
  }
  await done;
  expect(await state).toEqual({ w: [0.25, -1] });
  expect(had).toEqual(lines);
});
