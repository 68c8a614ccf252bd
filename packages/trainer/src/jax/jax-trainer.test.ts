import { constant, cosineAnnealing, groups, linear, resume } from '@anneal/core';
import { blockUntilReady, init, jit, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { BehaviorSubject, delay, lastValueFrom, type Observable, pipe, take, toArray } from 'rxjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { train } from '../index.ts';
import { jaxTrainer } from './index.ts';
import { ratesOf } from './rates.ts';

const all = <T>(stream: Observable<T>) => lastValueFrom(stream.pipe(toArray()));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const sixteenths = linear({ from: 1, to: 0, over: 16 });

// Without a name it asks for a GPU, which Node has none of.
beforeAll(() => init('wasm'));

/** One weight with gradient 1: it walks by the sum of the rates that its steps really used. */
function walker() {
  const model = { w: np.array(0), traces: 0, rates: [] as np.Array[] };
  const gradient = valueAndGrad((w: np.Array) => w.mul(1));
  const update = jit((w: np.Array, rate: np.Array) => {
    model.traces++;
    const [loss, slope] = gradient(w.ref);
    return { w: w.sub(slope.mul(rate)), loss };
  });
  const step = (rate: np.Array) => {
    model.rates.push(rate);
    const next = update(model.w, rate);
    model.w = next.w;
    return { loss: next.loss };
  };
  return { model, step, weight: () => model.w.ref.item() };
}

/** How many programs are compiled meanwhile, by either way into WebAssembly. */
async function compiled(act: () => Promise<unknown>): Promise<number> {
  const { compile, Module } = WebAssembly;
  let programs = 0;
  WebAssembly.compile = ((bytes: BufferSource) => {
    programs++;
    return compile(bytes);
  }) as typeof compile;
  WebAssembly.Module = new Proxy(Module, {
    construct(target, given) {
      programs++;
      return Reflect.construct(target, given);
    },
  });
  try {
    await act();
  } finally {
    Object.assign(WebAssembly, { compile, Module });
  }
  return programs;
}

describe('jaxTrainer', () => {
  it('hands each step its rate, the first included: the weight walks by the sum of the rates', async () => {
    const { model, step } = walker();
    const walk: number[] = [];
    const rows = await all(
      train(
        jaxTrainer(
          (rate) => {
            const said = step(rate);
            walk.push(-model.w.ref.item());
            return said;
          },
          { steps: 16 },
        ),
        sixteenths,
      ),
    );
    let sum = 0;
    expect(walk).toEqual(rows.map(({ rate }) => (sum += rate)));
    // The loss is that of the weight before the step.
    expect(rows.map(({ step, rate, loss }) => [step, rate, loss])).toEqual(
      walk.map((_, i) => [i, sixteenths.at(i), i === 0 ? 0 : -(walk[i - 1] as number)]),
    );
  });

  it('traces once over hundreds of rates, and compiles no program for any of them', async () => {
    const { model, step } = walker();
    const trainer = jaxTrainer(step, { steps: 300 });
    const programs = await compiled(() => all(train(trainer, cosineAnnealing({ from: 0.1, over: 300 }))));
    expect(model.traces).toBe(1);
    expect(programs).toBeLessThan(5);
    expect(await compiled(() => all(train(trainer, cosineAnnealing({ from: 0.3, over: 300 }))))).toBe(0);
    expect(model.traces).toBe(1);
  });

  it('compiles no program for each rate outside of jit either, where a number would', async () => {
    const walk = async (rateOf: (i: number) => np.Array) => {
      let w = np.array([0, 1]);
      for (let i = 1; i <= 50; i++) w = await blockUntilReady(w.sub(rateOf(i)));
      w.dispose();
    };
    expect(await compiled(() => walk((i) => np.array(1 / (i + 0.123))))).toBe(50);
    expect(await compiled(() => walk((i) => ratesOf(1 / (i + 0.321)) as np.Array))).toBeLessThan(5);
  });

  it('leaves weights their type', async () => {
    for (const dtype of [np.float16, np.float32, np.float64]) {
      const next = np.zeros([2], { dtype }).sub(ratesOf(0.1) as np.Array);
      expect(next.dtype).toBe(dtype);
      next.dispose();
    }
  });

  it.each<[string, (rate: np.Array, kept: np.Array[]) => object | undefined]>([
    ['uses it', (rate) => rate.mul(2)],
    ['uses it twice', (rate) => ({ a: rate.ref.mul(2), b: rate.add(1) })],
    ['leaves it', () => undefined],
    ['frees it', (rate) => rate.dispose() as undefined],
    ['reports it', (rate) => ({ lr: rate })],
    [
      'keeps it',
      (rate, kept) => {
        kept.push(rate.ref);
        return rate.mul(2);
      },
    ],
  ])('frees the rate of a step that %s', async (_, use) => {
    const rates: np.Array[] = [];
    const said: np.Array[] = [];
    const trainer = jaxTrainer(
      (rate) => {
        rates.push(rate);
        const result = use(rate, []);
        if (result !== undefined) said.push(...(tree.leaves(result as never) as np.Array[]));
        return result as { a?: np.Array } | undefined;
      },
      { steps: 3 },
    );
    expect(await all(train(trainer, constant(0.5)))).toHaveLength(3);
    expect(rates.map(({ refCount }) => refCount)).toEqual([0, 0, 0]);
    expect(said.every(({ refCount }) => refCount === 0)).toBe(true);
  });

  it('frees the rate of a step that throws, and of one that is stopped', async () => {
    const { model, step } = walker();
    const broken = jaxTrainer(
      (rate, i) => {
        if (i === 2) {
          model.rates.push(rate);
          throw new Error('out of memory');
        }
        return step(rate);
      },
      { steps: 9 },
    );
    await expect(all(train(broken, sixteenths))).rejects.toThrow(
      'train: the trainer failed at step 2 (rate 0.875): out of memory',
    );
    await all(train(jaxTrainer(step, { steps: 9 }), sixteenths).pipe(take(2)));
    await vi.waitFor(() => expect(model.rates.map(({ refCount }) => refCount)).toEqual([0, 0, 0, 0, 0]));
    expect(model.w.refCount).toBe(1);
  });

  it('holds no more memory after thousands of steps', async () => {
    // Fresh slots are handed out from what was freed: with a leak the heap of the device grows.
    const { step, weight } = walker();
    const { grow } = WebAssembly.Memory.prototype;
    const leaked: np.Array[] = [];
    let grown = 0;
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
      grown += pages;
      return grow.call(this, pages);
    };
    try {
      await all(train(jaxTrainer(step, { steps: 200 }), constant(0.5)));
      grown = 0;
      await all(train(jaxTrainer(step, { steps: 1000 }), constant(0.5)));
      expect(grown).toBe(0);
      // So many rates that nobody frees would have shown.
      for (let i = 0; i < 1000; i++) leaked.push(np.ones([]).add(ratesOf(i) as np.Array));
      await blockUntilReady(leaked);
    } finally {
      WebAssembly.Memory.prototype.grow = grow;
    }
    expect(grown).toBeGreaterThan(0);
    tree.dispose(leaked);
    expect(weight()).toBe(-600);
  });

  it.each<[string, () => unknown, object]>([
    ['an array, the loss', () => np.array(3), { loss: 3 }],
    ['an array of one', () => np.array([3]), { loss: 3 }],
    ['a number', () => 3, { loss: 3 }],
    [
      'a record of both',
      () => ({ loss: np.array(3), norm: 2, deep: np.ones([1, 1]) }),
      { loss: 3, norm: 2, deep: 1 },
    ],
    ['a count', () => ({ hits: np.array(3, { dtype: np.int32 }) }), { hits: 3 }],
    ['a promise', async () => ({ loss: np.array(3) }), { loss: 3 }],
    ['nothing', () => {}, {}],
    ['an index and a rate, which are the trainer’s', () => ({ step: 9, rate: 9 }), {}],
  ])('reports %s', async (_, said, metrics) => {
    const trainer = jaxTrainer(said as () => object, { steps: 1 });
    expect(await all(train(trainer, constant(0.5)))).toEqual([{ step: 0, rate: 0.5, ...metrics }]);
  });

  it('refuses a metric of more than one number by its name, and frees it', async () => {
    const wide = np.ones([3, 2]);
    const one = np.array(1);
    const trainer = jaxTrainer(() => ({ one, losses: wide }), { steps: 1 });
    await expect(all(train(trainer, constant(0.5)))).rejects.toThrow(
      "jaxTrainer: the metric 'losses' must be one number, got an array of shape [3, 2]; reduce it, with mean() or sum()",
    );
    expect([one.refCount, wide.refCount]).toEqual([0, 0]);
  });

  it('hands groups to one jitted step as a record of arrays, traced once', async () => {
    let traces = 0;
    const update = jit((w: np.Array, { body, head }: { body: np.Array; head: np.Array }) => {
      traces++;
      return w.sub(np.stack([body, head]));
    });
    let w = np.zeros([2]);
    const trainer = jaxTrainer(
      (rates: { body: np.Array; head: np.Array }) => {
        w = update(w, rates);
      },
      { steps: 16, groups: ['body', 'head'] },
    );
    const rows = await all(train(trainer, groups({ body: sixteenths, head: constant(2) })));
    expect(rows[8]).toEqual({ step: 8, 'rate.body': 0.5, 'rate.head': 2 });
    expect([w.js(), traces]).toEqual([[-8.5, -32], 1]);
    await expect(
      all(train(trainer, groups({ body: sixteenths, haed: sixteenths }) as never)),
    ).rejects.toThrow("jaxTrainer: the schedule sets the group 'haed' (did you mean 'head'?)");
  });

  it('begins where the schedule stands, pauses before its next step, and can be run again', async () => {
    const { step, weight } = walker();
    const trainer = jaxTrainer(step, { steps: 16 });
    const running = new BehaviorSubject(true);
    const rows: number[] = [];
    const done = new Promise<void>((complete) => {
      train(trainer, resume(sixteenths, 12), { running }).subscribe({
        next: ({ step }) => {
          rows.push(step);
          if (step === 13) running.next(false);
        },
        complete,
      });
    });
    await vi.waitFor(() => expect(rows).toHaveLength(2));
    await pause(20);
    expect([rows, weight()]).toEqual([[12, 13], -7 / 16]);
    running.next(true);
    await done;
    expect([rows, weight()]).toEqual([[12, 13, 14, 15], -10 / 16]);
    expect(await all(train(trainer, constant(1)))).toHaveLength(16);
    expect(weight()).toBe(-16 - 10 / 16);
  });

  it('waits for a rate that takes its time', async () => {
    const { step, weight } = walker();
    const slowly = pipe(sixteenths as (reports: Observable<unknown>) => Observable<number>, delay(3));
    await all(train(jaxTrainer(step, { steps: 4 }), slowly));
    expect(weight()).toBe(-(16 + 15 + 14 + 13) / 16);
  });

  it('saves references, and goes back to them as often as is wanted', async () => {
    const { model, step, weight } = walker();
    const trainer = jaxTrainer(step, {
      steps: 4,
      save: () => tree.ref(model.w),
      restore: (saved) => {
        model.w.dispose();
        model.w = tree.ref(saved);
      },
    });
    await all(train(trainer, constant(1)));
    const saved = await trainer.save();
    for (let again = 0; again < 2; again++) {
      await all(train(trainer, sixteenths));
      await trainer.restore(saved);
      expect(weight()).toBe(-4);
    }
    tree.dispose(saved);
    expect(model.w.refCount).toBe(1);
  });

  it.each<[unknown, unknown, string]>([
    [3, { steps: 1 }, 'jaxTrainer: step must be a function, got 3'],
    [
      () => {},
      undefined,
      'jaxTrainer: the options must be an object { steps, groups, save, restore }, got undefined',
    ],
    [() => {}, { steps: 0 }, 'jaxTrainer: steps must be a whole number from 1 up, or Infinity, got 0'],
    [
      () => {},
      { steps: 2, epochs: 3 },
      "jaxTrainer: unknown option 'epochs' (the options are steps, groups, save, restore)",
    ],
  ])('refuses %o with %o', (step, options, message) => {
    expect(() => jaxTrainer(step as () => void, options as { steps: number })).toThrow(message);
  });
});
