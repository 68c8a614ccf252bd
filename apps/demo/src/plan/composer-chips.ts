import { element } from '../page/element.ts';
import { sparkline } from '../sparkline.ts';
import type { Run } from './block.ts';
import { blockOf } from './catalogue.ts';
import { find, type Place, partsOf } from './place.ts';
import type { Plan } from './plan.ts';
import { localRun } from './run.ts';
import { forecastOf, thumbnail } from './thumbnail.ts';

/** What stands between the parts of a list. */
const between: Readonly<Record<string, string>> = { sequence: '→', multiply: '×', combine: 'or' };

/** The blocks of a plan as they stand in each other; one of them is picked. */
export class Chips {
  readonly element = element('div', { className: 'composer-chips', role: 'group', ariaLabel: 'Blocks' });
  readonly #picked: (place: Place) => void;
  #plan!: Plan;
  #run!: Run;

  constructor(picked: (place: Place) => void) {
    this.#picked = picked;
    this.element.addEventListener('click', ({ target }) => {
      const chip = (target as HTMLElement).closest<HTMLElement>('[data-place]');
      if (chip) picked(chip.dataset.place as Place);
    });
    this.element.addEventListener('keydown', (event) => this.#keyed(event));
  }

  /** Draws a plan anew, and gives the focus back to where it was. */
  draw(plan: Plan, place: Place, run: Run): void {
    this.#plan = plan;
    this.#run = run;
    const had = this.element.contains(document.activeElement);
    this.element.replaceChildren(this.#block(plan, '$'));
    this.mark(place);
    if (had) this.focus(place);
  }

  /** Draws the small curves of the same blocks anew. */
  redraw(plan: Plan): void {
    this.#plan = plan;
    for (const chip of this.#all) {
      const small = chip.querySelector('.sparkline');
      const block = find(plan, chip.dataset.place as Place);
      if (small && block) small.replaceWith(this.#small(block, chip.dataset.place as Place));
    }
  }

  mark(place: Place): void {
    for (const chip of this.#all) chip.ariaPressed = String(chip.dataset.place === place);
  }

  focus(place: Place): void {
    this.#all.find((chip) => chip.dataset.place === place)?.focus();
  }

  get #all(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[data-place]')];
  }

  #keyed(event: KeyboardEvent): void {
    const all = this.#all;
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const chip = to === undefined ? undefined : all[to];
    if (at < 0 || to === undefined) return;
    // Keys that move between the blocks move nothing else on the page.
    event.preventDefault();
    event.stopPropagation();
    if (chip === undefined) return;
    chip.focus();
    this.#picked(chip.dataset.place as Place);
  }

  #block(plan: Plan, place: Place): HTMLElement {
    const parts = partsOf(plan, place);
    const chip = this.#chip(plan, place, parts.length > 0);
    if (parts.length === 0) return chip;
    const inner = parts.map((part) => this.#block(part.plan, part.place));
    // A warm-up stands before its part, as it runs.
    if (plan.type === 'warmup')
      return element('div', { className: 'flow' }, this.#climb(plan, place), sign('→'), ...inner);
    const flow = inner.flatMap((block, i) => (i === 0 ? [block] : [sign(between[plan.type] ?? ''), block]));
    return element(
      'div',
      { className: 'holder', data: { type: plan.type } },
      chip,
      element('div', { className: 'flow' }, ...flow),
    );
  }

  #chip(plan: Plan, place: Place, isTitle: boolean): HTMLElement {
    const { short } = blockOf(plan.type);
    const text = element('span', { textContent: short });
    const chip = element(
      'button',
      { type: 'button', className: isTitle ? 'composer-chip title' : 'composer-chip', data: { place } },
      text,
    );
    if (!isTitle) chip.prepend(this.#small(plan, place));
    return chip;
  }

  #climb(plan: Plan, place: Place): HTMLElement {
    const chip = this.#chip(plan, place, true);
    chip.className = 'composer-chip';
    chip.prepend(this.#small(plan, place));
    return chip;
  }

  #small(plan: Plan, place: Place): SVGElement {
    const { steps } = localRun(this.#plan, place, this.#run);
    if (plan.type !== 'warmup') return thumbnail(plan, steps);
    // Of a warm-up the climb alone, which is certain.
    const { rates } = forecastOf(plan, Math.min(steps, (plan.over as number) + 1));
    return sparkline({ rates, certain: true }, Math.max(...rates) || 1);
  }
}

const sign = (text: string): HTMLElement =>
  element('span', { className: 'sign', textContent: text, ariaHidden: 'true' });
