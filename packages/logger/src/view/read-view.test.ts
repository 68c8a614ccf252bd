import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readView } from './read-view.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-view-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header = (attempt: number, told: object = {}): object => ({
  anneal: 1,
  run: 'r',
  attempt,
  startedAt: `2026-01-0${attempt}T00:00:00.000Z`,
  ...told,
});
function written(name: string, ...lines: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

describe('readView', () => {
  it('tells of all attempts of a run, restarts folded', async () => {
    const told = { name: 'mine', config: { batch: 8 }, schedule: { anneal: 1, type: 'constant', rate: 0.1 } };
    const file = written(
      'restart.jsonl',
      header(1),
      { step: 0, epoch: 0, loss: 4, rate: 0.1, note: 'x', time: '2026-01-01T00:00:00Z' },
      { step: 1, epoch: 0, loss: 'Infinity', rate: 0.1, time: '2026-01-01T00:00:01Z' },
      header(2, told),
      {
        step: 1,
        epoch: 1,
        loss: 1,
        rate: 0.1,
        val_loss: 3,
        time: '2026-01-01T00:00:09Z',
        causes: [{ by: 'mine', step: 1 }],
      },
      { epoch: 1, val_loss: 'NaN' },
    );
    expect(await readView(file)).toEqual({
      name: 'mine',
      file,
      id: 'r',
      startedAt: '2026-01-01T00:00:00.000Z',
      attempts: 2,
      rows: 3,
      lastStep: 1,
      schedule: 'constant',
      facts: {
        'schedule.anneal': '1',
        'schedule.type': 'constant',
        'schedule.rate': '0.1',
        'config.batch': '8',
      },
      loss: 'loss',
      figures: {
        loss: { last: 1, best: { value: 1, step: 1 } },
        rate: { last: 0.1, best: { value: 0.1, step: 0 } },
        val_loss: { last: 'NaN', best: { value: 3, step: 1 } },
      },
      rates: { rate: { steps: [0, 1], values: [0.1, 0.1], count: 2 } },
      metrics: {
        loss: { steps: [0, 1], values: [4, 1], count: 2 },
        val_loss: { steps: [1, 1], values: [3, 'NaN'], count: 2 },
      },
      epochs: { steps: [0, 1], values: [0, 1], count: 2 },
      seconds: { steps: [0, 1], values: [0, 9], count: 2 },
      acts: [{ step: 1, text: 'mine acted at step 1' }],
      actsLeftOut: 0,
    });
  });

  it('counts rows where there are no steps, and finds the loss and the rates by their names', async () => {
    const file = written('bare.jsonl', header(1), { acc: 1, trainLoss: 2, 'rate.head': 3 }, { trainLoss: 1 });
    expect(await readView(file)).toMatchObject({
      name: 'bare',
      loss: 'trainLoss',
      lastStep: 1,
      rates: { 'rate.head': { values: [3] } },
      metrics: { trainLoss: { steps: [0, 1] } },
    });
  });

  it('takes the seconds of each step for no clock, and goes on where one begins anew', async () => {
    const each = Array.from({ length: 50 }, (_, step) => ({ step, loss: 1, time: 0.03 + 0.01 * (step % 3) }));
    expect((await readView(written('each.jsonl', header(1), ...each))).seconds).toBeUndefined();
    const anew = Array.from({ length: 200 }, (_, step) => ({ step, loss: 1, time: step % 100 }));
    expect((await readView(written('anew.jsonl', header(1), ...anew))).seconds?.values.at(-1)).toBe(198);
  });

  it('is in the order of its steps, however rows came, and has a name in any case', async () => {
    const rows = [3, 1, 2].map((step) => ({ step, loss: step }));
    const { name, metrics } = await readView(written('mixed.jsonl', header(1, { name: ' ' }), ...rows));
    expect([name, metrics.loss?.steps]).toEqual(['mixed', [1, 2, 3]]);
  });

  it('keeps little of a long run, with its spikes', async () => {
    const rows = Array.from({ length: 40_000 }, (_, step) => ({
      step,
      loss: step === 7777 ? 99 : 1 / (1 + step),
    }));
    const { metrics, rows: count } = await readView(written('long.jsonl', header(1), ...rows));
    expect(count).toBe(40_000);
    const { loss } = metrics;
    expect(loss?.values.length).toBeLessThanOrEqual(4002);
    expect(loss?.count).toBe(40_000);
    expect(loss?.steps[loss.values.indexOf(99)]).toBe(7777);
  });
});
