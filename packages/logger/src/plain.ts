import { stringify } from './json-line.ts';
import { reasonOf } from './report.ts';
import { shown } from './shown.ts';

/**
 * A copy of an option that is to be kept as data, as JSON has it.
 *
 * @throws TypeError when it holds what JSON would drop or change in silence, naming the place.
 */
export function plain(value: unknown, option: string, caller: string): unknown {
  refuseHidden(value, option, `${caller}: ${option}`, []);
  try {
    return JSON.parse(stringify(value) as string);
  } catch (error) {
    throw new TypeError(`${caller}: ${option} must be plain JSON: ${reasonOf(error)}`, { cause: error });
  }
}

/** What holds something where JSON does not look, or looks as if it were an object with columns. */
const HIDDEN = /^\[object (Map|Set|WeakMap|WeakSet|Promise|RegExp|Error|ArrayBuffer|.+Array)\]$/;

function refuseHidden(value: unknown, path: string, option: string, within: readonly unknown[]): void {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new TypeError(
      `${option} must be plain JSON, got ${typeof value === 'bigint' ? `${value}n` : shown(value)} at ${path}; ` +
        'describe it by numbers and texts',
    );
  }
  if (typeof value !== 'object' || value === null) return;
  const kind = HIDDEN.exec(Object.prototype.toString.call(value))?.[1];
  if (kind !== undefined && typeof (value as { toJSON?: unknown }).toJSON !== 'function') {
    const article = kind === 'Error' ? 'an' : 'a';
    throw new TypeError(
      `${option} must be plain JSON, got ${article} ${kind} at ${path}; copy what is in it`,
    );
  }
  if (within.includes(value)) throw new TypeError(`${option} must be plain JSON, got a cycle at ${path}`);
  const name = (key: string): string => (Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
  for (const [key, part] of Object.entries(value)) refuseHidden(part, name(key), option, [...within, value]);
}
