import { byId, setText } from '../dom.ts';
import { count, figure } from '../words.ts';
import { element } from './element.ts';
import type { Shown } from './shown.ts';

/** So many rows at most: of longer races every second step is told, or every third. The downloads have all. */
const room = 200;

/** What stands behind a chart. */
export interface Told {
  /** The chart in a sentence or two. */
  readonly words: (shown: Shown) => string;
  readonly cell: (shown: Shown, lane: number, step: number) => number | undefined;
}

/** A chart in words and numbers, for those who cannot see it, or want to know exactly. Nothing is done while it is shut. */
export class ChartTable {
  readonly #details: HTMLDetailsElement;
  readonly #told: Told;
  readonly #name: (lane: number) => string;
  #shown: Shown;

  constructor(id: string, shown: Shown, name: (lane: number) => string, told: Told) {
    this.#details = byId<HTMLDetailsElement>(id);
    this.#shown = shown;
    this.#name = name;
    this.#told = told;
    // It scrolls, so the keyboard must get there.
    (this.#details.querySelector('.scroll') as HTMLElement).tabIndex = 0;
    this.#details.addEventListener('toggle', () => this.show(this.#shown));
  }

  show(shown: Shown): void {
    this.#shown = shown;
    if (!this.#details.open) return;
    setText(this.#details.querySelector('.in-words') as HTMLElement, this.#told.words(shown));
    const { record, visible } = shown;
    const apart = Math.ceil(record.setup.steps / room);
    const table = this.#details.querySelector('table') as HTMLTableElement;
    const heads = ['Step', ...visible.map(this.#name)];
    const head = table.tHead?.rows[0] as HTMLTableRowElement;
    if ([...head.cells].map((cell) => cell.textContent).join('\n') !== heads.join('\n'))
      head.replaceChildren(...heads.map((text) => element('th', { scope: 'col', textContent: text })));
    const body = table.tBodies[0] as HTMLTableSectionElement;
    const rows = Math.ceil(record.finished / apart);
    while (body.rows.length > rows) body.deleteRow(-1);
    for (let place = 0; place < rows; place++) {
      const step = place * apart;
      const row = body.rows[place] ?? body.insertRow();
      const cells = [count(step), ...visible.map((lane) => figure(this.#told.cell(shown, lane, step)))];
      while (row.cells.length > cells.length) row.deleteCell(-1);
      for (const [column, text] of cells.entries()) {
        const cell = row.cells[column] ?? row.appendChild(element(column === 0 ? 'th' : 'td'));
        if (column === 0) cell.setAttribute('scope', 'row');
        setText(cell, text);
      }
    }
  }
}
