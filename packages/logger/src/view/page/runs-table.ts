import type { RunData } from '../data.ts';
import { lessIsBetter } from '../less-is-better.ts';
import { differences, factOf } from './differences.ts';
import { h, swatch } from './dom.ts';
import { count, valueText } from './words.ts';

/** At most so many columns of differences; all that was told is below. */
const MOST = 8;

interface TableColumn {
  readonly head: string;
  readonly cell: (run: RunData, i: number) => Node | string | undefined;
  /** Whether it is one of figures, which stand on one line. */
  readonly figure?: boolean;
}

/** The runs side by side: how they went, and in what they differ. */
export function runsTable(runs: readonly RunData[]): HTMLElement {
  const differing = differences(runs);
  const columns = [...figures(runs), ...differing.slice(0, MOST).map(difference)];
  const row = (run: RunData, i: number): HTMLElement =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('span', { class: 'run' }, swatch(i), run.name)),
      ...columns.map(({ head, cell, figure }) => {
        const content = cell(run, i);
        const kind = content === undefined ? 'none' : figure ? 'figure' : undefined;
        return h('td', { 'data-label': head, class: kind }, content ?? '–');
      }),
    );
  const heads = ['run', ...columns.map(({ head }) => head)];
  const table = h(
    'table',
    { class: 'runs' },
    h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...runs.map(row)),
  );
  const more = differing.length - MOST;
  return h(
    'section',
    {},
    h('h2', {}, runs.length === 1 ? 'The run' : 'The runs'),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The runs as a table' }, table),
    more > 0 ? h('p', { class: 'notes' }, `They differ in ${count(more, 'more fact')}.`) : undefined,
    ...runs.map(told),
  );
}

function figures(runs: readonly RunData[]): TableColumn[] {
  const losses = new Set(runs.map(({ loss }) => loss));
  const loss = losses.size === 1 ? ([...losses][0] ?? 'loss') : 'loss';
  const least = Math.min(...runs.map((run) => bestOf(run)?.value ?? Infinity));
  const best = (run: RunData): Node | undefined => {
    const best = bestOf(run);
    if (best === undefined) return undefined;
    const wins = runs.length > 1 && best.value === least;
    return h(wins ? 'strong' : 'span', {}, `${valueText(best.value)} at ${best.step}`);
  };
  const schedules = new Set(runs.map(({ schedule }) => schedule));
  const schedule = ({ schedule }: RunData): Node | string | undefined =>
    schedule !== undefined && schedules.size > 1 ? h('mark', {}, schedule) : schedule;
  return [
    { head: 'id', cell: ({ id }) => h('span', { title: id }, id.slice(0, 8)) },
    { head: 'attempts', cell: ({ attempts }) => String(attempts) },
    { head: 'last step', cell: ({ lastStep }) => lastStep.toLocaleString('en-US') },
    { head: `last ${loss}`, cell: lastLoss, figure: true },
    ...(least < Infinity ? [{ head: `best ${loss}`, cell: best, figure: true }] : []),
    { head: 'last rate', cell: lastRate, figure: true },
    ...(schedules.size > 1 || !schedules.has(undefined) ? [{ head: 'schedule', cell: schedule }] : []),
  ];
}

function difference(name: string): TableColumn {
  return {
    head: name,
    cell(run) {
      const fact = factOf(run, name);
      return fact === undefined ? undefined : h('mark', {}, fact);
    },
  };
}

function lastLoss({ loss, figures }: RunData): string | undefined {
  const last = loss === undefined ? undefined : figures[loss]?.last;
  return last === undefined ? undefined : valueText(Number(last));
}

function bestOf({ loss, figures }: RunData): { readonly value: number; readonly step: number } | undefined {
  return loss === undefined || !lessIsBetter(loss) ? undefined : figures[loss]?.best;
}

function lastRate({ rates, figures }: RunData): string | undefined {
  const names = Object.keys(rates);
  const texts = names.map((name) => {
    const text = valueText(Number(figures[name]?.last));
    return names.length === 1 ? text : `${name.replace('rate.', '')} ${text}`;
  });
  return texts.join(', ') || undefined;
}

/** All that was told about a run. */
function told(run: RunData, i: number): HTMLElement {
  const { file, id, startedAt, rows, facts } = run;
  const all = Object.entries({
    file,
    id,
    'started at': startedAt,
    rows: rows.toLocaleString('en-US'),
    ...facts,
  });
  const list = all.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]);
  return h(
    'details',
    {},
    h('summary', {}, swatch(i), `All that is known of ${run.name}`),
    h('dl', {}, ...list),
  );
}
