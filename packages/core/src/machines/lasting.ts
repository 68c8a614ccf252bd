import { held, type Machine } from './machine.ts';
import { within } from './mapped.ts';

/** A part made to last: after its steps it holds, deaf. */
export function lasting(part: Machine<number>, steps: number): Machine<number> {
  return held(within('lasting', part), steps);
}
