import { keyOf } from '../path.ts';

/** Deep enough for 1,000 schedules, each in the list of parts of another. */
const DEEPEST = 2_010;
const MOST = 1_000_000;
const LONGEST = 32 * 2 ** 20;

/** Keys that could reach the prototype of what they are copied to. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/**
 * JSON from anywhere as plain values: parsed, if it is a text, and found neither too deep nor too large, and without
 * keys or objects that could do more than hold data.
 */
export function plain(json: unknown): unknown {
  if (typeof json === 'string' && json.length > LONGEST)
    throw new RangeError(`fromJSON: the text must have at most 32 MiB, got ${json.length} characters`);
  const value: unknown = typeof json === 'string' ? parsed(json) : json;

  // Without recursion, since it may be as deep as it likes.
  const waiting: { value: unknown; path: () => string; depth: number }[] = [
    { value, path: () => '$', depth: 0 },
  ];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: here, path, depth } = next;
    if (++values > MOST) throw new RangeError(`fromJSON: it must hold at most ${MOST} values`);
    if (typeof here !== 'object' || here === null) continue;
    if (depth > DEEPEST) throw new RangeError('fromJSON: it must be at most 1,000 schedules deep');
    const isList = Array.isArray(here);
    if (!isList && ![Object.prototype, null].includes(Object.getPrototypeOf(here)))
      throw new TypeError(`fromJSON: ${path()} must be a plain object, not one of a class`);
    for (const key of Object.keys(here)) {
      const place = () => path() + keyOf(isList ? Number(key) : key);
      if (FORBIDDEN.includes(key))
        throw new TypeError(`fromJSON: ${place()} is refused: '${key}' is no option of a schedule`);
      waiting.push({ value: (here as Record<string, unknown>)[key], path: place, depth: depth + 1 });
    }
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`fromJSON: the text is no JSON: ${(error as Error).message}`, { cause: error });
  }
}
