import { constant } from '@anneal/core';
import { lastValueFrom } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { find } from './find.ts';
import { setupOf } from './testing/setup-of.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../../tools/penguins.ts')).penguins(),
}));

const found = async (kind: 'penguins' | 'spirals') => {
  const setup = setupOf([constant(0.1)], {
    data: { kind, points: 500, noise: 0.05 },
    model: { hidden: [16, 16], activation: 'tanh', batch: 32, optimizer: 'sgd' },
  });
  const news = await lastValueFrom(find({ type: 'find', run: 4, setup }));
  return news.type === 'found' ? news : undefined;
};

describe('find', () => {
  it('finds rates that are worth a try, the same ones again', async () => {
    const news = await found('penguins');
    expect(news).toMatchObject({ run: 4, reason: undefined });
    const { from, to } = news?.band ?? { from: 0, to: 0 };
    expect(from).toBeGreaterThan(0.001);
    expect(to).toBeGreaterThan(from);
    expect(to).toBeLessThan(3);
    expect([news?.losses.length, news?.smoothed.length]).toEqual([news?.rates.length, news?.rates.length]);
    expect(await found('penguins')).toEqual(news);
  });

  it('says why where there is too little to say', async () => {
    const news = await found('spirals');
    expect([news?.band, news?.reason]).toEqual([undefined, expect.stringContaining('no more than noise')]);
  });
});
