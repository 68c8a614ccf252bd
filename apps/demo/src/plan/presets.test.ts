import { describe, expect, it, vi } from 'vitest';
import { runRace } from '../race/testing/run-race.ts';
import { setupOf } from './check-setup.ts';
import { inShort } from './in-short.ts';
import { type Plan, tidy } from './plan.ts';
import { type Preset, presets } from './presets.ts';
import { fromHash, toHash } from './share.ts';

vi.mock('virtual:penguins', async () => ({
  default: (await import('../../../../tools/penguins.ts')).penguins(),
}));

/** What became of a racer. */
interface Outcome {
  readonly losses: readonly number[];
  readonly rates: readonly number[];
  readonly heldOut: readonly { readonly step: number; readonly loss: number }[];
  /** How often it acted of its own. */
  readonly acted: number;
  /** The step at which its loss was no number any more. */
  readonly diverged: number | undefined;
}

/** Runs the race of a preset as the page does; what became of its racers, by their names. */
async function race(id: string): Promise<(name: string) => Outcome> {
  const { setup } = presets.find((one) => one.id === id) as Preset;
  const { losses, rates, all } = await runRace(setup);
  return (name) => {
    const lane = setup.racers.findIndex((racer) => racer.name === name);
    const own = <T extends { readonly lane: number }>(list: readonly T[]) =>
      list.filter((one) => one.lane === lane);
    return {
      losses: losses[lane] as number[],
      rates: rates[lane] as number[],
      heldOut: all('rows').flatMap((rows) => own(rows.heldOut)),
      acted: all('rows').flatMap((rows) => own(rows.causes)).length,
      diverged: own(all('diverged'))[0]?.step,
    };
  };
}

/** The held-out loss at the end. */
const end = ({ heldOut }: Outcome): number => heldOut.at(-1)?.loss ?? Number.NaN;
/** The mean loss of steps. */
const mean = ({ losses }: Outcome, from: number, to: number): number =>
  losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);

describe.each(presets.map((preset) => [preset.title, preset] as const))('%s', (_, { lesson, setup }) => {
  it('is one lesson in two sentences', () => {
    expect(lesson.match(/\.(?= [A-Z]|$)/g)).toHaveLength(2);
  });

  it('is a set-up that can be shared, of tidy schedules', async () => {
    expect(setupOf(JSON.parse(JSON.stringify(setup)))).toEqual(setup);
    expect((await fromHash(await toHash(setup), setup)).message).toBeUndefined();
    for (const { schedule } of setup.racers) {
      expect({ anneal: 1, ...tidy(schedule) }).toEqual(schedule);
      expect(inShort(schedule as Plan)).toBeTruthy();
    }
  });
});

it('has six, each told apart', () => {
  expect(presets).toHaveLength(6);
  expect(new Set(presets.map(({ id }) => id)).size).toBe(6);
});

describe('what the lessons say is so', () => {
  it('too hot, too cold', async () => {
    const of = await race('too-hot');
    expect(of('too hot').diverged).toBeLessThan(50);
    expect(end(of('hot'))).toBeGreaterThan(0.6);
    expect(end(of('just right'))).toBeLessThan(0.6 * end(of('lukewarm')));
    expect(end(of('lukewarm'))).toBeLessThan(end(of('too cold')));
  });

  it('warm-up saves it', async () => {
    const of = await race('warm-up');
    for (const name of ['at once', 'cosine at once']) expect(of(name).diverged).toBeLessThan(20);
    for (const name of ['warmed up', 'cosine warmed up']) {
      expect(of(name).diverged).toBeUndefined();
      expect(Math.max(...of(name).rates)).toBe(2);
      expect(end(of(name))).toBeLessThan(0.1);
    }
  });

  it('cosine or steps', async () => {
    const of = await race('cosine-or-steps');
    const fallen = ['cosine', 'steps', 'line'].map((name) => end(of(name)));
    expect(Math.max(...fallen)).toBeLessThan(end(of('constant')) / 3);
    expect(Math.max(...fallen) - Math.min(...fallen)).toBeLessThan(end(of('constant')) - Math.max(...fallen));
  });

  it('a plateau on a noisy loss', async () => {
    const of = await race('noisy-plateau');
    expect(of('each batch').acted).toBeGreaterThan(100);
    expect(of('each batch').rates[300]).toBeLessThan(1e-6);
    for (const name of ['held out', 'smoothed, patient']) {
      expect(of(name).acted).toBeGreaterThan(0);
      expect(of(name).acted).toBeLessThan(10);
      expect(end(of(name))).toBeLessThan(0.9 * end(of('each batch')));
    }
  });

  it('one cycle', async () => {
    const of = await race('one-cycle');
    for (const name of ['low', 'middle', 'high'])
      expect(end(of('one cycle'))).toBeLessThan(0.9 * end(of(name)));
  });

  it('restart', async () => {
    const outcome = (await race('restart'))('restarts');
    const { losses, rates, heldOut } = outcome;
    const at = (step: number) => heldOut.findLast((one) => one.step < step)?.loss as number;
    expect([rates[149], rates[150], rates[450]]).toEqual([expect.closeTo(0, 2), 0.5, 0.5]);
    for (const start of [150, 450])
      expect(mean(outcome, start, start + 60)).toBeGreaterThan(mean(outcome, start - 40, start));
    expect(at(450)).toBeLessThan(at(150));
    expect(at(1050)).toBeLessThan(at(450));
    expect(losses).toHaveLength(1050);
  });
});
