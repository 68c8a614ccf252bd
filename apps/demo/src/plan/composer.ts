import { element } from '../page/element.ts';
import type { Run } from './block.ts';
import { blockOf } from './catalogue.ts';
import { Chips } from './composer-chips.ts';
import { CodeView } from './composer-code.ts';
import { CurveView } from './composer-curve.ts';
import { type Operation, Operations } from './composer-operations.ts';
import { BlockPanel } from './composer-panel.ts';
import * as edit from './edit.ts';
import { inShort } from './in-short.ts';
import { at, blocksOf, find, type Place } from './place.ts';
import { type Plan, tidy } from './plan.ts';
import { localRun } from './run.ts';
import { forecastOf } from './thumbnail.ts';

export interface ComposerOptions {
  /** The schedule to begin with, as data. */
  readonly schedule: unknown;
  /** How long the run is, in steps. */
  readonly steps: number;
  /** How many steps an epoch has. Default 20. */
  readonly epoch?: number;
  /** There is another schedule to look at; a slider may still be on its way. */
  readonly turned?: (schedule: unknown) => void;
  /** There is another schedule to run. */
  readonly changed?: (schedule: unknown) => void;
}

export interface Composer {
  /** The schedule as it is now, as data. */
  readonly schedule: unknown;
  /** It in a few words. */
  readonly name: string;
  /** Shows another schedule, or the same in another run. */
  show(schedule: unknown, run?: { readonly steps: number; readonly epoch?: number }): void;
  /** Picks the block at a place, as a cause names it. */
  pick(place: Place): void;
}

let composers = 0;

/** Builds a schedule from blocks, in a place of the page. The page's style sheet must hold `composer.css`. */
export function createComposer(host: HTMLElement, options: ComposerOptions): Composer {
  const composer = new Composing(`composer-${++composers}`, options);
  host.append(composer.element);
  return composer;
}

class Composing implements Composer {
  readonly element = element('div', { className: 'composer' });
  readonly #options: ComposerOptions;
  readonly #id: string;
  readonly #curve = new CurveView();
  readonly #chips = new Chips((place) => this.pick(place));
  readonly #panel = new BlockPanel();
  readonly #operations = new Operations((operation) => this.#operate(operation));
  readonly #code: CodeView;
  readonly #said = element('p', { className: 'unseen', role: 'status' });
  readonly #refused = element('p', { className: 'refused', role: 'alert' });
  readonly #before: Plan[] = [];
  #run: Run;
  #plan!: Plan;
  /** The plan that was told of last. */
  #settled!: Plan;
  #place: Place = '$';

  constructor(id: string, options: ComposerOptions) {
    this.#id = id;
    this.#options = options;
    this.#run = { steps: options.steps, epoch: options.epoch ?? 20, peak: 0.3 };
    this.#code = new CodeView(id, (text) => this.#say(text));
    this.element.append(
      this.#curve.element,
      this.#chips.element,
      this.#operations.element,
      this.#refused,
      this.#panel.element,
      this.#code.element,
      this.#said,
    );
    this.element.addEventListener('keydown', (event) => {
      const onChip = this.#chips.element.contains(document.activeElement);
      if (!onChip || (event.key !== 'Delete' && event.key !== 'Backspace')) return;
      event.preventDefault();
      this.#operate({ what: 'remove' });
    });
    this.show(options.schedule);
  }

  get schedule(): unknown {
    return { anneal: 1, ...this.#plan };
  }

  get name(): string {
    return inShort(this.#plan);
  }

  show(schedule: unknown, run: { readonly steps: number; readonly epoch?: number } = this.#run): void {
    this.#run = { ...this.#run, ...run };
    const plan = tidy(schedule);
    const isSame = JSON.stringify(plan) === JSON.stringify(this.#plan);
    this.#plan = plan;
    this.#settled = plan;
    if (!isSame) {
      this.#before.length = 0;
      this.#place = firstLeaf(plan);
    }
    this.#draw();
  }

  pick(place: Place): void {
    if (find(this.#plan, place) === undefined) return;
    this.#place = place;
    this.#chips.mark(place);
    this.#refused.textContent = '';
    this.#showBlock();
  }

  /** All of it, after the blocks have changed. */
  #draw(): void {
    this.#chips.draw(this.#plan, this.#place, this.#run);
    this.#refused.textContent = '';
    this.#showBlock();
    this.#redraw();
  }

  /** What follows a slider, in the frame in which it moves. */
  #redraw(): void {
    this.#curve.draw(forecastOf(this.#plan, this.#run.steps));
    this.#chips.redraw(this.#plan);
    this.#code.show(this.#plan, this.#run.steps);
  }

  #showBlock(): void {
    const local = localRun(this.#plan, this.#place, this.#run);
    const block = at(this.#plan, this.#place);
    this.#operations.show(
      this.#plan,
      this.#place,
      local,
      (type) => this.#tried(type),
      this.#before.length > 0,
    );
    this.#panel.show(block, {
      id: this.#id,
      run: local,
      unit: local.steps === this.#run.steps ? 'steps' : 'epochs',
      block: () => at(this.#plan, this.#place),
      turn: (next) => this.#turn(next),
      settle: () => this.#settle(),
      again: () => this.#showBlock(),
    });
  }

  /** What would become of the picked block in another one. */
  #tried(type: string): Plan | undefined {
    try {
      const { plan, place } = edit.wrap(this.#plan, this.#place, type, this.#run);
      return at(plan, place);
    } catch {
      return undefined;
    }
  }

  #turn(block: Plan): string | undefined {
    try {
      this.#plan = edit.change(this.#plan, this.#place, block, this.#run).plan;
      this.#redraw();
      this.#options.turned?.(this.schedule);
      return undefined;
    } catch (error) {
      return plainly(error);
    }
  }

  #settle(): void {
    if (JSON.stringify(this.#plan) === JSON.stringify(this.#settled)) return;
    this.#before.push(this.#settled);
    this.#settled = this.#plan;
    this.#operations.allowUndo(true);
    this.#options.changed?.(this.schedule);
  }

  #operate(operation: Operation): void {
    try {
      const edited =
        operation.what === 'undo' ? this.#undone() : done(operation, this.#plan, this.#place, this.#run);
      if (edited === undefined) return;
      this.#plan = edited.plan;
      this.#place = edited.place;
      if (operation.what === 'undo') {
        this.#settled = this.#plan;
        this.#options.changed?.(this.schedule);
      } else {
        this.#settle();
      }
      this.#draw();
      this.#chips.focus(this.#place);
      this.#say(`${this.name}. ${blockOf(at(this.#plan, this.#place).type).label} is picked.`);
      this.#options.turned?.(this.schedule);
    } catch (error) {
      this.#refused.textContent = plainly(error);
    }
  }

  #undone(): edit.Edited | undefined {
    const plan = this.#before.pop();
    return plan && { plan, place: find(plan, this.#place) ? this.#place : firstLeaf(plan) };
  }

  #say(text: string): void {
    this.#said.textContent = text;
  }
}

function done(operation: Operation, plan: Plan, place: Place, run: Run): edit.Edited | undefined {
  switch (operation.what) {
    case 'after':
      return edit.after(plan, place, operation.type, run);
    case 'multiply':
    case 'combine':
      return edit.beside(plan, place, operation.type, run, operation.what);
    case 'wrap':
      return edit.wrap(plan, place, operation.type, run);
    case 'replace':
      return edit.replace(plan, place, operation.type, run);
    case 'earlier':
      return edit.move(plan, place, -1, run);
    case 'later':
      return edit.move(plan, place, 1, run);
    case 'remove':
      return edit.remove(plan, place, run);
    case 'undo':
      return undefined;
  }
}

/** The first block that is no more than itself. */
function firstLeaf(plan: Plan): Place {
  const leaf = blocksOf(plan).find(({ plan: { part, parts } }) => part === undefined && parts === undefined);
  return leaf?.place ?? '$';
}

/** What is wrong, without the place: the row that it stands under says where. */
function plainly(error: unknown): string {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  return error.message.replace(/^(?:parts?(?:\[\d+\])?[.:] ?)+/, '');
}
