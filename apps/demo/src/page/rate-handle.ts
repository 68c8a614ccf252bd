import type uPlot from 'uplot';
import { element } from './element.ts';

/** How near to the line one must press to grab it, in pixels. */
const reach = 14;
/** How often a rate that is being dragged is told, in milliseconds. */
const telling = 120;

/** What there is to drag. */
export interface Grip {
  /** The newest step, and its rate; nothing while there is nothing to drag. */
  readonly end: () => { readonly step: number; readonly rate: number } | undefined;
  /** The rate of the selected racer at a step. */
  readonly at: (step: number) => number | undefined;
  readonly set: (rate: number) => void;
}

/**
 * Lets the rate line of the selected racer be dragged: at the handle on its end, or at any place of it with a mouse.
 * By touch only the handle drags, so that a finger on the chart scrolls the page. The number field beside it does the same.
 *
 * @returns puts the handle where the line ends.
 */
export function rateHandle(plot: uPlot, grip: Grip): (color: string) => void {
  const handle = element('div', { className: 'handle', hidden: true });
  // The number field is the way for whoever cannot drag.
  handle.ariaHidden = 'true';
  plot.over.append(handle);
  let dragged: number | undefined;
  let told = 0;

  const rateAt = (event: PointerEvent) => {
    const { top, height } = plot.over.getBoundingClientRect();
    const y = Math.max(0, Math.min(height, event.clientY - top));
    return Number(plot.posToVal(y, 'y').toPrecision(3));
  };
  const near = (event: PointerEvent) => {
    if (event.target === handle) return true;
    if (event.pointerType === 'touch') return false;
    const { left, top } = plot.over.getBoundingClientRect();
    const rate = grip.at(Math.round(plot.posToVal(event.clientX - left, 'x')));
    return rate !== undefined && Math.abs(plot.valToPos(rate, 'y') - (event.clientY - top)) < reach;
  };
  const drag = (event: PointerEvent, last = false) => {
    dragged = rateAt(event);
    place(dragged);
    const now = performance.now();
    if (!last && now - told < telling) return;
    told = now;
    grip.set(dragged);
  };
  const place = (rate: number) => {
    const end = grip.end();
    if (end === undefined) return;
    handle.style.left = `${plot.valToPos(end.step, 'x')}px`;
    handle.style.top = `${Math.max(0, Math.min(plot.over.clientHeight, plot.valToPos(rate, 'y')))}px`;
  };

  plot.over.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || grip.end() === undefined || !near(event)) return;
    event.preventDefault();
    plot.over.setPointerCapture(event.pointerId);
    drag(event);
  });
  plot.over.addEventListener('pointermove', (event) => {
    if (dragged !== undefined) drag(event);
    else plot.over.style.cursor = grip.end() !== undefined && near(event) ? 'ns-resize' : '';
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    plot.over.addEventListener(end, (event) => {
      if (dragged === undefined) return;
      if (end === 'pointerup') drag(event, true);
      dragged = undefined;
    });

  return (color) => {
    const end = grip.end();
    handle.hidden = end === undefined;
    if (end === undefined) return;
    handle.style.setProperty('--lane', color);
    place(dragged ?? end.rate);
  };
}
