import { describe, expect, it } from 'vitest';
import type { Case } from './cases.ts';
import { type Refusals, refusalsOf } from './refusals.ts';
import type { Table } from './table.ts';
import { type Kind, verdictOn } from './verdict.ts';

export interface System<P> {
  readonly name: string;
  readonly cases: readonly Case<P>[];
  readonly table: Table<P>;
  /** Cases of schedules in the table that are not said, and why. */
  readonly differ: Readonly<Record<string, string>>;
  /** How many cases there are of each kind, and how many rates were compared in those that are said. */
  readonly count: Readonly<Record<Kind | 'rates', number>>;
  readonly refused: Refusals;
}

/** Proves that a table says what it says of every case, and that what it does not say is explained. */
export function prove<P extends object>({ name, cases, table, differ, count, refused }: System<P>): void {
  const verdicts = cases.map((one) => ({
    id: one.id,
    schedule: one.schedule,
    ...verdictOn(one, table, differ),
  }));
  const of = (kind: Kind) => verdicts.filter((verdict) => verdict.kind === kind);
  const [said, saidUpTo, explained] = [of('said'), of('saidUpTo'), of('explained')];

  describe(name, () => {
    it.each(said)('$id', ({ apart, compared }) => {
      expect(apart).toBeUndefined();
      expect(compared).toBeGreaterThan(1);
    });

    it.each(saidUpTo)('$id: $why', ({ apart, compared, beyond }) => {
      expect(apart).toBeUndefined();
      expect(compared).toBeGreaterThan(1);
      // Or there is no need to stop there.
      expect(beyond).toBeDefined();
    });

    const tried = explained.filter(({ schedule }) => typeof table[schedule] === 'function');
    it.each(tried)('$id is not said: $why', ({ apart }) => {
      // Or there is nothing to explain.
      expect(apart).toBeDefined();
    });

    it('has no case that is neither said nor explained', () => {
      const rates = [...said, ...saidUpTo].reduce((sum, { compared }) => sum + compared, 0);
      expect({
        said: said.length,
        saidUpTo: saidUpTo.length,
        explained: explained.length,
        rates,
      }).toEqual(count);
      expect(count.said + count.saidUpTo + count.explained).toBe(cases.length);
    });

    it('has no row and no explanation for what is not there', () => {
      expect(cases.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(differ)));
      expect(cases.map(({ schedule }) => schedule)).toEqual(expect.arrayContaining(Object.keys(table)));
    });

    it('has invalid cases, which ours refuses or lets pass', () => {
      expect(refusalsOf(name, table)).toEqual(refused);
    });
  });
}
