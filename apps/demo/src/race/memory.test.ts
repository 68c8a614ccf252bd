import { constant, linear } from '@anneal/core';
import { lastValueFrom, take } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { find } from './find.ts';
import { race } from './race.ts';
import { show } from './show.ts';
import { controls, runRace } from './testing/run-race.ts';
import { setupOf } from './testing/setup-of.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../../tools/penguins.ts')).penguins(),
}));

const setup = (optimizer: 'sgd' | 'adam') =>
  setupOf([constant(0.1), linear({ from: 1e30, to: 1e38, over: 5 })], {
    steps: 12,
    // So wide that weights which nobody frees would soon be noticed.
    model: { hidden: [32, 32, 32], activation: 'relu', batch: 64, optimizer },
  });

/** One of everything: a race to its end, one that is given up, a look at the ground, a range test whole and half. */
async function everything(): Promise<void> {
  for (const optimizer of ['sgd', 'adam'] as const) {
    await runRace(setup(optimizer));
    const hands = controls();
    hands.going.go();
    const order = { type: 'race', run: 1, setup: setup(optimizer), once: false, perSecond: 1e9 } as const;
    await lastValueFrom(race(order, hands).pipe(take(3)));
    await lastValueFrom(show({ type: 'show', run: 1, setup: setup(optimizer) }));
    await lastValueFrom(find({ type: 'find', run: 1, setup: setup(optimizer) }));
    const half = find({ type: 'find', run: 1, setup: setup(optimizer) }).subscribe();
    await new Promise((later) => setTimeout(later, 30));
    half.unsubscribe();
  }
}

describe('the memory of the engine', () => {
  it('is given back: race after race it does not grow', { timeout: 60_000 }, async () => {
    const { grow } = WebAssembly.Memory.prototype;
    let grown = 0;
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
      grown += pages;
      return grow.call(this, pages);
    };
    try {
      await everything();
      expect(grown).toBeGreaterThan(0);
      grown = 0;
      for (let again = 0; again < 2; again++) await everything();
      expect(grown).toBe(0);
    } finally {
      WebAssembly.Memory.prototype.grow = grow;
    }
  });
});
