import { backOff, constant, cosineAnnealing, linear, reduceOnPlateau, warmup } from '@anneal/core';
import type { Subject } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import type { News } from './messages.ts';
import type { Controls } from './race.ts';
import type { Act, Deed, Racer, Splice } from './setup.ts';
import { runRace, two } from './testing/run-race.ts';
import { setupOf, written } from './testing/setup-of.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../../tools/penguins.ts')).penguins(),
}));

describe('a race', () => {
  it('tells of the ground, then of each step of each racer, then of its end', async () => {
    const { news, all, losses, rates } = await runRace(two);
    expect(news[0]).toMatchObject({
      type: 'set',
      stepsPerEpoch: 5,
      training: 160,
      heldOut: 40,
      axes: ['x', 'y'],
    });
    expect(news[1]).toMatchObject({ type: 'pictures', step: 0, size: 48 });
    expect(news.at(-2)).toMatchObject({ type: 'pictures', step: 60 });
    expect(news.at(-1)).toEqual({ type: 'done', run: 1 });
    let next = 0;
    for (const { from, count } of all('rows')) {
      expect(from).toBe(next);
      next += count;
    }
    expect(next).toBe(60);
    expect(losses.map((of) => of.length)).toEqual([60, 60]);
    expect(rates[0]).toEqual(Array(60).fill(0.3));
    const asked = all('rows').flatMap(({ heldOut }) => heldOut);
    expect(asked.filter(({ lane }) => lane === 0).map(({ step }) => step)).toEqual(
      Array.from({ length: 12 }, (_, epoch) => 5 * epoch + 4),
    );
    expect(asked.at(-1)?.accuracy).toBeGreaterThan(0.7);
  });

  it('begins alike for all, and then does not stay so', async () => {
    const { losses } = await runRace(setupOf([constant(0.3), constant(0.1)], { steps: 101 }));
    expect(losses[0]?.[0]).toBe(losses[1]?.[0]);
    expect(losses[0]?.[100]).not.toBe(losses[1]?.[100]);
  });

  it('is the same race again, and for a racer the same among others', async () => {
    const once = await runRace(two);
    expect((await runRace(two)).losses).toEqual(once.losses);
    const among = setupOf([
      constant(1e9),
      constant(0.1),
      constant(0.3),
      constant(3),
      constant(0),
      constant(1),
    ]);
    expect((await runRace(among)).losses[2]).toEqual(once.losses[0]);
    expect((await runRace({ ...two, seed: 2 })).losses).not.toEqual(once.losses);
  });

  it('learns nothing at a rate of 0: the held-out loss stands still to the last bit', async () => {
    for (const optimizer of ['sgd', 'adam'] as const) {
      const still = setupOf([constant(0), constant(0.1)], { steps: 50 });
      const { all } = await runRace({ ...still, model: { ...still.model, optimizer } });
      const asked = all('rows').flatMap(({ heldOut }) => heldOut);
      const losses = (lane: number) =>
        new Set(asked.filter((one) => one.lane === lane).map(({ loss }) => loss));
      expect(losses(0).size).toBe(1);
      expect(losses(1).size).toBe(10);
    }
  });

  it('lets a racer that diverges drop out, and the others go on', async () => {
    const wild = setupOf([constant(0.3), linear({ from: 1e30, to: 1e38, over: 5 }), constant(0.1)]);
    const { all, losses } = await runRace(wild);
    const [out, ...more] = all('diverged');
    expect(more).toEqual([]);
    expect(out).toMatchObject({
      lane: 1,
      cause: 'loss',
      reason: expect.stringMatching(/^Its loss was (NaN|Infinity)/),
    });
    const at = out?.step as number;
    expect(losses[1]?.slice(0, at).every(Number.isFinite)).toBe(true);
    expect(losses[1]?.slice(at).some(Number.isFinite)).toBe(false);
    const { losses: alone } = await runRace(two);
    expect([losses[0], losses[2]]).toEqual(alone);
  });

  it('leaves out a schedule that cannot be read, in its own words, and one that fails, when it does', async () => {
    const bad = setupOf([
      constant(0.3),
      '{"anneal":1,"type":"cosineAnealing","from":0.1,"over":9}',
      linear({ from: 0.1, to: -0.1, over: 20 }),
      constant(0.1),
    ]);
    const { all, losses } = await runRace(bad);
    expect(all('diverged').map(({ lane, cause, reason }) => [lane, cause, reason])).toEqual([
      [1, 'schedule', expect.stringContaining("no schedule is called 'cosineAnealing'")],
      [2, 'schedule', expect.stringContaining('must be a finite number from 0 up')],
    ]);
    expect(all('diverged')[1]?.step).toBe(11);
    const { losses: alone } = await runRace(two);
    expect([losses[0], losses[3]]).toEqual(alone);
  });

  it('is none where two racers share a lane', async () => {
    const [racer] = two.racers;
    await expect(runRace({ ...two, racers: [racer, racer] as Racer[] })).rejects.toThrow('a lane of its own');
  });

  it('is over when nobody is left', async () => {
    const { news, all } = await runRace(setupOf(['{}', 'no JSON']));
    expect(all('diverged')).toHaveLength(2);
    expect(news.at(-1)?.type).toBe('done');
  });

  it('says why a schedule acted', async () => {
    const plateau = reduceOnPlateau({ initial: 1e-9, factor: 0.5, patience: 2, monitor: 'val_loss' });
    const { all } = await runRace(setupOf([plateau, backOff({ budget: 1 })], { steps: 40 }));
    expect(all('rows').flatMap(({ causes }) => causes)[0]).toMatchObject({
      lane: 0,
      step: 20,
      cause: { by: 'reduceOnPlateau', monitor: 'val_loss' },
    });
  });

  it('pauses, goes on, and goes step by step, and comes to the same', async () => {
    const whole = await runRace(two);
    let pauses = 0;
    const halting = await runRace(two, {
      go: 1,
      hear(news, { going }) {
        if (news.type === 'rows') going.go(++pauses < 10 ? 1 + (pauses % 3) : undefined);
      },
    });
    expect(pauses).toBeGreaterThan(9);
    expect(halting.losses).toEqual(whole.losses);
  });
});

describe('a deed', () => {
  const deeds: readonly Deed[] = [
    { kind: 'rate', lane: 0, rate: 0.9 },
    { kind: 'release', lane: 0 },
    { kind: 'swap', lane: 0, schedule: written(warmup(constant(0.5), { over: 5 })), splice: 'restart' },
    { kind: 'swap', lane: 1, schedule: written(cosineAnnealing({ from: 1, over: 60 })), splice: 'progress' },
    { kind: 'swap', lane: 1, schedule: written(cosineAnnealing({ from: 1, over: 20 })), splice: 'value' },
    { kind: 'rate', lane: 1, rate: 0.01 },
    { kind: 'swap', lane: 1, schedule: written(constant(0.2)), splice: 'restart' },
  ];

  /** A race in which each batch of rows is followed by the next deed. */
  async function driven() {
    const setup = { ...two, steps: 100 };
    const left = [...deeds];
    const raced = await runRace(setup, {
      go: 5,
      hear: (news, hands) => {
        if (news.type !== 'rows') return;
        const deed = left.shift();
        if (deed !== undefined) hands.deeds.next(deed);
        hands.going.go(10);
      },
    });
    expect(left).toEqual([]);
    return { setup, ...raced };
  }

  it('shows two steps after the last one that had run, as its mark says, and not before', async () => {
    const { all, rates } = await driven();
    expect(all('acted').map(({ act: { at, ...deed } }) => deed)).toEqual(deeds);
    const [byHand, release, restart, progress, value, held, back] = all('acted').map(({ act }) => act.at);
    const [one, other] = rates as [number[], number[]];
    const around = (rates: number[], at = 0) => rates.slice(at - 1, at + 1);
    expect(around(one, byHand)).toEqual([0.3, 0.9]);
    expect(around(one, release)).toEqual([0.9, 0.3]);
    expect(around(one, restart)).toEqual([0.3, 0.1]);
    expect(around(other, progress)[1]).toBe(cosineAnnealing({ from: 1, over: 60 }).at(progress as number));
    const [before, after] = around(other, value) as [number, number];
    expect(after).toBeCloseTo(before, 12);
    expect(around(other, held)[1]).toBe(0.01);
    expect(around(other, back)).toEqual([0.01, 0.2]);
    const causes = all('rows').flatMap(({ causes }) => causes);
    expect(causes.filter(({ cause }) => cause.by === 'live').map(({ lane, step }) => [lane, step])).toEqual([
      [0, byHand],
      [0, release],
      [0, restart],
      [1, progress],
      [1, value],
      [1, held],
      [1, back],
    ]);
  });

  it('may be done before the first step has run, and several times before one step: the last swap counts', async () => {
    const swap = (from: number, splice: Splice, at: number): Act => ({
      kind: 'swap',
      lane: 0,
      schedule: written(linear({ from, to: 0, over: 60 })),
      splice,
      at,
    });
    const acts = [swap(0.6, 'progress', 1), swap(0.9, 'restart', 5), swap(0.3, 'progress', 5)];
    const { rates, all, losses } = await runRace(two, { acts });
    expect(rates[0]?.slice(0, 3)).toEqual([
      0.3,
      ...[1, 2].map((step) => linear({ from: 0.6, to: 0, over: 60 }).at(step)),
    ]);
    expect(rates[0]?.slice(5)).toEqual(
      Array.from({ length: 55 }, (_, at) => linear({ from: 0.3, to: 0, over: 60 }).at(at + 5)),
    );
    expect(all('acted').map(({ act }) => act)).toEqual(acts);
    expect(losses[0]).toHaveLength(60);
    expect(losses[1]).toEqual((await runRace(two)).losses[1]);
  });

  it('takes another splice up in mid-run: nothing is changed before it, but the cause of the step that waits is lost', async () => {
    const plateau = reduceOnPlateau({ initial: 0.3, factor: 0.5, patience: 0, threshold: 0.5 });
    const setup = setupOf([plateau]);
    const plain = await runRace(setup);
    const acts: Act[] = [10, 20].map((at) => ({
      kind: 'swap',
      lane: 0,
      schedule: written(constant(0.1)),
      splice: at === 10 ? 'progress' : 'value',
      at,
    }));
    const swapped = await runRace(setup, { acts });
    expect(swapped.rates[0]?.slice(0, 10)).toEqual(plain.rates[0]?.slice(0, 10));
    expect(swapped.rates[0]?.slice(10)).toEqual(Array(50).fill(0.1));
    const causes = (raced: typeof plain) =>
      raced
        .all('rows')
        .flatMap(({ causes }) => causes.filter(({ step }) => step < 10).map(({ step }) => step));
    // A run that goes on from a state does not tell again why its first rate is so: see docs/decisions.md.
    expect(causes(plain).at(-1)).toBe(9);
    expect(causes(swapped)).toEqual(causes(plain).slice(0, -1));
  });

  it('is done again in a race that is run again, to the last bit', async () => {
    const { setup, all, losses, rates } = await driven();
    const acts = all('acted').map(({ act }) => act);
    const again = await runRace(setup, { acts });
    expect(again.rates).toEqual(rates);
    expect(again.losses).toEqual(losses);
    expect(again.all('acted').map(({ act }) => act)).toEqual(acts);
  });

  it.each<[string, Deed, RegExp]>([
    ['of nobody', { kind: 'release', lane: 5 }, /not in the race/],
    ['that is no rate', { kind: 'rate', lane: 0, rate: -1 }, /finite number from 0 up, not -1/],
    ['with no schedule', { kind: 'swap', lane: 0, schedule: { type: 'no' }, splice: 'restart' }, /fromJSON/],
    [
      'that would go on from nothing',
      { kind: 'swap', lane: 0, schedule: written(constant(0)), splice: 'value' },
      /rate of 0/,
    ],
  ])('%s is refused, with a reason', async (_, deed, reason) => {
    let once = false;
    const hear = (news: News, hands: Controls & { deeds: Subject<Deed> }) => {
      if (news.type !== 'rows') return;
      if (!once) hands.deeds.next(deed);
      once = true;
      hands.going.go();
    };
    const { all, losses } = await runRace(two, { go: 5, hear });
    expect(all('refused')).toEqual([
      { type: 'refused', run: 1, deed, reason: expect.stringMatching(reason) },
    ]);
    expect(all('diverged')).toEqual([]);
    expect(losses).toEqual((await runRace(two)).losses);
    // A link that says so is as harmless.
    const again = await runRace(two, { acts: [{ ...deed, at: 7 }] });
    expect(again.losses).toEqual(losses);
  });
});
