import { type Cause, describe } from '@anneal/core';

/** The run as the page knows it. */
export type Phase = 'loading' | 'ready' | 'running' | 'paused' | 'done' | 'failed';

/** What there is to say of a run. */
export interface Facts {
  readonly phase: Phase;
  readonly finished: number;
  readonly steps: number;
  /** The rates of the last two steps, the newest one last. */
  readonly rates: readonly number[];
  /** The share of the held-out penguins whose species was told. */
  readonly accuracy: number | undefined;
  readonly heldOut: number;
  readonly perSecond: number;
  readonly reason: string;
}

/** What is going on, in a sentence or two. */
export function status(facts: Facts): string {
  const { phase, finished, steps, accuracy, heldOut, perSecond } = facts;
  switch (phase) {
    case 'loading':
      return 'TensorFlow.js is being loaded into a worker.';
    case 'ready':
      return `Ready. A run is ${count(steps)} steps; nothing starts by itself.`;
    case 'running':
      if (finished === 0) return 'The first step is on its way.';
      return `Step ${count(finished)} of ${count(steps)}: ${motion(facts.rates)}${knows(accuracy)}.`;
    case 'paused':
      return `Paused after step ${count(finished)} of ${count(steps)}: ${motion(facts.rates)}${knows(accuracy)}.`;
    case 'done': {
      const right = Math.round((accuracy ?? 0) * heldOut);
      return `Done: ${count(steps)} steps, ${count(Math.round(perSecond))} a second. It knows ${right} of the ${heldOut} penguins that it never learned from.`;
    }
    case 'failed':
      return `Training has failed. ${facts.reason}`;
  }
}

function motion(rates: readonly number[]): string {
  const [before, now] = [rates.at(-2), rates.at(-1)];
  if (now === undefined) return 'no rate yet';
  if (before === undefined || before === now) return `the rate stands at ${figure(now)}`;
  return `the rate is ${figure(now)}, on its way ${now > before ? 'up' : 'down'}`;
}

function knows(accuracy: number | undefined): string {
  return accuracy === undefined ? '' : `; held-out accuracy ${percent(accuracy)}`;
}

/** What the schedule did, in words of its own. */
export function acted(cause: Cause): string {
  const said = describe(cause);
  return `The schedule says: ${said.charAt(0).toLowerCase()}${said.slice(1)}.`;
}

/** A measured number at a length that does not jump: three digits that count. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  return size < -3 ? value.toExponential(1) : value.toFixed(Math.max(0, 2 - size));
}

/** A share in percent. */
export function percent(share: number | undefined): string {
  return share === undefined || !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(1)} %`;
}

/** A count with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
