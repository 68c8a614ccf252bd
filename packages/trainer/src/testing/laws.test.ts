import { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { stepTrainer } from '../index.ts';
import { once } from '../once.ts';
import { type LawsOptions, laws, type Walk, type Walker } from './index.ts';

const quick: LawsOptions = { settle: 10, within: 200 };

async function broken(make: (walk: Walk) => Walker, options: LawsOptions = {}): Promise<string[]> {
  const names: string[] = [];
  for (const { name, check, skipped } of laws(make, { ...quick, ...options })) {
    if (skipped !== undefined) continue;
    await check().catch(() => names.push(name));
  }
  return names;
}

interface Made {
  readonly walker: Walker;
  readonly weight: { value: number };
}

/** A trainer that keeps all laws, to be spoilt. */
function sound({ steps, failAt }: Walk): Made {
  const weight = { value: 0 };
  const loop = stepTrainer(
    (rate: number, step) => {
      if (step === failAt) throw new Error('no further');
      if (typeof rate !== 'number') throw new TypeError('it has one rate');
      weight.value += rate;
    },
    { steps },
  );
  const trainer = {
    ...loop,
    save: async () => weight.value,
    restore: async (saved: unknown) => {
      weight.value = saved as number;
    },
  };
  return { walker: { trainer, walked: () => weight.value }, weight };
}

/** What is wrong with a trainer that runs by itself. */
interface Faults {
  readonly atOnce?: boolean;
  readonly runsAhead?: boolean;
  readonly oneMore?: boolean;
  readonly fromZero?: boolean;
  readonly deafToErrors?: boolean;
  readonly staysBusy?: boolean;
  readonly manyAtOnce?: boolean;
  readonly late?: boolean;
}

/** A trainer written by hand, with a fault. */
const faulty =
  (faults: Faults) =>
  ({ steps, failAt }: Walk): Walker => {
    let weight = 0;
    let [rate, before, until] = [Number.NaN, 0, -1];
    let busy = false;
    const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
    const trainer: Walker['trainer'] = {
      setRate(next, step) {
        if (typeof next !== 'number') throw new TypeError('it has one rate');
        [before, rate, until] = [Number.isNaN(rate) ? next : rate, next, step];
      },
      reports: (start) =>
        new Observable((out) => {
          if (busy && !faults.manyAtOnce) throw new Error('busy');
          busy = true;
          const end = once(() => {
            busy = faults.staysBusy ?? false;
            [rate, until] = [Number.NaN, -1];
          });
          const run = async (): Promise<void> => {
            if (!faults.atOnce) await tick();
            for (let step = faults.fromZero ? 0 : start; step < steps && !out.closed; step++) {
              while (!(out.closed || step <= until || (faults.runsAhead && step > 0))) await tick();
              if (out.closed) break;
              if (step === failAt) throw new Error('no further');
              weight += faults.late ? before : rate;
              out.next({ step });
              if (faults.oneMore && out.closed) weight++;
              await tick();
            }
            if (out.closed) return;
            end();
            out.complete();
          };
          out.add(end);
          run().catch((error: unknown) => {
            end();
            if (faults.deafToErrors) out.complete();
            else out.error(error);
          });
        }),
    };
    return { trainer, walked: () => weight };
  };

describe('laws', () => {
  it('hold for what is well made', async () => {
    expect(await broken((walk) => sound(walk).walker)).toEqual([]);
    expect(await broken(faulty({}), { saves: false })).toEqual([]);
  });

  it.each<[string, Faults]>([
    ['runs nothing inside subscribe', { atOnce: true }],
    ['runs each step at its own rate, the first included', { late: true }],
    ['waits for each rate where the schedule takes its time', { runsAhead: true }],
    ['pauses before its next step, and goes on', { runsAhead: true }],
    ['stops before its next step when it is unsubscribed', { oneMore: true }],
    ['ends in an error where a step throws', { deafToErrors: true }],
    ['counts from the step at which it is resumed', { fromZero: true }],
    ['runs again from within the end of a run', { staysBusy: true }],
    ['can be let go of while it waits, and runs again at once', { staysBusy: true }],
    ['does one run at a time', { manyAtOnce: true }],
    ['takes no step at a rate of NaN', { oneMore: true }],
    ['takes no step at a rate of -1', { oneMore: true }],
    ['takes no step at a rate of Infinity', { oneMore: true }],
  ])('catch a trainer that breaks: %s', async (name, faults) => {
    expect(await broken(faulty(faults), { saves: false })).toContain(name);
  });

  it('catch a trainer that begins before it is told a rate', async () => {
    const hasty = (walk: Walk): Walker => {
      const { walker, weight } = sound(walk);
      const { trainer } = walker;
      const reports = (start: number) => {
        weight.value++;
        return trainer.reports(start);
      };
      return { ...walker, trainer: { ...trainer, reports } };
    };
    expect(await broken(hasty)).toContain('does not begin before its first rate');
  });

  it('catch a trainer that takes what is no rate of its own', async () => {
    const lenient = ({ steps }: Walk): Walker => {
      let weight = 0;
      return {
        trainer: stepTrainer(
          (rate: number) => {
            weight += rate;
          },
          { steps },
        ),
        walked: () => weight,
      };
    };
    expect(await broken(lenient, { saves: false })).toContain('refuses groups that it does not have');
  });

  const puttingBack = 'puts back, by restore, the weights behind the row at which it was told to save';
  it.each<[string, (made: Made) => Partial<Walker['trainer']>]>([
    [
      'saves late',
      ({ weight }) => ({ save: () => new Promise((done) => setTimeout(() => done(weight.value), 5)) }),
    ],
    ['saves what cannot be kept', () => ({ save: async () => () => 1 })],
    ['does not restore', () => ({ restore: async () => {} })],
    ['does not save', () => ({ save: () => Promise.reject(new Error('disk full')) })],
  ])('catch a trainer that %s', async (_, change) => {
    const make = (walk: Walk): Walker => {
      const made = sound(walk);
      return { ...made.walker, trainer: { ...made.walker.trainer, ...change(made) } };
    };
    expect(await broken(make)).toEqual([puttingBack]);
  });

  it('catch a trainer that saves and cannot restore, or says otherwise than it is', async () => {
    const halved = (walk: Walk): Walker => {
      const { walker } = sound(walk);
      const { restore: _, ...trainer } = walker.trainer;
      return { ...walker, trainer };
    };
    expect(await broken(halved)).toEqual([puttingBack, 'has save and restore, or neither']);
    expect(await broken((walk) => sound(walk).walker, { saves: false })).toEqual([
      'has save and restore, or neither',
    ]);
  });

  it('catch a trainer that hangs', async () => {
    const make = (): Walker => ({
      trainer: { reports: () => new Observable(), setRate() {} },
      walked: () => 0,
    });
    const [, first] = laws(make, quick);
    await expect(first?.check()).rejects.toThrow('nothing came from the trainer within 200 ms');
  });

  it('skip by name what is not asked of a trainer, and pass nothing that is skipped', async () => {
    const make = (walk: Walk) => sound(walk).walker;
    const skipped = laws(make, { waits: false, saves: false }).filter((law) => law.skipped !== undefined);
    expect(skipped.map(({ name }) => name)).toEqual([
      'waits for each rate where the schedule takes its time',
      'does not begin before its first rate',
      'pauses before its next step, and goes on',
      'can be let go of while it waits, and runs again at once',
      puttingBack,
    ]);
    for (const law of skipped)
      await expect(law.check()).rejects.toThrow(`'${law.name}' is skipped: the trainer`);
  });

  it('let go of what they made, also where they fail', async () => {
    let held = 0;
    const make = (walk: Walk): Walker => {
      held++;
      return { ...sound(walk).walker, dispose: () => held-- };
    };
    for (const law of laws(make, { ...quick, saves: false })) await law.check().catch(() => {});
    expect(held).toBe(0);
  });

  it.each<[readonly unknown[], string]>([
    [[3], 'laws: make must be a function that makes a trainer, got 3'],
    [[() => {}, { wait: false }], "laws: unknown option 'wait', did you mean 'waits'?"],
  ])('refuse %#', (given, message) => {
    expect(() => laws(...(given as Parameters<typeof laws>))).toThrow(message);
  });
});
