import { element } from '../page/element.ts';
import { tabs } from '../page/tabs.ts';
import { toCode } from './code.ts';
import { coloured } from './coloured.ts';
import { toProgram, toTfjsProgram } from './program.ts';

interface Text {
  readonly label: string;
  readonly of: (plan: object, steps: number) => string;
}

const texts: readonly Text[] = [
  { label: 'TypeScript', of: (plan) => toCode(plan) },
  { label: 'Your loop', of: (plan, steps) => toProgram({ plan, steps }) },
  { label: 'TensorFlow.js', of: (plan, steps) => toTfjsProgram({ plan, steps }) },
  { label: 'JSON', of: (plan) => `${JSON.stringify({ anneal: 1, ...plan }, undefined, 2)}\n` },
];

/** The plan as it is taken home: in code that runs as pasted, and as data. */
export class CodeView {
  readonly element = element('section', { className: 'composer-code', ariaLabel: 'Code' });
  readonly #codes: readonly HTMLElement[];
  #open = 0;
  #plan: object = {};
  #steps = 0;

  constructor(id: string, said: (text: string) => void) {
    const list = element('div', { role: 'tablist', ariaLabel: 'The schedule as' });
    list.append(
      ...texts.map(({ label }, i) => {
        const tab = element('button', {
          type: 'button',
          role: 'tab',
          id: `${id}-tab-${i}`,
          textContent: label,
        });
        tab.setAttribute('aria-controls', `${id}-code-${i}`);
        return tab;
      }),
    );
    this.#codes = texts.map(() => element('code'));
    const panels = texts.map((_, i) => {
      const pre = element('pre', { tabIndex: 0 }, this.#codes[i] as HTMLElement);
      const panel = element('div', { role: 'tabpanel', id: `${id}-code-${i}` }, pre);
      panel.setAttribute('aria-labelledby', `${id}-tab-${i}`);
      return panel;
    });
    const copy = element('button', { type: 'button', className: 'composer-tab copy', textContent: 'Copy' });
    copy.addEventListener('click', async () => {
      await copied(this.#codes[this.#open] as HTMLElement, this.text);
      said(`${texts[this.#open]?.label}: copied.`);
      copy.textContent = 'Copied';
      setTimeout(() => {
        copy.textContent = 'Copy';
      }, 1500);
    });
    this.element.append(element('div', { className: 'tab-row' }, list, copy), ...panels);
    // The tabs look their panels up in the page, which they are not in yet.
    queueMicrotask(() =>
      tabs(list, (picked) => {
        this.#open = Number(picked.split('-').at(-1));
        this.#draw();
      })(`${id}-code-0`),
    );
  }

  /** The text that is shown. */
  get text(): string {
    return (texts[this.#open] as Text).of(this.#plan, this.#steps);
  }

  show(plan: object, steps: number): void {
    this.#plan = plan;
    this.#steps = steps;
    this.#draw();
  }

  #draw(): void {
    if (this.#steps > 0) this.#codes[this.#open]?.replaceChildren(...coloured(this.text));
  }
}

/** Puts a text on the clipboard; where the browser does not let a page do so, it is marked, to be copied by hand. */
async function copied(code: HTMLElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection()?.selectAllChildren(code);
  }
}
