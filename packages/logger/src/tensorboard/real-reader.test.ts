import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { from } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { log } from '../log.ts';
import type { Row } from '../row.ts';
import { eventFiles, shownByPython, shownByRust } from './golden/read-events.ts';
import { type TensorboardOptions, tensorboard } from './tensorboard.ts';

/** A Python that has TensorBoard. */
const python = process.env.ANNEAL_TENSORBOARD;

const logdir = mkdtempSync(join(tmpdir(), 'tensorboard-real-'));
const folder = join(logdir, 'run');

const rowsOf = (start: number, count: number, more: object = {}): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    step: start + index,
    loss: start + index,
    rate: 0.5,
    ...more,
  }));
const write = (rows: readonly Row[], options: TensorboardOptions): void => {
  from(rows)
    .pipe(log(tensorboard(folder, options)))
    .subscribe();
};

const ACCUMULATE = `
import json, sys
from tensorboard.backend.event_processing import event_accumulator as e
a = e.EventAccumulator(sys.argv[1], size_guidance={e.SCALARS: 0})
a.Reload()
print(json.dumps({tag: [[s.step, s.value] for s in a.Scalars(tag)] for tag in a.Tags()['scalars']}))
`;

beforeAll(() => {
  const config = { lr: 0.1, optimizer: 'adam', model: { width: 16 }, nesterov: true };
  const schedule = { anneal: 1, type: 'constant' };
  write(rowsOf(0, 1500, { 'métrique 🎉': 0.5 }), { config, schedule });
  write(rowsOf(1000, 300, { 'métrique 🎉': 0.25 }), { config });
  const [, second] = eventFiles(folder) as [string, string];
  truncateSync(second, statSync(second).size - 5);
  write(rowsOf(1200, 50, { causes: ['by *hand*'], 'métrique 🎉': 0.125 }), { config });
});
afterAll(() => rmSync(logdir, { recursive: true }));

it('by the rules of both loaders, each step of three attempts is shown once', () => {
  const shown = shownByPython(folder);
  expect(Object.keys(shown).sort()).toEqual(['loss', 'métrique 🎉', 'rate']);
  for (const points of Object.values(shown)) {
    expect(points.map(([step]) => step)).toEqual(Array.from({ length: 1250 }, (_, step) => step));
  }
  expect(shownByRust(folder)).toEqual(shown);
});

// Not skipped where it is not wanted: a skipped test is one that something is missing for.
if (python !== undefined) {
  describe('TensorBoard itself', { timeout: 120_000 }, () => {
    let server: ChildProcess;
    let address = '';
    const asked = async (path: string, body?: object): Promise<unknown> => {
      const post = body && { method: 'POST', body: JSON.stringify(body) };
      return (await fetch(`${address}/data/${path}`, post)).json();
    };

    beforeAll(async () => {
      const flags = [
        '--load_fast=true',
        '--port=0',
        '--host=127.0.0.1',
        '--samples_per_plugin=scalars=1000000',
      ];
      server = spawn(python, ['-m', 'tensorboard.main', `--logdir=${logdir}`, ...flags], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      server.stderr?.on('data', (text) => {
        said += text;
      });
      const patience = { timeout: 60_000, interval: 200 };
      await vi.waitFor(() => {
        address = /at (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1] as string;
        expect(address).toBeDefined();
      }, patience);
      await vi.waitFor(async () => {
        expect(await asked('plugin/text/tags')).toMatchObject({ run: expect.arrayContaining(['causes']) });
      }, patience);
    }, 130_000);

    afterAll(() => {
      server?.kill();
    });

    it('reads each step once, by its loader in Python', () => {
      const read: unknown = JSON.parse(
        execFileSync(python, ['-c', ACCUMULATE, folder], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
      expect(read).toEqual(shownByPython(folder));
    });

    it('reads each step once, by its loader in Rust', async () => {
      for (const [tag, points] of Object.entries(shownByRust(folder))) {
        const read = await asked(`plugin/scalars/scalars?run=run&tag=${encodeURIComponent(tag)}`);
        expect((read as [number, number, number][]).map(([, step, value]) => [step, value])).toEqual(points);
        expect(points).toHaveLength(1250);
      }
    });

    it('shows texts', async () => {
      const causes = (await asked('plugin/text/text?run=run&tag=causes')) as { step: number; text: string }[];
      expect(causes[0]?.text).toBe('<p>by <em>hand</em></p>');
      const [schedule] = (await asked('plugin/text/text?run=run&tag=about/schedule')) as { text: string }[];
      expect(schedule?.text).toContain('<pre><code>{\n  "anneal": 1,\n  "type": "constant"\n}');
    });

    it('shows hyperparameters, and all scalars as their metrics', async () => {
      const experiment = (await asked('plugin/hparams/experiment', { experimentName: '' })) as {
        hparamInfos: { name: string }[];
        metricInfos: { name: { tag: string } }[];
      };
      expect(experiment.hparamInfos.map(({ name }) => name).sort()).toEqual([
        'lr',
        'model.width',
        'nesterov',
        'optimizer',
      ]);
      expect(experiment.metricInfos.map(({ name }) => name.tag).sort()).toEqual([
        'loss',
        'métrique 🎉',
        'rate',
      ]);
      const groups = await asked('plugin/hparams/session_groups', {
        experimentName: '',
        allowedStatuses: ['STATUS_SUCCESS'],
        colParams: [{ hparam: 'lr' }],
        startIndex: 0,
        sliceSize: 10,
      });
      expect(groups).toMatchObject({
        sessionGroups: [{ hparams: { lr: 0.1, optimizer: 'adam', 'model.width': 16, nesterov: true } }],
        totalSize: 1,
      });
    });
  });
}
