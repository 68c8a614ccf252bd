import { byId } from '../dom.ts';
import { element } from './element.ts';
import { type Happening, happenings } from './events.ts';
import { glyph } from './lanes.ts';
import type { RaceRecord } from './record.ts';

/** So many lines are shown; the download has them all. */
const room = 200;

/** The log of the race. */
export class EventLog {
  readonly #list = byId('log-list');
  readonly #empty = byId('log-empty');
  #told = '';

  constructor() {
    // It scrolls, so the keyboard must get there.
    byId('log-scroll').tabIndex = 0;
  }

  show(record: RaceRecord, visible: readonly number[]): void {
    const all = happenings(record).filter(({ lane }) => visible.includes(lane));
    // What happened does not change, so that as many lines of the same racers are the same lines, but for the words of acts.
    const told = `${visible} ${all.length} ${record.setup.seed} ${all.map(({ text }) => text.length).join()}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#empty.hidden = all.length > 0;
    this.#list.replaceChildren(...all.slice(0, room).map((happening) => line(happening, record)));
  }
}

function line({ step, lane, kind, text }: Happening, record: RaceRecord): HTMLElement {
  const name = record.setup.racers.find((racer) => racer.lane === lane)?.name ?? '';
  return element(
    'li',
    { className: `event ${kind}` },
    element('span', { className: 'event-step', textContent: step.toLocaleString('en-US') }),
    element('span', { className: 'event-racer' }, glyph(lane), ` ${name}`),
    element('span', { className: 'event-text', textContent: text }),
  );
}
