import type { Terminal } from '../terminal.ts';

/** Colors of the terminal's own palette, so that they go with its background. */
export interface Painter {
  readonly loss: (text: string) => string;
  readonly rate: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Colors on a terminal only, and not where `NO_COLOR` is set (https://no-color.org). */
export function painter({ stdout, env }: Terminal): Painter {
  const on = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const code = (start: number, end: number) => (text: string) =>
    on && text !== '' ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return { loss: code(34, 39), rate: code(33, 39), quiet: code(2, 22), bold: code(1, 22) };
}
