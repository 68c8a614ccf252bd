/** What rows call the time at which they were made. */
export const TIMES: readonly string[] = ['time', 'timestamp', 'wall', 'wallTime', 'wall_time'];

/**
 * The seconds that a row's time stands for, from anywhere; nothing where it carries none.
 *
 * A text is a date. A number says its unit by its size: what would be in the far future as seconds is milliseconds.
 */
export function secondsOf(row: Readonly<Record<string, unknown>>): number | undefined {
  for (const name of TIMES) {
    const time = row[name];
    const number = typeof time === 'string' ? Date.parse(time) / 1000 : time;
    if (typeof number !== 'number' || !Number.isFinite(number)) continue;
    return typeof time === 'number' && Math.abs(number) > 1e11 ? number / 1000 : number;
  }
  return undefined;
}
