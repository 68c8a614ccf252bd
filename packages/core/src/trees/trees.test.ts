import * as fc from 'fast-check';
import { concat, from, NEVER } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import * as core from '../index.ts';
import { fromJSON } from '../json/index.ts';
import { laws } from '../testing/index.ts';
import { drawn, finite, phase, type Tree, tree } from './arbitrary.ts';
import { history } from './history.ts';
import { own } from './leaves.ts';

/** More runs than a gate has time for: `pnpm check:long`. */
const times = Number(process.env.ANNEAL_RUNS ?? 1);

/** How many of each function the laws were held against. */
const counts = new Map<string, number>();
let trees = 0;
let withFeedback = 0;
let deepest = 0;

/** Holds a property of random compositions on random histories. */
function forAll(property: (a: Tree, reports: readonly unknown[]) => void, runs = 200): void {
  fc.assert(
    fc.property(tree, history, (a, reports) => {
      trees++;
      if (!core.isCurve(a.schedule)) withFeedback++;
      deepest = Math.max(deepest, a.depth);
      for (const node of a.nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
      property(a, reports);
    }),
    { numRuns: runs * times },
  );
}

const same = (a: core.Part<string, unknown>, b: core.Part<string, unknown>, reports: readonly unknown[]) =>
  expect(core.simulate(a, reports)).toEqual(core.simulate(b, reports));

/** Always 1, and a machine: what stands beside it runs as a machine too. */
const one = core.feedback({ monitor: 'none', init: 0, next: (state) => state, rate: () => 1 });
const silentOne = core.reduceOnPlateau({ initial: 1, monitor: 'none' });

describe('any composition', () => {
  it('keeps what every schedule owes its users', () => {
    forAll(({ schedule }, reports) => {
      for (const { name, check } of laws(schedule, reports)) expect(check, name).not.toThrow();
    }, 400);
  });

  it('is itself as a sequence of one, and as a product of one', () => {
    forAll(({ schedule }, reports) => {
      same(core.sequence(schedule), schedule, reports);
      same(core.multiply(schedule), schedule, reports);
    });
  });

  it('times 1 is itself', () => {
    forAll(({ schedule }, reports) => {
      const product = core.multiply(schedule, core.constant(1));
      same(product, schedule, reports);
      expect(product.span).toBe(schedule.span);
    });
  });

  it('restarted once is itself', () => {
    forAll(({ schedule }, reports) => {
      const ends = finite(schedule);
      const once = core.restarts(ends, { times: 1 });
      same(once, ends, reports);
      expect(once.span).toBe(ends.span);
    });
  });

  it('with a staircase of one step is itself', () => {
    forAll(({ schedule }, reports) => {
      // At the end of a length in fractions the last whole step holds.
      if (schedule.span % 1 > 0) return;
      same(core.staircase(schedule, { every: 1 }), schedule, reports);
    });
  });

  it('clamped twice is clamped once', () => {
    forAll(({ schedule }, reports) => {
      const clamped = core.clamp(schedule, { min: 0.02, max: 0.6 });
      same(core.clamp(clamped, { min: 0.02, max: 0.6 }), clamped, reports);
    });
  });

  it('goes from phase to phase in the same way, however sequences are nested', () => {
    fc.assert(
      fc.property(
        phase,
        phase,
        tree,
        history,
        ({ schedule: a }, { schedule: b }, { schedule: c }, reports) => {
          const flat = core.sequence(a, b, c);
          for (const nested of [
            core.sequence(core.sequence(a, b), c),
            core.sequence(a, core.sequence(b, c)),
          ]) {
            same(nested, flat, reports);
            expect(nested.span).toBe(flat.span);
            expect(JSON.stringify(stateAfter(nested, reports))).toBe(
              JSON.stringify(stateAfter(flat, reports)),
            );
          }
        },
      ),
      { numRuns: 200 * times },
    );
  });

  it('of curves is the same as a machine: alone, and beside feedback, which hears every step or some', () => {
    forAll(({ schedule }, reports) => {
      if (!core.isCurve(schedule)) return;
      for (const beside of [one, silentOne])
        same(core.multiply(schedule, beside as core.Part), schedule, reports);
    }, 400);
  });

  it('comes back from JSON as it was: its rates, its state, its JSON', () => {
    forAll(({ schedule, isData }, reports) => {
      if (!isData) {
        expect(() => JSON.stringify(schedule)).toThrow(/^(warp|combine|until): .* cannot be written as JSON/);
        return;
      }
      const text = JSON.stringify(schedule);
      for (const read of [fromJSON(text, own), fromJSON(JSON.parse(text), own)]) {
        same(read, schedule, reports);
        expect(JSON.stringify(read)).toBe(text);
        expect(read.span).toBe(schedule.span);
        expect([...read.monitors].sort()).toEqual([...schedule.monitors].sort());
        expect(core.isCurve(read)).toBe(core.isCurve(schedule));
        expect(JSON.stringify(stateAfter(read, reports))).toBe(JSON.stringify(stateAfter(schedule, reports)));
      }
    }, 400);
  });

  it('is not changed by reports that come again, in whatever order', () => {
    fc.assert(
      fc.property(tree, history, fc.infiniteStream(fc.nat()), ({ schedule }, reports, random) => {
        const indexed = reports.map((report, step) => ({
          step,
          ...(typeof report === 'number' ? { loss: report, valLoss: report } : withoutIndex(report)),
        }));
        // Behind each report some of those before it come once more.
        const sent = indexed.flatMap((report, i) => {
          const again = Array.from({ length: (random.next().value as number) % 3 }, () => ({
            report: indexed[(random.next().value as number) % (i + 1)],
            isNew: false,
          }));
          return [{ report, isNew: true }, ...again];
        });
        const rates = core.simulate(
          schedule,
          sent.map(({ report }) => report),
        );
        expect(rates.filter((_, i) => i === 0 || sent[i - 1]?.isNew)).toEqual(
          core.simulate(schedule, indexed),
        );
      }),
      { numRuns: 200 * times },
    );
  });

  it('stands in a group as it stands alone', () => {
    fc.assert(
      fc.property(tree, tree, history, ({ schedule: a, isData: x }, { schedule: b, isData: y }, reports) => {
        counts.set('groups', (counts.get('groups') ?? 0) + 1);
        const span = [a, b].map((part) => part.span).filter((each) => each < Infinity);
        const until = span.length === 0 ? Infinity : Math.max(...span);
        // Alone a part without an end goes on; in a group it holds with the others.
        const held = (part: core.Part) => (until < Infinity ? core.lasting(part, until) : part);
        const both = core.groups({ a, b });
        const [ofA, ofB] = [core.simulate(held(a), reports), core.simulate(held(b), reports)];
        expect(core.simulate(both, reports)).toEqual(ofA.map((rate, i) => ({ a: rate, b: ofB[i] })));
        for (const { name, check } of laws(both, reports)) expect(check, name).not.toThrow();
        if (x && y) same(fromJSON(JSON.stringify(both), own), both, reports);
      }),
      { numRuns: 200 * times },
    );
  });
});

describe('the random compositions', () => {
  const others = [
    'decisions',
    'describe',
    'diff',
    'improvement',
    'isCurve',
    'isSchedule',
    'live',
    'resume',
    'simulate',
    'smooth',
  ];

  it('know every schedule and combinator that there is', () => {
    expect([...drawn].sort()).toEqual(
      Object.keys(core)
        .filter((name) => !others.includes(name))
        .sort(),
    );
  });

  afterAll(() => {
    const list = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`);
    process.stdout.write(
      `  ${trees} random compositions, ${withFeedback} with feedback, up to ${deepest} deep:\n  ${list.join(', ')}\n`,
    );
  });

  it('are deep enough, a third of them have feedback, and nothing was left out', () => {
    expect(deepest).toBeGreaterThanOrEqual(4);
    expect(withFeedback / trees).toBeGreaterThan(1 / 3);
    expect(drawn.filter((name) => !counts.has(name))).toEqual([]);
  });
});

/** The state behind the last rate. */
function stateAfter(schedule: core.Part, reports: readonly unknown[]): unknown {
  let state: unknown;
  concat(from(reports), NEVER)
    .pipe(core.decisions(schedule))
    .subscribe((decision) => {
      state = decision.state;
    });
  return state;
}

function withoutIndex(report: unknown): object {
  const { step, epoch, ...rest } = report as { step?: unknown; epoch?: unknown };
  return rest;
}
