/** The known name that has most of the letters of `name`, in their order, if that is half of them or more. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const other of known) {
    let shared = 0;
    let after = 0;
    for (const letter of name.toLowerCase()) {
      const next = other.toLowerCase().indexOf(letter, after) + 1;
      if (next === 0) continue;
      after = next;
      shared++;
    }
    shared /= Math.max(name.length, other.length);
    if (shared >= 0.5 && shared > most) [best, most] = [other, shared];
  }
  return best;
}
