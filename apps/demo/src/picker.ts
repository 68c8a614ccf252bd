import type { Part } from '@anneal/core';
import { byId } from './dom.ts';
import { forecast } from './forecast.ts';
import type { Values } from './parameter.ts';
import { parameterRow } from './parameter-row.ts';
import { refusal } from './refusal.ts';
import { type Choice, choiceOf, choices, peak, presetsOf } from './schedules.ts';
import { sparkline } from './sparkline.ts';
import { count } from './words.ts';

/** What the picker tells of. */
export interface Heard {
  /** There is another schedule to look at: a slider may still be on its way. */
  readonly turned: () => void;
  /** There is another schedule to run. */
  readonly picked: () => void;
}

/** The list of schedules, with the picked one in words, in numbers to turn, and in code. */
export class Picker {
  picked: Choice = choices[0] as Choice;
  readonly #steps: number;
  readonly #heard: Heard;
  /** What has been turned of each schedule: who comes back to it finds it so. */
  readonly #values = new Map(choices.map((choice): [Choice, Values] => [choice, presetsOf(choice)]));
  readonly #sparklines = new Map<Choice, SVGElement>();
  /** The values that were told of last. */
  #settled = this.values;

  constructor(steps: number, heard: Heard) {
    this.#steps = steps;
    this.#heard = heard;
    byId('choices').append(...choices.map((choice) => this.#option(choice)));
    byId('choices').addEventListener('change', ({ target }) => {
      this.picked = choiceOf((target as HTMLInputElement).value);
      this.#settled = this.values;
      this.#tell();
      heard.picked();
    });
    this.#tell();
  }

  /** The parameters of the picked schedule. */
  get values(): Values {
    return this.#values.get(this.picked) as Values;
  }

  make(): Part {
    return this.picked.make(this.values, this.#steps);
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
    option.append(radio, name, this.#draw(choice));
    return option;
  }

  /** The curve of a choice in small, as it is turned now. */
  #draw(choice: Choice): SVGElement {
    const plan = forecast(choice.make(this.#values.get(choice) as Values, this.#steps), this.#steps);
    const drawn = sparkline(plan, Math.max(peak, ...plan.rates));
    this.#sparklines.get(choice)?.replaceWith(drawn);
    this.#sparklines.set(choice, drawn);
    return drawn;
  }

  #tell(): void {
    const { explanation, parameters } = this.picked;
    byId('explanation').textContent = explanation;
    byId('parameters').replaceChildren(
      ...Object.entries(parameters).map(([name, parameter]) =>
        parameterRow({
          name,
          parameter,
          value: () => this.values[name] as number,
          turn: (value) => this.#turn({ ...this.values, [name]: value }),
          settle: () => this.#settle(),
        }),
      ),
    );
    byId('share').hidden = !Object.values(parameters).some(({ share }) => share);
    this.#showCode();
  }

  /** Puts values in force, unless they make no schedule: then it says why. */
  #turn(values: Values): string | undefined {
    const reason = refusal(this.picked, values, this.#steps);
    if (reason !== undefined) return reason;
    this.#values.set(this.picked, values);
    this.#draw(this.picked);
    this.#showCode();
    this.#heard.turned();
    return undefined;
  }

  #settle(): void {
    const before = this.#settled;
    this.#settled = this.values;
    if (Object.entries(this.values).some(([name, value]) => value !== before[name])) this.#heard.picked();
  }

  #showCode(): void {
    const code = this.picked.code(this.values);
    const comment = document.createElement('span');
    comment.className = 'comment';
    comment.textContent = `// steps = ${count(this.#steps)}\n`;
    byId('code').replaceChildren(...(code.includes('steps') ? [comment] : []), code);
  }
}
