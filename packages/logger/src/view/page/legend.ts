import { h, swatch, toggle } from './dom.ts';
import type { State } from './state.ts';

/** The runs with their colors; a click takes one out of the charts, or puts it back. */
export function legend(state: State): HTMLElement {
  const list = h('div', { class: 'legend', role: 'group', 'aria-label': 'Runs that are shown' });
  const draw = (): void => {
    const focused = [...list.children].indexOf(document.activeElement as Element);
    const runs = state.runs.map(({ name }, run) =>
      toggle(state.shown(run), () => state.toggle(run), swatch(run), h('span', {}, name)),
    );
    list.replaceChildren(...runs);
    (list.children[focused] as HTMLElement | undefined)?.focus();
  };
  state.on(draw);
  draw();
  return list;
}

const NAMES = { step: 'Step', epoch: 'Epoch', time: 'Time' };

/** What is below the charts, and how much of it. */
export function toolbar(state: State): HTMLElement {
  const axes = h('div', { class: 'axes', role: 'group', 'aria-label': 'Horizontal axis' });
  const all = h('button', { type: 'button', onclick: () => state.zoomTo(undefined) }, 'Show all');
  const draw = (): void => {
    const focused = [...axes.children].indexOf(document.activeElement as Element);
    const choices = state.axes.map((axis) =>
      toggle(state.axis === axis, () => state.setAxis(axis), NAMES[axis]),
    );
    axes.replaceChildren(...(choices.length > 1 ? choices : []));
    (axes.children[focused] as HTMLElement | undefined)?.focus();
    zoomed();
  };
  const zoomed = (): void => {
    all.disabled = state.zoom === undefined;
  };
  const bar = h(
    'div',
    { class: 'toolbar' },
    axes,
    h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => state.zoomBy(0.5) }, '+'),
    h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => state.zoomBy(2) }, '−'),
    all,
  );
  state.on(draw, zoomed);
  draw();
  return bar;
}
