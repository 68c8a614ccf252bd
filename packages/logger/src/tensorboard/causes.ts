import { shown } from '../shown.ts';

/** Says a cause of a row in words. */
export type Describe = (cause: unknown) => string;

/** The causes of a row as Markdown, a paragraph each; nothing where there are none. */
export function causesText(causes: unknown, describe: Describe): string {
  if (!Array.isArray(causes)) return '';
  return causes.map((cause) => inWords(cause, describe)).join('\n\n');
}

function inWords(cause: unknown, describe: Describe): string {
  try {
    return String(describe(cause));
  } catch {
    // Words are not worth a row.
    return inShort(cause);
  }
}

/** A cause in so few words as can be told without knowing what it may hold. */
export function inShort(cause: unknown): string {
  if (typeof cause === 'string') return cause;
  const { by, step } = (cause ?? {}) as Record<string, unknown>;
  const who = typeof by === 'string' ? by : shown(cause);
  return `${who} acted${typeof step === 'number' ? ` at step ${step}` : ''}`;
}
