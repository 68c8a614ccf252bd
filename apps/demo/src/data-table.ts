import type { Shown } from './charts.ts';
import { byId, setText } from './dom.ts';
import { figure } from './words.ts';

/** What one cell says: a number in full, which is shown as short as elsewhere, or some words. */
export type Cell = number | string | null | undefined;

/** What stands behind a chart. */
export interface Told {
  /** The chart in a sentence or two. */
  readonly words: (shown: Shown) => string;
  /** How many rows there are: the first so many steps. */
  readonly rows: (shown: Shown) => number;
  /** What there is to say of a step, beside its number. */
  readonly cells: (shown: Shown, step: number) => readonly Cell[];
}

/** A chart in words and numbers, for those who cannot see it, or want to know exactly. Nothing is done while it is shut. */
export class DataTable {
  readonly #details: HTMLDetailsElement;
  readonly #words: HTMLElement;
  readonly #body: HTMLTableSectionElement;
  readonly #told: Told;
  #shown: Shown;
  /** The rows up to here are as they will remain. */
  #known = 0;

  constructor(id: string, shown: Shown, told: Told) {
    this.#details = byId<HTMLDetailsElement>(id);
    this.#words = this.#details.querySelector('.in-words') as HTMLElement;
    this.#body = this.#details.querySelector('tbody') as HTMLTableSectionElement;
    // It scrolls, so the keyboard must get there.
    (this.#details.querySelector('.scroll') as HTMLElement).tabIndex = 0;
    this.#shown = shown;
    this.#told = told;
    this.#details.addEventListener('toggle', () => this.show(this.#shown));
  }

  show(shown: Shown): void {
    if (shown !== this.#shown) this.#known = 0;
    this.#shown = shown;
    if (!this.#details.open) return;
    setText(this.#words, this.#told.words(shown));
    const rows = this.#told.rows(shown);
    while (this.#body.rows.length > rows) this.#body.deleteRow(-1);
    for (let step = this.#known; step < rows; step++) this.#fill(step, this.#told.cells(shown, step));
    // The end of an epoch is told of after its last step.
    this.#known = Math.max(0, shown.history.finished - 1);
  }

  #fill(step: number, cells: readonly Cell[]): void {
    const row = this.#body.rows[step] ?? this.#row(step, cells.length);
    for (const [column, cell] of cells.entries()) {
      const data = row.cells[column + 1]?.firstElementChild as HTMLDataElement;
      data.value = String(cell ?? '');
      setText(
        data,
        typeof cell === 'string' ? cell : cell === null || cell === undefined ? '' : figure(cell),
      );
    }
  }

  #row(step: number, cells: number): HTMLTableRowElement {
    const row = this.#body.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = step.toLocaleString('en-US');
    row.append(head);
    for (let column = 0; column < cells; column++) row.insertCell().append(document.createElement('data'));
    return row;
  }
}
