import type { About } from './about.ts';
import { VERSION } from './version.ts';

/** One subscription of the stream of rows, as a sink gets to know it. */
export interface Run extends About {
  /** Names the run; no two are alike. */
  readonly id: string;
  /** When it was subscribed, as an ISO 8601 string. */
  readonly startedAt: string;
}

/** A run that begins now; what is told about it is plain data already. */
export function newRun(about: About = {}): Run {
  const versions = { '@anneal/logger': VERSION, ...platform(), ...about.versions };
  return { id: newId(), startedAt: new Date().toISOString(), ...about, versions };
}

function platform(): Record<string, string> {
  const node: string | undefined = globalThis.process?.versions?.node;
  return node === undefined ? {} : { node };
}

/** A page that was not served securely has no `randomUUID`; names need no secrecy, so `Math.random` will do there. */
function newId(): string {
  if (typeof globalThis.crypto?.randomUUID === 'function') return globalThis.crypto.randomUUID();
  const digits = (): string => Math.random().toString(16).slice(2, 14).padEnd(12, '0');
  return `${digits()}-${digits()}`;
}
