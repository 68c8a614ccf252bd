import { h, swatch } from './dom.ts';
import type { State } from './state.ts';
import { count } from './words.ts';

/** What the schedules of the runs did, in words; a click on one points at its step. */
export function actsList(state: State, point: (run: number, step: number) => void): HTMLElement | undefined {
  if (state.runs.every(({ acts }) => acts.length === 0)) return undefined;
  const section = h('section', {});
  const draw = (): void => {
    const lists = state.runs.flatMap((data, run) => {
      if (data.acts.length === 0 || !state.shown(run)) return [];
      const half = data.actsLeftOut === 0 ? data.acts.length : data.acts.length / 2;
      const item = ({ step, text }: { step: number; text: string }): HTMLElement =>
        h('li', {}, h('button', { type: 'button', class: 'act', onclick: () => point(run, step) }, text));
      const items = [
        ...data.acts.slice(0, half).map(item),
        ...(data.actsLeftOut === 0
          ? []
          : [
              h(
                'li',
                { class: 'left-out' },
                `… and ${count(data.actsLeftOut, 'more')} …`.replace('mores', 'more'),
              ),
            ]),
        ...data.acts.slice(half).map(item),
      ];
      const head = h(
        'summary',
        {},
        swatch(run),
        `${data.name}: ${count(data.acts.length + data.actsLeftOut, 'time')}`,
      );
      return [h('details', { open: items.length <= 8 }, head, h('ol', {}, ...items))];
    });
    section.replaceChildren(h('h2', {}, 'What the schedule did'), ...lists);
  };
  state.on(draw);
  draw();
  return section;
}
