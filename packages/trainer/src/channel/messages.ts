import { names, shown } from '../check.ts';

/** The version of the protocol, as both sides say it; `docs/protocol.md` is its text. */
export const version = 1;

/** What the trainer begins with. */
export interface Hello {
  readonly kind: 'hello';
  /** The groups that it has a rate for; nothing where it does not say. */
  readonly groups: readonly string[] | undefined;
  /** Whether it can be asked for its state, and be given one. */
  readonly saves: boolean;
}

/** The report of a finished step, as it was sent. */
export interface Told {
  readonly kind: 'report';
  readonly report: { readonly step: number } & Readonly<Record<string, unknown>>;
}

/** What a trainer can say. */
export type Said =
  | Hello
  | Told
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'saved'; readonly id: unknown; readonly state: unknown }
  | { readonly kind: 'restored' };

/** What is said to a trainer. */
export type ToTrainer =
  | { readonly start: number }
  | { readonly step: number; readonly rate: unknown }
  | { readonly save: number }
  | { readonly restore: unknown }
  | { readonly stop: true };

/** Reads one message of a trainer; what is none is refused with its text. */
export function read(by: string, message: unknown): Said {
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new TypeError(`${by}: a message must be an object, got ${quoted(message)}`);
  const fields = message as Readonly<Record<string, unknown>>;
  // First of all, so that a metric may have any name: `error` and `done` too.
  if (Object.hasOwn(fields, 'step')) return told(by, fields);
  if (Object.hasOwn(fields, 'anneal')) return hello(by, fields);
  if (Object.hasOwn(fields, 'error'))
    return { kind: 'error', text: typeof fields.error === 'string' ? fields.error : quoted(fields.error) };
  if (fields.done === true) return { kind: 'done' };
  if (Object.hasOwn(fields, 'saved')) return { kind: 'saved', id: fields.saved, state: fields.state };
  if (fields.restored === true) return { kind: 'restored' };
  throw new TypeError(
    `${by}: a message must have a step, if it is a report, or be one of anneal, error, done, saved, restored, got ${quoted(message)}`,
  );
}

function told(by: string, report: Readonly<Record<string, unknown>>): Told {
  const { step } = report;
  if (!(Number.isSafeInteger(step) && (step as number) >= 0))
    throw new RangeError(
      `${by}: the step of a report must be a whole number from 0 up, got ${quoted(report)}`,
    );
  return { kind: 'report', report: report as Told['report'] };
}

function hello(by: string, { anneal, groups, saves }: Readonly<Record<string, unknown>>): Hello {
  if (anneal !== version) {
    throw new RangeError(
      `${by}: the trainer speaks version ${quoted(anneal)} of the protocol, and this package version ${version}; ` +
        'one of them is to be updated',
    );
  }
  if (groups !== undefined && groups !== null) names(by, "the hello's groups", groups);
  return { kind: 'hello', groups: (groups ?? undefined) as Hello['groups'], saves: saves === true };
}

/** A message as it was sent, or the beginning of a long one. */
export function quoted(message: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(message, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    );
  } catch {
    // Not everything that a worker can send can be written as JSON.
  }
  text ??= shown(message);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
