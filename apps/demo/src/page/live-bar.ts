import { byId, setText } from '../dom.ts';
import type { Deed, Racer, Splice } from '../race/setup.ts';
import { figure } from '../words.ts';
import { glyph } from './lanes.ts';

/** By how much a press of a button, or of an arrow, changes a rate. */
const stride = 1.1;
/** No rate above this is of any use, and a slip of the hand is soon there. */
const highest = 1e6;
const noRate = 'That is no rate: type a number from 0 to 1,000,000, such as 0.03 or 3e-2.';

/** What the bar shows. */
export interface LiveFacts {
  readonly racer: Racer;
  /** Whether acts are possible: the race has begun, is not over, and the racer has not diverged. */
  readonly on: boolean;
  readonly rate: number | undefined;
  readonly byHand: boolean;
  /** The composed schedule, where it is another one than that in force. */
  readonly draft: unknown;
}

/** Live control of the selected racer: its rate by hand, its release, another schedule in its place. */
export class LiveBar {
  readonly #who = byId('live-racer');
  readonly #field = byId<HTMLInputElement>('live-rate');
  readonly #release = byId<HTMLButtonElement>('live-release');
  readonly #swap = byId<HTMLButtonElement>('live-swap');
  readonly #splice = byId<HTMLSelectElement>('live-splice');
  readonly #hint = byId('live-hint');
  readonly #do: (deed: Deed) => void;
  #facts: LiveFacts | undefined;
  #named = '';
  /** The rate that was asked for last, until it is heard of: a key that is held down is faster than the answer. */
  #asked: { readonly lane: number; readonly rate: number } | undefined;
  /** Whether what was typed last is no rate. */
  #refused = false;

  constructor(act: (deed: Deed) => void, respliced: () => void) {
    this.#do = act;
    byId('live-less').addEventListener('click', () => this.turn(1 / stride));
    byId('live-more').addEventListener('click', () => this.turn(stride));
    this.#field.addEventListener('change', () => this.#type());
    this.#field.addEventListener('input', () => {
      this.#refused = false;
    });
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      // Steps of a share, since rates live on a logarithmic scale.
      event.preventDefault();
      this.turn(event.key === 'ArrowUp' ? stride : 1 / stride);
    });
    this.#release.addEventListener('click', () => {
      const { racer, on, byHand } = this.#facts ?? {};
      this.#asked = undefined;
      if (on && byHand && racer) this.#do({ kind: 'release', lane: racer.lane });
    });
    this.#swap.addEventListener('click', () => {
      const { racer, on, draft } = this.#facts ?? {};
      if (on && draft !== undefined && racer)
        this.#do({ kind: 'swap', lane: racer.lane, schedule: draft, splice: this.splice });
    });
    this.#splice.addEventListener('change', respliced);
  }

  get splice(): Splice {
    return this.#splice.value as Splice;
  }

  /** The rate in force, or the one that was asked for and is not heard of yet. */
  get #now(): number | undefined {
    const { rate, racer } = this.#facts ?? {};
    return rate !== undefined && this.#asked?.lane === racer?.lane ? (this.#asked?.rate ?? rate) : rate;
  }

  /** Takes the rate in hand, at a multiple of what it is; `false` where there is none to take. */
  turn(factor: number): boolean {
    const now = this.#now;
    if (now === undefined) return false;
    const next = Number(((now === 0 ? 1e-3 : now) * factor).toPrecision(3));
    const taken = this.set(next);
    if (taken) this.#field.value = figure(next);
    return taken;
  }

  /** Takes the rate in hand; `false` where it cannot be. */
  set(rate: number): boolean {
    const { racer, on } = this.#facts ?? {};
    if (!on || racer === undefined || !Number.isFinite(rate) || rate < 0 || rate > highest) return false;
    this.#asked = { lane: racer.lane, rate };
    this.#do({ kind: 'rate', lane: racer.lane, rate });
    return true;
  }

  /** What is no rate is said to be none, and the field shows again what is in force. */
  #type(): void {
    const { on } = this.#facts ?? {};
    const now = this.#now;
    // A comma is a decimal point to many.
    const text = this.#field.value.trim().replace(',', '.');
    this.#refused = on === true && !this.set(text === '' ? Number.NaN : Number(text));
    if (!this.#refused) return;
    this.#field.value = now === undefined ? '' : figure(now);
    setText(this.#hint, noRate);
  }

  show(facts: LiveFacts): void {
    this.#facts = facts;
    const { racer, on, rate, byHand, draft } = facts;
    if (!on || rate === this.#asked?.rate) this.#asked = undefined;
    const named = `${racer.lane} ${racer.name}`;
    if (named !== this.#named) this.#who.replaceChildren(glyph(racer.lane), ` ${racer.name}`);
    this.#named = named;
    if (document.activeElement !== this.#field) this.#field.value = rate === undefined ? '' : figure(rate);
    const off = (one: HTMLElement, disabled: boolean) => {
      one.ariaDisabled = String(disabled);
    };
    for (const id of ['live-less', 'live-more']) off(byId(id), !on);
    this.#field.readOnly = !on;
    off(this.#release, !on || !byHand);
    off(this.#swap, !on || draft === undefined);
    setText(this.#hint, this.#refused && on ? noRate : hintOf(facts));
  }
}

function hintOf({ on, byHand, draft }: LiveFacts): string {
  if (!on) return 'While the race is on, a rate can be taken in hand.';
  if (draft !== undefined) return 'Another schedule is composed: swap it in.';
  return byHand ? 'The rate is in your hand until released.' : 'Drag its line, or compose and swap in.';
}
