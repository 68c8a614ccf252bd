import { byId } from './dom.ts';
import { forecast } from './forecast.ts';
import { type Choice, choiceOf, choices, peak } from './schedules.ts';
import { sparkline } from './sparkline.ts';
import { count } from './words.ts';

/** The list of schedules, with the picked one in words and in code. */
export class Picker {
  picked: Choice = choices[0] as Choice;
  readonly #steps: number;

  constructor(steps: number, changed: () => void) {
    this.#steps = steps;
    byId('choices').append(...choices.map((choice) => this.#option(choice)));
    byId('choices').addEventListener('change', ({ target }) => {
      this.picked = choiceOf((target as HTMLInputElement).value);
      this.#tell();
      changed();
    });
    this.#tell();
  }

  #option(choice: Choice): HTMLElement {
    const radio = document.createElement('input');
    radio.type = 'radio';
    radio.name = 'schedule';
    radio.value = choice.id;
    radio.checked = choice === this.picked;
    // Some browsers bring back what was picked before a reload, and would be out of step with the page.
    radio.autocomplete = 'off';
    const name = document.createElement('span');
    name.textContent = choice.label;
    const option = document.createElement('label');
    option.className = 'choice';
    option.append(radio, name, sparkline(forecast(choice.make(this.#steps), this.#steps), peak));
    return option;
  }

  #tell(): void {
    byId('explanation').textContent = this.picked.explanation;
    const comment = document.createElement('span');
    comment.className = 'comment';
    comment.textContent = `// steps = ${count(this.#steps)}\n`;
    byId('code').replaceChildren(...(this.picked.code.includes('steps') ? [comment] : []), this.picked.code);
  }
}
