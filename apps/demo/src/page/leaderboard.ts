import { byId, setText } from '../dom.ts';
import { figure, percent } from '../words.ts';
import { element } from './element.ts';
import { glyph } from './lanes.ts';
import type { Standing } from './standings.ts';

/** Who is where, in a table. */
export class Leaderboard {
  readonly #body = byId<HTMLTableElement>('leaderboard').tBodies[0] as HTMLTableSectionElement;
  #order = '';

  show(standings: readonly Standing[], focused: number): void {
    // Rows are made anew only where another racer stands in one of them.
    const order = standings.map(({ lane, name }) => `${lane} ${name}`).join('\n');
    if (order !== this.#order) this.#body.replaceChildren(...standings.map(rowOf));
    this.#order = order;
    for (const [place, { lane, now, best, state }] of standings.entries()) {
      const row = this.#body.rows[place] as HTMLTableRowElement;
      row.classList.toggle('focused', lane === focused);
      row.dataset.state = state.split(' ')[0] ?? '';
      const cells = [figure(now?.loss), percent(now?.accuracy).replace(' %', ''), figure(best?.loss), state];
      for (const [column, text] of cells.entries()) setText(row.cells[column + 2] as HTMLElement, text);
      row.classList.toggle('stated', state !== '');
    }
  }
}

function rowOf({ lane, name }: Standing, place: number): HTMLElement {
  return element(
    'tr',
    { data: { lane: String(lane) } },
    element('td', { textContent: String(place + 1) }),
    element('th', { scope: 'row', className: 'racer-name', title: name }, glyph(lane), ` ${name}`),
    ...Array.from({ length: 4 }, () => element('td')),
  );
}
