import { stringify } from '../json-line.ts';
import { reasonOf } from '../report.ts';
import { shown } from '../shown.ts';

/**
 * A copy of what is to stand in the header, as JSON has it.
 *
 * @throws TypeError when it holds what JSON would drop or change in silence, naming the place.
 */
export function plainConfig(config: unknown): unknown {
  refuseHidden(config, 'config', []);
  try {
    return JSON.parse(stringify(config) as string);
  } catch (error) {
    throw new TypeError(`jsonl: config must be plain JSON: ${reasonOf(error)}`, { cause: error });
  }
}

function refuseHidden(value: unknown, path: string, within: readonly unknown[]): void {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new TypeError(
      `jsonl: config must be plain JSON, got ${typeof value === 'bigint' ? `${value}n` : shown(value)} at ${path}; ` +
        'describe it by numbers and texts',
    );
  }
  if (typeof value !== 'object' || value === null) return;
  if (within.includes(value)) throw new TypeError(`jsonl: config must be plain JSON, got a cycle at ${path}`);
  const name = (key: string): string => (Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
  for (const [key, part] of Object.entries(value)) refuseHidden(part, name(key), [...within, value]);
}
