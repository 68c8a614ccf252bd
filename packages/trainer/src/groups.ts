import { nearest } from './nearest.ts';

/** The groups that a schedule sets and a trainer has no place for; none where the trainer's groups are not known. */
type Homeless<Given, Rate> = Given extends number
  ? never
  : string extends keyof Rate
    ? never
    : Exclude<keyof Given, keyof Rate> & string;

/**
 * What a schedule must be, beside an operator, for a trainer that takes rates of type `Rate`: nothing more, or, when it
 * sets a group that the trainer lacks, an object type whose only key says so.
 */
export type Fits<Given, Rate> = [Homeless<Given, Rate>] extends [never]
  ? unknown
  : { readonly [Group in Homeless<Given, Rate> as `the trainer has no group '${Group}'`]: never };

/** Refuses rates that are not those of the groups that a trainer has: one for each, and no others. */
export function fitting(by: string, groups: readonly string[], rate: unknown): void {
  const has = `the trainer has the groups ${groups.join(', ')}`;
  if (typeof rate !== 'object' || rate === null)
    throw new TypeError(`${by}: ${has}, and the schedule gives one rate for all; give it groups({ … })`);
  const given = Object.keys(rate);
  const homeless = given.find((group) => !groups.includes(group));
  if (homeless !== undefined) {
    const guess = nearest(homeless, groups);
    throw new TypeError(
      `${by}: the schedule sets the group '${homeless}'${guess === undefined ? '' : ` (did you mean '${guess}'?)`}, and ${has}`,
    );
  }
  const unset = groups.find((group) => !given.includes(group));
  if (unset !== undefined)
    throw new TypeError(`${by}: the schedule sets no rate for the group '${unset}', and ${has}`);
}
