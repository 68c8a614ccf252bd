/** The known name that is fewest edits away from `name`, if it is near enough to be what was meant. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of known) {
    const distance = edits(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** How many letters must be added, dropped or changed to turn `a` into `b` (Levenshtein, 1966). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 0; i < a.length; i++) {
    const above = row;
    row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swap = (above[j] as number) + (a[i] === b[j] ? 0 : 1);
      row.push(Math.min(swap, (above[j + 1] as number) + 1, (row[j] as number) + 1));
    }
  }
  return row[b.length] as number;
}
