import { shown } from '../check.ts';

/** An error on its way to the other side. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

const kinds = { RangeError, SyntaxError, TypeError } as const;

export function failureOf(error: unknown): Failure {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: 'Error', message: shown(error), stack: undefined };
}

/** The error again, of its own kind if that is one of the language's; its stack is that of the other side. */
export function errorOf({ name, message, stack }: Failure): Error {
  const Kind = Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : Error;
  const error = new Kind(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
