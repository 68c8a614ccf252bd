import { byId } from '../dom.ts';
import { count, figure } from '../words.ts';
import { element } from './element.ts';
import { glyph } from './lanes.ts';
import type { HeldOut, RaceRecord } from './record.ts';
import type { Shown } from './shown.ts';

/** The numbers of one racer at one step. */
export interface Reading {
  readonly loss: number | undefined;
  readonly smoothed: number | undefined;
  readonly rate: number | undefined;
  readonly heldOut: HeldOut | undefined;
}

export function readingAt(record: RaceRecord, lane: number, step: number): Reading {
  const known = record.lanes.get(lane);
  const at = (column: Float64Array | undefined) => {
    const value = column?.[step];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  };
  return {
    loss: at(known?.losses),
    smoothed: at(known?.smoothed),
    rate: at(known?.rates),
    heldOut: known?.heldOut.findLast((asked) => asked.step <= step),
  };
}

/** The numbers of a step in words, for whoever moves the cursor without seeing it. */
export function stepInWords(
  { record, visible, plans }: Shown,
  step: number,
  name: (lane: number) => string,
): string {
  const racers = visible.map((lane) => {
    if (step >= record.finished)
      return `${name(lane)} plans a rate of ${figure(plans.get(lane)?.rates[step])}`;
    const { smoothed, rate } = readingAt(record, lane, step);
    return `${name(lane)}: loss ${figure(smoothed)}, rate ${figure(rate)}`;
  });
  return `step ${count(step)}${step >= record.finished ? ', still to come' : ''}; ${racers.join('; ')}`;
}

/** What hangs at the cursor of each chart: the step, and the number of each racer there. */
export class CursorNotes {
  readonly #loss = note('loss-chart');
  readonly #rate = note('rate-chart');

  show(
    shown: Shown,
    step: number | undefined,
    name: (lane: number) => string,
    left: (step: number) => number,
  ): void {
    const at = step === undefined ? undefined : { step, left: left(step) };
    for (const [place, said] of [
      [this.#loss, lossOf],
      [this.#rate, rateOf],
    ] as const) {
      place.hidden = at === undefined;
      if (at === undefined) continue;
      const rows = shown.visible.map((lane) => ({ lane, value: said(shown, lane, at.step) }));
      rows.sort((one, other) => (one.value ?? 1e300) - (other.value ?? 1e300));
      place.replaceChildren(
        element('p', { className: 'note-step', textContent: `step ${count(at.step)}` }),
        ...rows.map(({ lane, value }) =>
          element(
            'p',
            {},
            glyph(lane),
            element('span', { textContent: name(lane) }),
            element('b', { textContent: figure(value) }),
          ),
        ),
      );
      const width = place.parentElement?.clientWidth ?? 0;
      // On the side with more room, so that it never covers what is pointed at.
      const right = at.left > width / 2;
      place.style.left = right ? '' : `${at.left + 14}px`;
      place.style.right = right ? `${width - at.left + 14}px` : '';
    }
  }
}

function lossOf({ record }: Shown, lane: number, step: number): number | undefined {
  return readingAt(record, lane, step).smoothed;
}

function rateOf({ record, plans }: Shown, lane: number, step: number): number | undefined {
  return step < record.finished ? readingAt(record, lane, step).rate : plans.get(lane)?.rates[step];
}

function note(chart: string): HTMLElement {
  const made = element('div', { className: 'note', hidden: true });
  // The chart itself says this to those who cannot see it.
  made.ariaHidden = 'true';
  byId(chart).append(made);
  return made;
}
