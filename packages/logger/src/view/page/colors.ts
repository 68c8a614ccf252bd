import { COLORS } from './dom.ts';

/** A color of the style sheet as it is now: a canvas knows nothing of it. */
export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The color of a run; the same in both charts. */
export function runColor(run: number): string {
  return color(`run-${run % COLORS}`);
}
