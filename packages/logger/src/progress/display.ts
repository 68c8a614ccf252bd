import type { View } from './tally.ts';

/** How a run is shown: `moving-line.ts` on a terminal, `plain-lines.ts` elsewhere. */
export interface Display {
  /** Says something that stays. */
  say(text: string): void;
  /** There is something new; `view` is called where it is shown. */
  show(view: () => View): void;
  /** Shows the last state, and is over. */
  end(view: () => View): void;
}
