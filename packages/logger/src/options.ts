import { nearest } from './nearest.ts';
import { shown } from './shown.ts';

/**
 * Refuses options that are none, and names that are not known.
 *
 * @throws TypeError that names the caller, the option and the nearest known one.
 */
export function checkNames(options: unknown, known: readonly string[], caller: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(
      `${caller}: the options must be an object { ${known.join(', ')} }, got ${shown(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const guess = nearest(name, known);
    const hint = guess === undefined ? '' : `, did you mean '${guess}'?`;
    const list = known.length === 1 ? `the option is ${known[0]}` : `the options are ${known.join(', ')}`;
    throw new TypeError(`${caller}: unknown option ${shown(name)}${hint} (${list})`);
  }
}
