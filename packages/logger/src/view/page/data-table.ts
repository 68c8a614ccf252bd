import type { RunData } from '../data.ts';
import { h } from './dom.ts';
import { type Line, linesOf, placeAt } from './line.ts';
import type { State } from './state.ts';
import { markText, valueText } from './words.ts';

const ROWS = 60;

/** The charts as numbers: what is seen of the axis in even steps, made when it is opened. */
export function dataTable(state: State): HTMLElement {
  const place = h('div', {
    class: 'scroll tall',
    tabindex: 0,
    role: 'region',
    'aria-label': 'The charts as a table',
  });
  const details = h('details', { id: 'data-table' }, h('summary', {}, 'The charts as a table'), place);
  const draw = (): void => {
    if (details.open) place.replaceChildren(table(state));
  };
  details.addEventListener('toggle', draw);
  state.on(draw, draw);
  return h('section', {}, details);
}

function table(state: State): HTMLElement {
  const { runs, shown, axis } = state;
  const names = (of: (run: RunData) => object): string[] => [
    ...new Set(runs.flatMap((run) => Object.keys(of(run)))),
  ];
  const lines = [
    ...linesOf(
      runs,
      shown,
      'rates',
      names(({ rates }) => rates),
      axis,
    ),
    ...linesOf(
      runs,
      shown,
      'metrics',
      names(({ metrics }) => metrics),
      axis,
    ),
  ].sort((a, b) => a.run - b.run);
  const head = lines.map(({ name, column }) =>
    h('th', { scope: 'col' }, runs.length > 1 ? `${name}: ${column}` : column),
  );
  const body = places(lines, state).map((x) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, markText(x, axis)),
      ...lines.map((line) => h('td', {}, cell(line, x))),
    ),
  );
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, axis), ...head)),
    h('tbody', {}, ...body),
  );
}

function cell(line: Line, x: number): string {
  const place = placeAt(line, x);
  return place === undefined ? '' : valueText(line.ys[place] as number);
}

/** Real places of the lines, the ends among them. */
function places(lines: readonly Line[], state: State): number[] {
  const [from, to] = state.range();
  const all = [...new Set(lines.flatMap(({ xs }) => xs))]
    .filter((x) => x >= from && x <= to)
    .sort((a, b) => a - b);
  if (all.length <= ROWS) return all;
  return Array.from(
    { length: ROWS },
    (_, i) => all[Math.round((i * (all.length - 1)) / (ROWS - 1))] as number,
  );
}
