import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as core from '../index.ts';
import { cuts, type Happening, plan, played, report } from '../operators/played.ts';
import { type Tree, tree } from './arbitrary.ts';
import { history } from './history.ts';

/** More runs than a gate has time for: `pnpm check:long`. */
const times = Number(process.env.ANNEAL_RUNS ?? 1);

/** What somebody says between two reports, now and then. */
const said: fc.Arbitrary<unknown> = fc.oneof(
  tree.map(({ schedule }: Tree) => schedule),
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.constant(null),
);

/** Reports, and what is said between them. */
const happenings: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(history, fc.array(fc.tuple(fc.nat(12), said), { maxLength: 4 }))
  .map(([reports, swaps]) =>
    reports.flatMap((one, i) => [
      ...swaps.filter(([at]) => at === i).map(([, what]) => plan(what)),
      report(one),
    ]),
  );

const splices: readonly core.Splice[] = ['restart', 'progress', 'value'];

describe('a live run of any compositions', () => {
  it('is the first schedule while nothing is said', () => {
    fc.assert(
      fc.property(tree, history, fc.constantFrom(...splices), ({ schedule }, reports, splice) => {
        const { rates } = played(schedule, splice, reports.map(report));
        expect(rates).toEqual(core.simulate(schedule, reports));
      }),
      { numRuns: 200 * times },
    );
  });

  it('resumes at every cut, with the rates and the states that would have followed', () => {
    fc.assert(
      fc.property(tree, happenings, fc.constantFrom(...splices), ({ schedule }, run, splice) => {
        const { rates, told } = played(schedule, splice, run);
        for (const [cut, { inForce, rest }] of cuts(schedule, run).entries()) {
          const decision = told[cut];
          // 'value' may have been refused.
          if (decision?.state === undefined) return;
          const saved = JSON.parse(JSON.stringify(decision.state)) as core.State;
          const again = played(core.resume(inForce, saved), splice, rest);
          expect(again.rates).toEqual(rates.slice(cut));
          expect(again.told).toEqual(told.slice(cut).map((one, i) => (i === 0 ? again.told[0] : one)));
        }
      }),
      { numRuns: 200 * times },
    );
  });

  it('restarts as a sequence goes on, and makes progress as a curve goes on', () => {
    fc.assert(
      fc.property(tree, tree, history, fc.nat(12), ({ schedule: a }, { schedule: b }, reports, at) => {
        if (at >= reports.length) return;
        const run = [...reports.slice(0, at).map(report), plan(b), ...reports.slice(at).map(report)];
        const step = played(a, 'restart', run).told[at + 1]?.step as number;
        // Scaled, lest a sequence lies flat in another: in fractions its parts would begin elsewhere, by a bit.
        const after = core.sequence(core.lasting(core.constant(0), step), core.scale(b, 1));
        expect(played(a, 'restart', run).rates.slice(at + 1)).toEqual(
          core.simulate(after, reports).slice(at + 1),
        );
        if (!core.isCurve(b)) return;
        const { rates, told } = played(a, 'progress', run);
        expect(rates.slice(at + 1)).toEqual(told.slice(at + 1).map((one) => b.at(one.step)));
      }),
      { numRuns: 200 * times },
    );
  });
});
