/** A value as it reads in a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 40)}'`;
  if (Object(value) !== value) return `${String(value)}${typeof value === 'bigint' ? 'n' : ''}`;
  return typeof value === 'function' ? 'a function' : Array.isArray(value) ? 'a list' : 'an object';
}
