import { byId, setText } from './dom.ts';
import type { History } from './history.ts';
import { count, figure } from './words.ts';

/** How many steps the table shows. */
const shown = 12;

/** The table of the last steps, newest first: what the charts show, for those who cannot see them. */
export class LastSteps {
  readonly #details = byId<HTMLDetailsElement>('last-steps');
  readonly #cells: HTMLDataElement[][];

  constructor(opened: () => void) {
    // All rows are there from the start, so that nothing moves while they fill.
    const body = this.#details.querySelector('tbody') as HTMLElement;
    this.#cells = Array.from({ length: shown }, () => {
      const row = document.createElement('tr');
      const cells = Array.from({ length: 4 }, () => {
        const cell = document.createElement('td');
        const data = document.createElement('data');
        cell.append(data);
        row.append(cell);
        return data;
      });
      body.append(row);
      return cells;
    });
    this.#details.addEventListener('toggle', opened);
  }

  show({ finished, rates, losses, heldOut }: History): void {
    if (!this.#details.open) return;
    for (const [back, cells] of this.#cells.entries()) {
      const step = finished - 1 - back;
      const values = step < 0 ? [] : [step, rates[step], losses[step], heldOut[step]];
      for (const [column, cell] of cells.entries()) {
        const value = values[column];
        // The number in full is what the machine reads.
        cell.value = value === null || value === undefined ? '' : String(value);
        setText(cell, step < 0 ? '' : column === 0 ? count(step) : figure(value));
      }
    }
  }
}
