import { shown } from '../shown.ts';

/** @throws TypeError when it cannot name a run. */
export function checkName(name: unknown, caller: string): asserts name is string {
  if (typeof name === 'string' && name !== '') return;
  throw new TypeError(`${caller}: name must be a text that is not empty, got ${shown(name)}`);
}
