import type { PageData, RunData } from '../data.ts';
import { type Axis, axesOf, clock } from './clock.ts';

/** What the charts share. A change of `zoom` moves them; any other change draws them anew. */
export class State {
  readonly runs: readonly RunData[];
  readonly axes: readonly Axis[];
  axis: Axis = 'step';
  zoom: readonly [from: number, to: number] | undefined;
  readonly hidden: Set<number> = new Set();
  readonly #listeners: { readonly changed: () => void; readonly zoomed: () => void }[] = [];

  constructor({ runs }: PageData) {
    this.runs = runs;
    this.axes = axesOf(runs);
  }

  on(changed: () => void, zoomed: () => void = () => {}): void {
    this.#listeners.push({ changed, zoomed });
  }

  changed(): void {
    for (const { changed } of this.#listeners) changed();
  }

  readonly shown = (run: number): boolean => !this.hidden.has(run);

  toggle(run: number): void {
    if (!this.hidden.delete(run)) this.hidden.add(run);
    this.changed();
  }

  setAxis(axis: Axis): void {
    this.axis = axis;
    this.zoom = undefined;
    this.changed();
  }

  zoomTo(zoom: readonly [from: number, to: number] | undefined): void {
    const [from, to] = this.full();
    // All of it is no zoom; and what is narrower than anything is a slip of the hand.
    if (zoom && zoom[1] - zoom[0] < (to - from) * 1e-6) return;
    const within = zoom && ([Math.max(from, zoom[0]), Math.min(to, zoom[1])] as const);
    this.zoom = within && within[0] <= from && within[1] >= to ? undefined : within;
    for (const { zoomed } of this.#listeners) zoomed();
  }

  /** Zooms by a factor around a place, or around the middle. */
  zoomBy(factor: number, around?: number): void {
    const [from, to] = this.range();
    const at = around !== undefined && around >= from && around <= to ? around : (from + to) / 2;
    this.zoomTo([at - (at - from) * factor, at + (to - at) * factor]);
  }

  /** What is seen of the axis. */
  range(): readonly [from: number, to: number] {
    return this.zoom ?? this.full();
  }

  /** All of the axis: as far as the runs that are shown go. */
  full(): readonly [from: number, to: number] {
    let [least, greatest] = [Infinity, -Infinity];
    for (const [i, run] of this.runs.entries()) {
      const at = clock(run, this.axis);
      if (at === undefined || !this.shown(i)) continue;
      for (const { steps } of [...Object.values(run.metrics), ...Object.values(run.rates)]) {
        for (const step of [steps[0], steps.at(-1)]) {
          if (step === undefined) continue;
          least = Math.min(least, at(step));
          greatest = Math.max(greatest, at(step));
        }
      }
    }
    if (least > greatest) return [0, 1];
    return least === greatest ? [least - 0.5, greatest + 0.5] : [least, greatest];
  }
}
