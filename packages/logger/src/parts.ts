/**
 * A run that is rotated is in several files, its parts: `run.jsonl`, `run.2.jsonl`, `run.3.jsonl`, …
 *
 * The first keeps its name and none is ever renamed, so that nobody who reads is disturbed and no kill can tear it.
 */
export function partFile(file: string, part: number): string {
  if (part === 1) return file;
  const dot = extensionAt(file);
  return `${file.slice(0, dot)}.${part}${file.slice(dot)}`;
}

/** The numbers, from 2 up and in order, of the names in a folder that are those of parts. */
export function partsAmong(names: readonly string[], name: string): number[] {
  const dot = extensionAt(name);
  const [start, end] = [`${name.slice(0, dot)}.`, name.slice(dot)];
  return names
    .filter((other) => other.startsWith(start) && other.endsWith(end))
    .map((other) => other.slice(start.length, other.length - end.length))
    .filter((number) => /^[1-9]\d{0,8}$/.test(number))
    .map(Number)
    .filter((part) => part > 1)
    .sort((a, b) => a - b);
}

/** Where `.jsonl` begins; at the end where there is none. A dot that a name begins with begins no extension. */
function extensionAt(file: string): number {
  const base = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1;
  const dot = file.lastIndexOf('.');
  return dot > base ? dot : file.length;
}
