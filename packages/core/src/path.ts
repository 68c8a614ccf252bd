/** A key as a path writes it: `[1]`, `.head`, or `["odd name"]`. */
export function keyOf(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
