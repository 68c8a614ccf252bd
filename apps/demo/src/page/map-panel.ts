import type { Run } from '../plan/block.ts';
import { columns, mapOf, rows } from '../plan/map.ts';
import type { Plan } from '../plan/plan.ts';
import { sparkline } from '../sparkline.ts';
import { button, element } from './element.ts';
import { planOf } from './plans.ts';

/** The two axes of a schedule as a table: when the rate changes, down; by what rule, across. Each cell is drawn live. */
export function mapPanel(place: HTMLElement, pick: (plan: Plan, name: string) => void): (run: Run) => void {
  let told = '';
  return (run) => {
    const key = JSON.stringify(run);
    if (key === told || place.closest('[hidden]') !== null) return;
    told = key;
    const cells = mapOf(run);
    const head = element(
      'tr',
      {},
      element('td'),
      ...columns.map(({ label, note }) => element('th', { scope: 'col' }, label, code(note))),
    );
    const body = rows.map(({ id, label, note }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, label, id === 'step' ? '' : code(note)),
        ...columns.map((column) => {
          const cell = cells.find((one) => one.row === id && one.column === column.id);
          if (cell === undefined) return element('td');
          const plan = planOf(cell.plan, run.steps);
          const name = `${column.label}, ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
          const press = button(
            '',
            `${name}${cell.name ? `: ${cell.name}` : ''}`,
            () => pick(cell.plan, name),
            'cell',
          );
          press.append(
            sparkline(plan, Math.max(1e-12, ...plan.rates)),
            element('span', { textContent: id === 'step' ? '' : (cell.name ?? '') }),
          );
          return element('td', {}, press);
        }),
      ),
    );
    const table = element(
      'table',
      { className: 'map' },
      element('thead', {}, head),
      element('tbody', {}, ...body),
    );
    place.replaceChildren(table);
  };
}

/** What the library calls it. */
function code(note: string): HTMLElement {
  return element('code', { textContent: note });
}
