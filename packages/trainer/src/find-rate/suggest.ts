import { fallOf } from './fall.ts';
import { lowest, type Point } from './points.ts';
import { slide } from './slide.ts';
import { steep } from './steep.ts';
import { valley } from './valley.ts';

/** The rules, from the careful to the bold. */
type Rule = 'valley' | 'steep' | 'slide' | 'minimum';

/** What a range test found: rates that are worth a try. */
export interface Suggestions {
  /** The middle of the longest descent of the loss: careful, and the most stable of the four. */
  readonly valley: number | null;
  /** Where the loss falls fastest against the logarithm of the rate. It can fall on noise. */
  readonly steep: number | null;
  /** About a decade below where the loss takes off: bold. */
  readonly slide: number | null;
  /** A tenth of the rate at which the loss is least. */
  readonly minimum: number | null;
  /** The rates to choose from: `valley` and `slide`, the lower one first. */
  readonly band: readonly [low: number, high: number] | null;
  /** Why a suggestion is `null`, by its name. */
  readonly reasons: { readonly [name in Rule | 'band']?: string };
}

/** One step of a ramp, as the rules need it. */
export interface Measured {
  readonly rate: number;
  readonly loss: number;
  readonly smoothed: number;
}

export interface Ramp {
  /** How many steps were planned: the first tenth of them says nothing. */
  readonly steps: number;
  readonly smoothing: number;
  /** Whether the loss took off before the ramp was over. */
  readonly diverged: boolean;
}

/** How many points at the end are left out: by then the loss has taken off. */
const atTheEnd = 5;
/** How many points the rules need at the least. */
const fewest = 8;

/** How many steps at the start are left out: the average has hardly begun. */
export const atTheStart = (steps: number): number => Math.floor(steps / 10);

/** The suggestions of a finished ramp. */
export function suggest(measured: readonly Measured[], ramp: Ramp): Suggestions {
  const kept = measured.filter(({ loss }) => Number.isFinite(loss)).slice(atTheStart(ramp.steps), -atTheEnd);
  const points = kept.map(({ rate, smoothed }): Point => ({ rate, loss: smoothed }));
  if (points.length < fewest) {
    const n = measured.length;
    return nothing(
      `too few points: of ${n} step${n === 1 ? '' : 's'}, ${points.length} are left without the first tenth and the ` +
        `last ${atTheEnd}, and it takes ${fewest}; begin lower, or take more steps`,
    );
  }
  const fall = fallOf(kept, atTheStart(ramp.steps) + 1, ramp.smoothing);
  if (typeof fall === 'string') return nothing(fall);

  const least = lowest(points);
  const isOpen = !ramp.diverged && least === points.length - 1;
  const top = points.at(-1)?.rate;
  const open = `the loss still falls at the end of the ramp, at a rate of ${top}; end higher`;
  const slid = isOpen ? undefined : slide(points, fall.drop);
  const careful = valley(points);
  const whyNot = isOpen
    ? open
    : `the loss does not take off by the end of the ramp, at a rate of ${top}; end higher, or take more steps`;
  return {
    valley: careful,
    steep: steep(points),
    slide: slid ?? null,
    minimum: isOpen ? null : (points[least] as Point).rate / 10,
    band: slid === undefined ? null : [Math.min(careful, slid), Math.max(careful, slid)],
    reasons: {
      ...(slid === undefined ? { slide: whyNot, band: `it ends at slide, and ${whyNot}` } : {}),
      ...(isOpen ? { minimum: open } : {}),
    },
  };
}

function nothing(reason: string): Suggestions {
  return {
    valley: null,
    steep: null,
    slide: null,
    minimum: null,
    band: null,
    reasons: { valley: reason, steep: reason, slide: reason, minimum: reason, band: reason },
  };
}
