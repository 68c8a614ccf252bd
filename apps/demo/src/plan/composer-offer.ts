import { element } from '../page/element.ts';
import type { Leaf, Run, Wrapper } from './block.ts';
import { leaves, wrappers } from './catalogue.ts';
import type { Plan } from './plan.ts';
import { thumbnail } from './thumbnail.ts';

/** Blocks to choose from, under the button that opened them. */
export class Offer {
  readonly element = element('div', { className: 'composer-offer', role: 'group', hidden: true });
  #opener: HTMLElement | undefined;

  constructor() {
    this.element.id = `offer-${crypto.randomUUID().slice(0, 8)}`;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close(true);
    });
  }

  /** Offers blocks that begin something, at a rate. */
  leaves(opener: HTMLElement, run: Run, chosen: (type: string) => void): void {
    const groups = leaves.map(({ label, blocks }) =>
      this.#group(
        label,
        blocks.map((block: Leaf) => this.#item(block, block.make(run), run, chosen)),
      ),
    );
    this.#open(opener, groups);
  }

  /** Offers what can be put around a block; each shows what would become of it. */
  wrappers(
    opener: HTMLElement,
    tried: (type: string) => Plan | undefined,
    run: Run,
    chosen: (type: string) => void,
  ): void {
    const items = wrappers.flatMap((block: Wrapper) => {
      const made = tried(block.type);
      return made === undefined ? [] : [this.#item(block, made, run, chosen)];
    });
    this.#open(opener, [this.#group('Put around it', items)]);
  }

  close(goBack = false): void {
    if (this.#opener === undefined) return;
    this.element.hidden = true;
    this.#opener.ariaExpanded = 'false';
    if (goBack) this.#opener.focus();
    this.#opener = undefined;
  }

  #open(opener: HTMLElement, groups: readonly HTMLElement[]): void {
    const again = this.#opener === opener;
    this.close(again);
    if (again) return;
    this.#opener = opener;
    opener.ariaExpanded = 'true';
    this.element.ariaLabel = opener.textContent;
    this.element.replaceChildren(...groups);
    this.element.hidden = false;
    this.element.querySelector('button')?.focus();
  }

  #group(label: string, items: readonly HTMLElement[]): HTMLElement {
    return element(
      'div',
      { role: 'group', ariaLabel: label },
      element('p', { textContent: label }),
      ...items,
    );
  }

  #item(block: Leaf | Wrapper, plan: Plan, { steps }: Run, chosen: (type: string) => void): HTMLElement {
    const item = element('button', {
      type: 'button',
      className: 'composer-item',
      title: block.sentence,
      data: { type: block.type },
    });
    item.append(thumbnail(plan, steps), element('span', { textContent: block.label }));
    item.addEventListener('click', () => {
      this.close();
      chosen(block.type);
    });
    return item;
  }
}
