import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backOff,
  clamp,
  constant,
  cosineAnnealing,
  cosineWarmRestarts,
  decisions,
  greedy,
  groups,
  lasting,
  linear,
  multiply,
  type Part,
  reduceOnPlateau,
  restarts,
  resume,
  type State,
  sequence,
  staircase,
  until,
  warmup,
} from '@anneal/core';
import { iterableTrainer, train } from '@anneal/trainer';
import fc from 'fast-check';
import { from, lastValueFrom, Subject, toArray } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonl } from './jsonl/index.ts';
import { log } from './log.ts';
import { replay } from './replay.ts';
import type { Row } from './row.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-same-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plateau = reduceOnPlateau({ initial: 0.1, factor: 0.5, patience: 1, cooldown: 1 });
const schedules: Record<string, Part<string, unknown>> = {
  cosine: cosineAnnealing({ from: 0.1, over: 20 }),
  'warm-up, then plateau': warmup(plateau, { over: 5 }),
  restarts: cosineWarmRestarts({ from: 0.1, over: 3, stretch: 2, shrink: 0.5 }),
  'restarts of feedback': restarts(lasting(plateau, 6), { shrink: 0.5 }),
  'sequence of plateaus': sequence(
    until(plateau, { plateau: { patience: 2 } }),
    reduceOnPlateau({ initial: 0.05, factor: 0.1, patience: 0, monitor: 'valLoss', nonFinite: 'ignore' }),
  ),
  'curve times feedback': multiply(
    cosineAnnealing({ from: 0.1, over: 30 }),
    backOff({ spike: 1.5, recover: 3 }),
  ),
  'greedy, clamped': clamp(greedy({ initial: 0.1, patience: 1, smoothing: 0.5 }), { min: 0.01, max: 0.2 }),
  staircase: staircase(warmup(plateau, { over: 4 }), { every: 3 }),
  groups: groups({ body: plateau, head: linear({ from: 1, to: 0, over: 9 }), momentum: constant(0.9) }),
};

/** What training reports of a step: nothing but its number, a loss, a validation loss behind it; some of it twice. */
interface Step {
  readonly loss: number | undefined;
  readonly valLoss: number | undefined;
  readonly twice: boolean;
}
const reading = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(0.1, 0.2, 0.3, 0.5, 1) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
  { weight: 3, arbitrary: fc.constant(undefined) },
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ loss: reading, valLoss: reading, twice: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 25,
  },
);
// Without any, a schedule would complain that its metric never came.
const withMetrics = ([first, ...more]: readonly Step[]): Step[] => [
  { ...(first as Step), loss: 0.7, valLoss: 0.7 },
  ...more,
];

function reportsOf(all: readonly Step[], start: number): Row[] {
  return all.flatMap(({ loss, valLoss, twice }, index) => {
    const step = start + index;
    const first: Row = loss === undefined ? { step } : { step, loss };
    const rows: Row[] = twice ? [first, first] : [first];
    return valLoss === undefined ? rows : [...rows, { step, valLoss }];
  });
}

interface Recorded {
  readonly rows: Row[];
  /** The state with which each step begins. */
  readonly states: Map<number, State>;
}

/** A run under a schedule as a trainer would log it: each row with what was in force during its step. */
function record(schedule: Part<string, unknown>, reports: readonly Row[], start = 0): Recorded {
  const subject = new Subject<never>();
  let inForce: { rate: unknown; causes: readonly unknown[] } = { rate: 0, causes: [] };
  const states = new Map<number, State>();
  let moved = true;
  decisions(schedule)(subject).subscribe({
    next: ({ step, rate, causes, state }) => {
      inForce = { rate, causes: moved ? causes : [...inForce.causes, ...causes] };
      states.set(step, state);
    },
    // That a metric never came is nothing here.
    error: () => {},
  });
  const ran = new Map<number, typeof inForce>();
  let next = start;
  const rows = reports.map((report) => {
    const step = report.step as number;
    moved = step >= next;
    if (moved) ran.set(step, inForce);
    next = Math.max(next, step + 1);
    const { rate, causes } = ran.get(step) as typeof inForce;
    subject.next(report as never);
    const rates =
      typeof rate === 'number'
        ? { rate }
        : Object.fromEntries(Object.entries(rate as object).map(([group, one]) => [`rate.${group}`, one]));
    return { ...report, ...rates, ...(causes.length > 0 && { causes }) };
  });
  return { rows, states };
}

/** What the replay of a run under its own schedule says, but for `was`, which must be the same. */
async function replayed(
  run: Parameters<typeof replay>[0],
  schedule: Part<string, unknown>,
): Promise<object[]> {
  const rows = await lastValueFrom(replay(run, decisions(schedule) as never).pipe(toArray()));
  return rows.map((row) => {
    const entries = Object.entries(row);
    for (const [column, value] of entries) {
      if (/^rate(\.|$)/.test(column)) expect(row[column.replace('rate', 'was')]).toBe(value);
    }
    return Object.fromEntries(entries.filter(([column]) => !/^was(\.|$)/.test(column)));
  });
}

/** The cause of what stands in a state is told once: where the run was that the state is of. */
const withoutCauses = (rows: readonly object[]): object[] =>
  rows.map((row) => ({ ...row, causes: undefined }));

describe.each(Object.entries(schedules))(
  'under the same schedule a replay gives what was recorded: %s',
  (name, schedule) => {
    it('of the whole run, redelivered rows included', async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          const { rows } = record(schedule, reportsOf(withMetrics(all), 0));
          expect(await replayed(from(rows), schedule)).toEqual(rows);
        }),
      );
    });

    it('of a run from whose log rows without metrics are missing', async () => {
      await fc.assert(
        fc.asyncProperty(steps, fc.infiniteStream(fc.boolean()), async (all, missing) => {
          const { rows } = record(schedule, reportsOf(withMetrics(all), 0));
          const kept = rows.filter(
            (row) => 'loss' in row || 'valLoss' in row || missing.next().value === false,
          );
          expect(withoutCauses(await replayed(from(kept), schedule))).toEqual(withoutCauses(kept));
        }),
      );
    });

    it('of what came after a checkpoint', async () => {
      await fc.assert(
        fc.asyncProperty(steps, fc.nat(), async (all, cut) => {
          const { rows, states } = record(schedule, reportsOf(withMetrics(all), 0));
          const start = cut % all.length;
          const tail = rows.filter(({ step }) => (step as number) >= start);
          const state = states.get(start) as State;
          const again = resume(schedule as never, state);
          expect(withoutCauses(await replayed(from(tail), again))).toEqual(withoutCauses(tail));
        }),
      );
    });

    it('of a run that was restarted from a checkpoint, out of its file', async () => {
      let files = 0;
      const write = (file: string, rows: readonly Row[]): unknown =>
        from(rows)
          .pipe(log(jsonl(file)))
          .subscribe();
      await fc.assert(
        fc.asyncProperty(steps, steps, fc.nat(), async (before, after, cut) => {
          const file = join(folder, `${encodeURIComponent(name)}-${files++}.jsonl`);
          const first = record(schedule, reportsOf(withMetrics(before), 0));
          // What the first attempt has of the steps from here on, the second takes anew.
          const start = cut % before.length;
          const again = resume(schedule as never, first.states.get(start) as State) as typeof schedule;
          const second = record(again, reportsOf(withMetrics(after), start), start);
          write(file, first.rows);
          write(file, second.rows);
          const expected = [...first.rows.filter(({ step }) => (step as number) < start), ...second.rows];
          expect(withoutCauses(await replayed(file, schedule))).toEqual(withoutCauses(expected));
          rmSync(file);
        }),
        { numRuns: 40 },
      );
    });
  },
);

it('a replay under the same schedule gives the rows of train', async () => {
  const schedule = groups({ body: warmup(plateau, { over: 3 }), head: linear({ from: 1, to: 0, over: 20 }) });
  const reports = Array.from({ length: 30 }, (_, step) => {
    const report = { step, epoch: Math.floor(step / 10), loss: step < 8 ? 1 / (step + 1) : Number.NaN };
    return step % 10 === 9 ? [report, { step, valLoss: 0.5 }] : [report];
  });
  const trainer = iterableTrainer(reports.flat(), (_: { body: number; head: number }) => {});
  const rows = await lastValueFrom(train(trainer, schedule, { states: true }).pipe(toArray()));
  expect(rows.filter(({ causes }) => causes !== undefined).length).toBeGreaterThan(3);
  expect(await replayed(from(rows), schedule)).toEqual(rows.map(({ state: _, ...row }) => row));
});
