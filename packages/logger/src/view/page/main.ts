import 'uplot/dist/uPlot.min.css';
import './style.css';
import type { PageData, RunData } from '../data.ts';
import { isSpread } from '../spread.ts';
import { actsList } from './acts-list.ts';
import { Chart } from './chart.ts';
import { clock } from './clock.ts';
import { dataTable } from './data-table.ts';
import { h } from './dom.ts';
import { legend, toolbar } from './legend.ts';
import { runsTable } from './runs-table.ts';
import { State } from './state.ts';
import { themeButton } from './theme.ts';
import { count } from './words.ts';

const data = JSON.parse((document.getElementById('data') as HTMLElement).textContent) as PageData;
const state = new State(data);

const names = (of: (run: RunData) => object): string[] => [
  ...new Set(data.runs.flatMap((run) => Object.keys(of(run)))),
];
const metrics = names((run) => run.metrics);
const rates = names((run) => run.rates);

/** The loss, and that on other data beside it. */
function lossColumns(): string[] {
  const losses = new Set(data.runs.map(({ loss }) => loss));
  const held = metrics.filter((name) => /^(val|eval|valid|validation|test)[_/.]?loss$/i.test(name));
  return metrics.filter((name) => losses.has(name) || (losses.has('loss') && held.includes(name)));
}

const first = lossColumns();
const losses = data.runs.map((run) => (run.loss === undefined ? [] : (run.metrics[run.loss]?.values ?? [])));
const charts = [
  new Chart(state, {
    id: 'loss',
    title: first[0] === 'loss' ? 'Loss' : 'Metrics',
    kind: 'metrics',
    columns: metrics,
    first,
    log: isSpread(losses),
  }),
  ...(rates.length === 0
    ? []
    : [
        new Chart(state, {
          id: 'rate',
          title: 'Learning rate',
          kind: 'rates',
          columns: rates,
          first: rates,
          log: false,
        }),
      ]),
];

function point(run: number, step: number): void {
  const x = clock(data.runs[run] as RunData, state.axis)?.(step);
  if (x === undefined) return;
  const [from, to] = state.range();
  if (x < from || x > to) state.zoomTo(undefined);
  const chart = charts.at(-1) as Chart;
  chart.element.scrollIntoView({ block: 'nearest' });
  chart.point(x);
}

const acts = actsList(state, point);
const theme = themeButton(() => {
  for (const chart of charts) chart.repaint();
});
const rows = data.runs.reduce((sum, run) => sum + run.rows, 0);

document.body.append(
  h(
    'header',
    {},
    h(
      'div',
      {},
      h('h1', {}, data.title),
      h('p', {}, `${count(data.runs.length, 'run')}, ${count(rows, 'row')}`),
    ),
    theme,
  ),
  h(
    'main',
    {},
    h('div', { class: 'bar' }, legend(state), toolbar(state)),
    ...charts.map(({ element }) => element),
    h('p', { class: 'hint' }, 'Drag along a chart to zoom, double-click to see all again.'),
    ...(acts === undefined ? [] : [acts]),
    runsTable(data.runs),
    dataTable(state),
  ),
  h('footer', {}, h('p', {}, 'Written by anneal-logger view. Rates are shown as they were, never smoothed.')),
);
for (const chart of charts) chart.start();
