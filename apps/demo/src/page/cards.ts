import { byId, setText } from '../dom.ts';
import type { Forecast } from '../forecast.ts';
import { limits, type Racer } from '../race/setup.ts';
import { sparkline } from '../sparkline.ts';
import { figure } from '../words.ts';
import { button, element } from './element.ts';
import { glyph, svgElement } from './lanes.ts';

/** What can be done with a racer. */
export interface CardActs {
  readonly select: (lane: number) => void;
  readonly show: (lane: number, shown: boolean) => void;
  readonly duplicate: (lane: number) => void;
  readonly remove: (lane: number) => void;
}

/** What the cards show. */
export interface Cards {
  readonly racers: readonly Racer[];
  readonly focused: number;
  readonly hidden: ReadonlySet<number>;
  readonly plan: (racer: Racer) => Forecast;
  /** A schedule in a few words, from its outside in. */
  readonly chips: (schedule: unknown) => readonly string[];
}

const eyeIcon = 'M1.5 8Q8 0.5 14.5 8Q8 15.5 1.5 8ZM6 8A2 2 0 1 0 10 8A2 2 0 1 0 6 8Z';
const strokeIcon = 'M2.5 14L13.5 2';
const copyIcon = 'M5 5V2.5H13.5V11H11M2.5 5H11V13.5H2.5Z';
const removeIcon = 'M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5';

function iconButton(path: string, said: string, act: () => void, className: string): HTMLButtonElement {
  const made = button('', said, act, className);
  const icon = svgElement('svg', { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' });
  icon.append(svgElement('path', { d: path }));
  made.append(icon);
  return made;
}

/** The racers as cards: who they are, what they plan, how they stand. */
export class RacerCards {
  readonly #list = byId('racers');
  readonly #acts: CardActs;
  #told = '';

  constructor(acts: CardActs) {
    this.#acts = acts;
  }

  show(cards: Cards): void {
    const told = JSON.stringify([cards.racers, cards.focused, [...cards.hidden]]);
    if (told === this.#told) return;
    this.#told = told;
    const held = this.#held();
    this.#list.replaceChildren(...cards.racers.map((racer) => this.#card(racer, cards)));
    if (held !== undefined) this.#list.querySelector<HTMLElement>(held)?.focus();
  }

  /** The numbers of a step, beside the names: those under the cursor, or the newest. */
  read(
    readings: (lane: number) => { readonly loss: number | undefined; readonly rate: number | undefined },
  ): void {
    for (const card of this.#list.children) {
      const { loss, rate } = readings(Number((card as HTMLElement).dataset.lane));
      setText(card.querySelector('.reads-loss') as HTMLElement, figure(loss));
      setText(card.querySelector('.reads-rate') as HTMLElement, figure(rate));
    }
  }

  /** What has the focus, so that whoever works by keyboard does not lose it when the cards are made anew. */
  #held(): string | undefined {
    const held = document.activeElement;
    if (!(held instanceof HTMLElement) || !this.#list.contains(held)) return undefined;
    const lane = held.closest<HTMLElement>('.card')?.dataset.lane;
    return `[data-lane="${lane}"] [data-tool="${held.dataset.tool}"]`;
  }

  #card(racer: Racer, { racers, focused, hidden, plan, chips }: Cards): HTMLElement {
    const { lane, name, schedule } = racer;
    const shown = !hidden.has(lane);
    const pick = button('', '', () => this.#acts.select(lane), 'card-pick');
    pick.append(glyph(lane), element('span', { className: 'card-name', textContent: name }));
    pick.ariaPressed = String(lane === focused);
    pick.dataset.tool = 'pick';
    const planned = plan(racer);
    const readings = element(
      'p',
      { className: 'card-reads' },
      element('span', {}, 'loss ', element('output', { className: 'reads-loss' })),
      element('span', {}, 'rate ', element('output', { className: 'reads-rate' })),
    );
    const card = element(
      'li',
      {
        className: `card${lane === focused ? ' focused' : ''}${shown ? '' : ' off'}`,
        data: { lane: String(lane) },
      },
      pick,
      sparkline(planned, Math.max(1e-12, ...planned.rates)),
      element(
        'p',
        { className: 'chips' },
        ...chips(schedule).map((text) => element('span', { className: 'chip', textContent: text })),
      ),
      readings,
      this.#tools(racer, racers.length, shown),
    );
    card.style.setProperty('--lane', `var(--lane-${lane})`);
    return card;
  }

  #tools({ lane, name }: Racer, count: number, shown: boolean): HTMLElement {
    const eye = shown ? eyeIcon : `${eyeIcon}${strokeIcon}`;
    const on = iconButton(eye, `${name} on the charts`, () => this.#acts.show(lane, !shown), 'tool');
    on.ariaPressed = String(shown);
    on.dataset.tool = 'on';
    const copy = iconButton(copyIcon, `Duplicate ${name}`, () => this.#acts.duplicate(lane), 'tool');
    copy.dataset.tool = 'copy';
    copy.disabled = count >= limits.racers[1];
    const remove = iconButton(removeIcon, `Remove ${name}`, () => this.#acts.remove(lane), 'tool');
    remove.dataset.tool = 'remove';
    remove.disabled = count <= limits.racers[0];
    return element('div', { className: 'tools' }, on, copy, remove);
  }
}
