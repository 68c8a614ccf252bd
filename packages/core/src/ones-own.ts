import * as check from './check.ts';
import { jsonCopy } from './json-copy.ts';
import { taken } from './names.ts';
import type { CurveOptions } from './schedule.ts';

/** What is written of a schedule of one's own, checked and copied at once, or, without a name, refused when it is. */
export function dataOfOnesOwn(by: string, { name, options }: CurveOptions): object {
  if (name === undefined && options !== undefined) check.refuse(by, 'name', 'given where options are', name);
  if (name !== undefined) {
    const copy: unknown = jsonCopy(options ?? {}, `${by}: options`);
    if (typeof copy !== 'object' || copy === null || Array.isArray(copy))
      return check.refuse(by, 'options', 'an object', options);
    if (taken.includes(name)) check.refuse(by, 'name', "none of this package's own", name);
    for (const key of ['anneal', 'type']) {
      if (Object.hasOwn(copy, key))
        check.refuse(by, `options.${key}`, 'absent', (copy as Record<string, unknown>)[key]);
    }
    return { ...copy, type: name };
  }
  return {
    get type(): string {
      throw new TypeError(
        `${by}: a function without a name cannot be written as JSON; give it a name, and the options that make it ` +
          `again: ${by}(…, { name, options })`,
      );
    },
  };
}
