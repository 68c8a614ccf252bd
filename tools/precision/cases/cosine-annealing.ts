import { halfCosine } from '../ease.ts';
import { move, moves } from '../move.ts';
import type { Case, Row } from '../row.ts';

/** The worst of 1.9 million steps that were tried with several forms of the angle. A plain sample would miss them. */
const hard: readonly Case[] = (
  [
    [0, 0.1, 123_456_789.123, 21_451_664.598506738],
    [0.1, 0, 123_456_789.123, 101_966_758],
    [0.1, 0, 123_456.7, 118_102],
    [0.1, 0, 123_456.7, 120_811],
    [0, 0.1, 90, 0.9895920683629811],
    [0.1, 0, 16_777_259, 13_800_928],
    [0, 0.1, 1000.1, 174.22223170211075],
  ] as const
).map(([from, to, over, t]) => ({ ...move(halfCosine, from, to, over), stretches: [[t, t]] }));

export const cosineAnnealing: Row = {
  curve: 'cosineAnnealing',
  promised: 5,
  cases: [...moves(halfCosine), ...hard],
};
