let at = 0;
let text = '';

/** The time as ISO 8601, in UTC. It is put into words once for all rows of a millisecond, which costs more than the rest. */
export function now(): string {
  const time = Date.now();
  if (time !== at || text === '') {
    at = time;
    text = new Date(time).toISOString();
  }
  return text;
}
