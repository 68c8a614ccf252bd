import { button, element } from '../page/element.ts';
import type { Run } from './block.ts';
import { blockOf } from './catalogue.ts';
import { Offer } from './composer-offer.ts';
import { at, indexOf, type Place, parentOf } from './place.ts';
import type { Plan } from './plan.ts';
import { topRate } from './run.ts';

/** What can be done with the picked block. */
export type Operation =
  | { readonly what: 'after' | 'multiply' | 'combine' | 'wrap' | 'replace'; readonly type: string }
  | { readonly what: 'earlier' | 'later' | 'remove' | 'undo' };

/** The buttons for it, and the blocks that they offer. */
export class Operations {
  readonly element = element('div', { className: 'composer-operations' });
  readonly #offer = new Offer();
  readonly #undo: HTMLButtonElement;
  readonly #earlier: HTMLButtonElement;
  readonly #later: HTMLButtonElement;
  #run!: Run;
  #peak = 1;
  #tried!: (type: string) => Plan | undefined;

  constructor(done: (operation: Operation) => void) {
    const leaves = (text: string, said: string, what: 'after' | 'multiply' | 'combine' | 'replace') => {
      const opener = button(text, said, () => {
        const peak = what === 'multiply' ? 1 : this.#peak;
        this.#offer.leaves(opener, { ...this.#run, peak }, (type) => done({ what, type }));
      });
      return this.#opener(opener);
    };
    const wrap = button('Put in…', 'Put in: something around this block', () =>
      this.#offer.wrappers(wrap, this.#tried, this.#run, (type) => done({ what: 'wrap', type })),
    );
    const simple = (text: string, said: string, what: 'earlier' | 'later' | 'remove' | 'undo') =>
      button(text, said, () => {
        this.#offer.close();
        done({ what });
      });
    this.#undo = simple('Undo', 'Undo', 'undo');
    this.#earlier = simple('←', 'Move this block earlier', 'earlier');
    this.#later = simple('→', 'Move this block later', 'later');
    const row = element(
      'div',
      { className: 'operations', role: 'group', ariaLabel: 'With the picked block' },
      leaves('Then…', 'Then: a block after this one', 'after'),
      leaves('Multiply by…', 'Multiply by: a block beside this one', 'multiply'),
      leaves('Or lower…', 'Or lower: a block beside this one, of which the lower rate counts', 'combine'),
      this.#opener(wrap),
      leaves('Replace by…', 'Replace by: another block', 'replace'),
      this.#earlier,
      this.#later,
      simple('Remove', 'Remove this block', 'remove'),
      this.#undo,
    );
    this.element.append(row, this.#offer.element);
  }

  show(
    plan: Plan,
    place: Place,
    run: Run,
    tried: (type: string) => Plan | undefined,
    canUndo: boolean,
  ): void {
    this.#offer.close();
    this.#run = run;
    this.#tried = tried;
    const block = at(plan, place);
    this.#peak = topRate(block, run) || 1;
    const list = parentOf(place);
    const index = indexOf(place);
    const last = list === undefined ? 0 : (at(plan, list).parts?.length ?? 1) - 1;
    this.#earlier.hidden = this.#later.hidden = index === undefined;
    this.#earlier.ariaDisabled = String(index === 0);
    this.#later.ariaDisabled = String(index === last);
    this.element.ariaLabel = blockOf(block.type).label;
    this.allowUndo(canUndo);
  }

  allowUndo(can: boolean): void {
    this.#undo.ariaDisabled = String(!can);
  }

  #opener(opener: HTMLButtonElement): HTMLButtonElement {
    opener.ariaExpanded = 'false';
    opener.setAttribute('aria-controls', this.#offer.element.id);
    return opener;
  }
}
