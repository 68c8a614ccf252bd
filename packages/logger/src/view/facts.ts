/**
 * What was told about a run, flat: `{ optimizer: { name: 'adam' } }` is `optimizer.name: adam`, so that two runs can be
 * held against each other fact by fact. What is deep or long is one fact, as JSON.
 */
export function facts(told: Readonly<Record<string, unknown>>): Record<string, string> {
  const flat: [string, string][] = [];
  for (const [name, value] of Object.entries(told)) flatten(name, value, flat, 0);
  // Not by assignment: a fact may be called `__proto__`.
  return Object.fromEntries(flat);
}

const DEEPEST = 6;
const LONGEST = 200;

function flatten(path: string, value: unknown, into: [string, string][], depth: number): void {
  if (value === undefined) return;
  if (isTree(value) && depth < DEEPEST && into.length < LONGEST) {
    const list = Array.isArray(value);
    for (const [key, part] of Object.entries(value)) {
      flatten(list ? `${path}[${key}]` : `${path}.${key}`, part, into, depth + 1);
    }
  } else {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
    into.push([path, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text]);
  }
}

/** A list of numbers or texts reads best as one. */
function isTree(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const parts = Object.values(value);
  return parts.length > 0 && !(Array.isArray(value) && parts.every((part) => typeof part !== 'object'));
}

/** A schedule's JSON in short: the names of its functions, each with those that it is made of. */
export function scheduleName(schedule: unknown, depth = 0): string | undefined {
  if (typeof schedule !== 'object' || schedule === null || !('type' in schedule)) return undefined;
  const { type } = schedule;
  if (typeof type !== 'string') return undefined;
  if (depth >= 3) return type;
  const inner = Object.values(schedule).flatMap((value) =>
    (Array.isArray(value) ? value : [value, ...partsOf(value)]).map((part) => scheduleName(part, depth + 1)),
  );
  const names = inner.filter((name) => name !== undefined);
  const shown = names.length > 4 ? [...names.slice(0, 3), '…'] : names;
  return shown.length === 0 ? type : `${type}(${shown.join(', ')})`;
}

/** The parts of `groups` have names. */
function partsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null && !('type' in value) ? Object.values(value) : [];
}
