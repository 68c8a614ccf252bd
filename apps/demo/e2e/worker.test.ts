import { fileURLToPath } from 'node:url';
import {
  backOff,
  constant,
  cosineAnnealing,
  exponentialDecay,
  linear,
  reduceOnPlateau,
  warmup,
} from '@anneal/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Command, News } from '../src/race/messages.ts';
import type { Setup } from '../src/race/setup.ts';
import { runRace } from '../src/race/testing/run-race.ts';
import { setupOf } from '../src/race/testing/setup-of.ts';
import { type BuiltPage, builtPage } from './built-page.ts';
import { browserless } from './use-page.ts';
import type { Desk } from './worker-page/page.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../tools/penguins.ts')).penguins(),
}));

const six = setupOf(
  [
    warmup(cosineAnnealing({ from: 0.5, over: 270 }), { over: 30 }),
    constant(0.1),
    exponentialDecay({ initial: 0.5, factor: 0.99 }),
    reduceOnPlateau({ initial: 0.4, factor: 0.5, patience: 2, monitor: 'val_loss' }),
    linear({ from: 1e30, to: 1e38, over: 5 }),
    backOff({ initial: 0.3 }),
  ],
  {
    steps: 300,
    data: { kind: 'spirals', points: 500, noise: 0.02 },
    model: { hidden: [16, 16], activation: 'tanh', batch: 32, optimizer: 'sgd' },
  },
);

describe.skipIf(browserless)('the worker in Chromium', { timeout: 60_000 }, () => {
  let built: BuiltPage;
  let run = 0;

  beforeAll(async () => {
    built = await builtPage(fileURLToPath(new URL('worker-page', import.meta.url)));
    await built.page.waitForFunction(() => (globalThis as unknown as { desk: Desk }).desk.heard.length > 0);
  }, 60_000);
  afterAll(() => built?.close());

  const send = (command: Command) =>
    built.page.evaluate(
      (command) => (globalThis as unknown as { desk: Desk }).desk.send(command),
      command as never,
    );

  /** Waits for news of this run, and gives them all, with plain arrays for typed ones. */
  async function newsTo(type: News['type'], of: number): Promise<News[]> {
    await built.page.waitForFunction(
      ([type, of]) =>
        (globalThis as unknown as { desk: Desk }).desk.heard.some(
          (news) => news.type === type && 'run' in news && news.run === of,
        ),
      [type, of] as const,
    );
    return built.page.evaluate((of) => {
      const plain = (value: unknown): unknown =>
        ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
      return (globalThis as unknown as { desk: Desk }).desk.heard
        .filter((news) => 'run' in news && news.run === of)
        .map((news) => Object.fromEntries(Object.entries(news).map(([key, value]) => [key, plain(value)])));
    }, of) as Promise<News[]>;
  }

  async function raced(setup: Setup): Promise<News[]> {
    run++;
    await send({ type: 'race', run, setup, once: false, perSecond: Number.POSITIVE_INFINITY });
    return newsTo('done', run);
  }

  const lossesOf = (news: readonly News[]) =>
    news.flatMap((one) => (one.type === 'rows' ? [[one.from, one.count, [...one.losses]]] : []));
  const stepsOf = (news: readonly News[]) =>
    news.reduce((sum, one) => sum + (one.type === 'rows' ? one.count : 0), 0);

  it('races six schedules, and comes to the same again', async () => {
    const news = await raced(six);
    expect(news[0]).toMatchObject({ type: 'set', training: 400, heldOut: 100, stepsPerEpoch: 12 });
    expect(stepsOf(news)).toBe(300);
    expect(news.filter(({ type }) => type === 'diverged')).toMatchObject([{ lane: 4, cause: 'loss' }]);
    const pictures = news.filter((one) => one.type === 'pictures');
    expect(pictures.at(-1)?.pictures.map(({ lane }) => lane)).toEqual([0, 1, 2, 3, 4, 5]);
    const flat = (of: readonly News[]) => {
      const columns = Array.from({ length: 6 }, () => [] as number[]);
      for (const [, count, losses] of lossesOf(of) as [number, number, number[]][])
        for (const [racer, column] of columns.entries())
          column.push(...losses.slice(racer * count, (racer + 1) * count));
      return columns;
    };
    expect(flat(await raced(six))).toEqual(flat(news));
    // In Node, too: a race is the same wherever it is run.
    expect(flat(news)).toEqual((await runRace(six)).losses);
  });

  it('pauses, steps, does deeds, and goes on', async () => {
    run++;
    await send({ type: 'race', run, setup: six, once: true, perSecond: Number.POSITIVE_INFINITY });
    expect(stepsOf(await newsTo('rows', run))).toBe(1);
    await send({ type: 'do', deed: { kind: 'rate', lane: 1, rate: 0.25 } });
    await newsTo('acted', run);
    expect(stepsOf(await newsTo('set', run))).toBe(1);
    await send({ type: 'step' });
    await send({ type: 'resume' });
    const news = await newsTo('done', run);
    const rates = news.flatMap((one) =>
      one.type === 'rows' ? [...one.rates].slice(one.count, 2 * one.count) : [],
    );
    expect(rates.slice(0, 3)).toEqual([0.1, 0.1, 0.25]);
    expect(stepsOf(news)).toBe(300);
  });

  it('finds a rate', async () => {
    run++;
    await send({ type: 'find', run, setup: { ...six, data: { kind: 'moons', points: 300, noise: 0.1 } } });
    const found = (await newsTo('found', run)).at(-1);
    expect(found).toMatchObject({
      type: 'found',
      band: { from: expect.any(Number), to: expect.any(Number) },
    });
  });

  it('reads a file, and says why it cannot', async () => {
    const said = await built.page.evaluate(async () => {
      const { desk } = globalThis as unknown as { desk: Desk };
      const rows = Array.from({ length: 40 }, (_, row) => `${row % 7},${row % 5},${row % 2 ? 'yes' : 'no'}`);
      const read = async (text: string) => {
        const before = desk.heard.length;
        desk.send({ type: 'read', file: new File([text], 'mine.csv') });
        while (desk.heard.length === before) await new Promise((later) => setTimeout(later, 10));
        const news = desk.heard.at(-1);
        return news?.type === 'table' ? [news.table.features, news.table.classes, news.columns] : news;
      };
      return [await read(['a,b,"is it, then?"', ...rows].join('\n')), await read('')];
    });
    expect(said).toEqual([
      [
        ['a', 'b'],
        ['no', 'yes'],
        ['a', 'b', 'is it, then?'],
      ],
      { type: 'unreadable', reason: 'The file is empty.' },
    ]);
  });
});
