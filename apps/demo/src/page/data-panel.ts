import { byId, setText } from '../dom.ts';
import type { Table } from '../race/messages.ts';
import { type DataKind, limits, type Setup } from '../race/setup.ts';
import { count } from '../words.ts';
import { element } from './element.ts';

type Changed = Partial<Pick<Setup, 'data' | 'model' | 'steps' | 'seed'>>;

/** A file that has been read, and the columns that one may choose to tell. */
export interface ReadFile {
  readonly table: Table;
  readonly columns: readonly string[];
}

/** The controls of the data, the model and the length of the race. */
export class DataPanel {
  readonly #form = byId<HTMLFormElement>('data-form');
  readonly #changed: (changed: Changed) => void;
  #setup: Setup;
  #file: File | undefined;
  /** Whether the visitor wants a file of their own, and has not chosen one yet: the race is on other data until then. */
  #choosing = false;

  constructor(
    setup: Setup,
    changed: (changed: Changed) => void,
    read: (file: File, target?: string) => void,
  ) {
    this.#setup = setup;
    this.#changed = changed;
    this.#form.addEventListener('change', (event) => this.#hear(event.target as HTMLInputElement));
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    const take = (file: File | undefined) => {
      if (file === undefined) return;
      this.#file = file;
      setText(byId('csv-says'), `Reading ${file.name} …`);
      read(file);
    };
    const picker = byId<HTMLInputElement>('csv-file');
    picker.addEventListener('change', () => take(picker.files?.[0]));
    byId('csv-target').addEventListener('change', (event) => {
      if (this.#file !== undefined) read(this.#file, (event.target as HTMLSelectElement).value);
    });
    // A file may be dropped anywhere: elsewhere the browser would leave the page for it.
    const place = document.documentElement;
    place.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      place.classList.add('dropping');
    });
    for (const end of ['dragleave', 'drop'] as const)
      place.addEventListener(end, (event) => {
        if (end === 'drop' && event.dataTransfer?.files.length) {
          event.preventDefault();
          take(event.dataTransfer.files[0]);
        }
        place.classList.remove('dropping');
      });
    this.show(setup);
  }

  show(setup: Setup): void {
    this.#setup = setup;
    const { data, model, steps } = setup;
    const fields = this.#form.elements;
    const put = (name: string, value: string | number) => {
      const field = fields.namedItem(name) as HTMLInputElement | RadioNodeList;
      if (field instanceof RadioNodeList || document.activeElement !== field) field.value = String(value);
    };
    const kind = this.#choosing ? 'csv' : data.kind;
    put('kind', kind);
    put('points', data.points);
    put('noise', data.noise);
    put('hidden', model.hidden.join(', '));
    put('activation', model.activation);
    put('optimizer', model.optimizer);
    put('batch', model.batch);
    put('steps', steps);
    byId('drawn').hidden = kind === 'penguins' || kind === 'csv';
    byId('csv').hidden = kind !== 'csv';
  }

  /** Says which file the examples are from. */
  tell({ name, labels, classes, features, dropped }: Table): void {
    const rows = dropped === 1 ? '1 row was' : `${count(dropped)} rows were`;
    const left = dropped === 0 ? '' : ` ${rows} left out, since something was missing or no number.`;
    setText(
      byId('csv-says'),
      `${name}: ${count(labels.length)} rows, ${features.length} features, ${classes.length} classes (${classes.join(', ')}).${left}`,
    );
  }

  /** A file has been read: what it is, and what in it one may learn to tell. */
  took({ table, columns }: ReadFile): void {
    this.tell(table);
    const { features } = table;
    const target = byId<HTMLSelectElement>('csv-target');
    if ([...target.options].map(({ value }) => value).join('\n') !== columns.join('\n')) {
      target.replaceChildren(
        ...columns.map((column) => element('option', { value: column, textContent: column })),
      );
      const chosen = columns.find((column) => !features.includes(column));
      if (chosen !== undefined) target.value = chosen;
    }
    byId('csv-choice').hidden = columns.length === 0;
    this.#choosing = false;
    this.#changed({ data: { ...this.#setup.data, kind: 'csv' } });
  }

  unreadable(reason: string): void {
    setText(byId('csv-says'), reason);
  }

  #hear({ name, value }: HTMLInputElement): void {
    const { data, model, steps } = this.#setup;
    switch (name) {
      case 'kind':
        this.#choosing = value === 'csv';
        if (this.#choosing) this.show(this.#setup);
        else this.#changed({ data: { ...data, kind: value as DataKind } });
        break;
      case 'points':
        this.#changed({ data: { ...data, points: whole(value, limits.points, data.points) } });
        break;
      case 'noise':
        this.#changed({ data: { ...data, noise: within(value, limits.noise, data.noise) } });
        break;
      case 'hidden':
        this.#changed({ model: { ...model, hidden: widths(value) } });
        break;
      case 'activation':
        this.#changed({ model: { ...model, activation: value as 'tanh' | 'relu' } });
        break;
      case 'optimizer':
        this.#changed({ model: { ...model, optimizer: value as 'sgd' | 'adam' } });
        break;
      case 'batch':
        this.#changed({ model: { ...model, batch: whole(value, limits.batch, model.batch) } });
        break;
      case 'steps':
        this.#changed({ steps: whole(value, limits.steps, steps) });
        break;
      default:
    }
  }
}

/** A number within its limits, whatever was typed. */
export function within(text: string, [least, most]: readonly [number, number], otherwise: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.max(least, Math.min(most, value)) : otherwise;
}

export function whole(text: string, limit: readonly [number, number], otherwise: number): number {
  return Math.round(within(text, limit, otherwise));
}

/** The widths of the hidden layers out of a text such as `16, 16`. */
export function widths(text: string): number[] {
  const numbers = (text.match(/\d+/g) ?? []).map((part) => whole(part, limits.width, limits.width[0]));
  return numbers.slice(0, limits.layers[1]);
}
