import { element } from '../page/element.ts';
import { blockOf } from './catalogue.ts';
import { rowOf, type Turning } from './composer-rows.ts';
import type { Plan } from './plan.ts';

/** The picked block in words, and its numbers to turn. */
export class BlockPanel {
  readonly element = element('section', { className: 'composer-block' });
  readonly #title = element('h3');
  readonly #sentence = element('p', { className: 'sentence' });
  readonly #formula = element('code');
  readonly #source = element('span');
  readonly #rows = element('div', { className: 'rows' });

  constructor() {
    const small = element('p', { className: 'formula' }, this.#formula, this.#source);
    this.element.append(this.#title, this.#sentence, small, this.#rows);
  }

  /** Shows a block; a row that had the focus has it again. */
  show(plan: Plan, turning: Turning): void {
    const { label, sentence, formula, source, fields } = blockOf(plan.type);
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    this.element.ariaLabel = label;
    this.#title.textContent = label;
    this.#sentence.textContent = sentence;
    this.#formula.textContent = formula;
    this.#source.textContent = source ?? '';
    const shown = fields.filter(({ when }) => when === undefined || when(plan));
    this.#rows.replaceChildren(...shown.map((field) => rowOf(field, turning)));
    if (focused) {
      const next = document.getElementById(focused) ?? this.#rows.querySelector<HTMLElement>('input, select');
      next?.focus();
    }
  }
}
