import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';

/** How the name of an event file begins, whoever wrote it: ten digits of seconds come next. */
const NAME = /^events\.out\.tfevents\.(\d{10})\./;

let files = 0;

/**
 * The name of the next event file of a folder: `events.out.tfevents.<seconds>.<host>.<pid>.<number>`.
 *
 * TensorBoard reads the files of a folder in the order of their names, so its second is later than that of any file that
 * is there, also where the clock was put back, or the file before it was opened in this very second.
 */
export function nextName(folder: string): string {
  const seconds = readdirSync(folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
  const now = Math.floor(Date.now() / 1000);
  const second = seconds.reduce((latest, other) => Math.max(latest, other + 1), now);
  const host = hostname().replace(/[^\w.-]/g, '_') || 'localhost';
  return `events.out.tfevents.${String(second).padStart(10, '0')}.${host}.${process.pid}.${files++}`;
}
