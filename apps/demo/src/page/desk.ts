import type { Plan } from '../plan/plan.ts';
import type { Preset } from '../plan/presets.ts';
import { topRate } from '../plan/run.ts';
import type { News, Table } from '../race/messages.ts';
import type { Racer, Setup, Splice } from '../race/setup.ts';
import type { Opening } from './opening.ts';
import { comingOf, planOf } from './plans.ts';
import { type Hire, RaceRun } from './race-run.ts';
import { withOneMore, withoutRacer, withRacer } from './racers.ts';
import { readingAt } from './reading.ts';
import { rescaled } from './rescale.ts';
import type { Shown } from './shown.ts';

/** How long a set-up must stand still before the worker hears of it, in milliseconds: a slider may still be moving. */
const settling = 250;

/** What the desk tells of. */
export interface DeskHeard {
  /** There is something new to show, with the next frame. */
  readonly changed: () => void;
  /** The race is another one: what was seen of the one before is over. */
  readonly renewed: () => void;
  readonly news: (news: News) => void;
}

/** What the visitor has set up, and the race that runs on it. They differ while a composed schedule is not swapped in. */
export class Desk {
  setup: Setup;
  /** The lane of the selected racer. */
  selected: number;
  lesson: string | undefined;
  table: Table | undefined;
  readonly hidden: Set<number>;
  readonly run: RaceRun;
  readonly #heard: DeskHeard;
  /** Whether the race that is on was run before: then it is not the visitor who acts. */
  #replaying = false;
  /** Set while the worker has not heard of the set-up. */
  #unheard: ReturnType<typeof setTimeout> | undefined;

  constructor({ page, record, table }: Opening, hire: Hire, perSecond: number, heard: DeskHeard) {
    this.setup = page.setup;
    this.selected = page.selected;
    this.hidden = new Set(page.hidden);
    this.lesson = page.lesson;
    this.table = table;
    this.#heard = heard;
    const order = { setup: record?.setup ?? page.setup, table, ...(record && { record }) };
    const other = (news: News) => {
      if (this.#replaying && news.type === 'acted' && news.act.kind === 'swap') {
        const { lane, schedule } = news.act;
        this.setup = withRacer(this.setup, lane, { schedule });
      }
      heard.news(news);
    };
    this.run = new RaceRun(hire, order, perSecond, { other, changed: heard.changed });
    this.#replaying = this.run.record.coming.length > 0;
  }

  /** Whether the selected racer can be acted on: the race has begun, is not over, and it has not diverged. */
  get livable(): boolean {
    const { phase, record } = this.run;
    const racer = record.lanes.get(this.selected);
    return (
      (phase === 'running' || phase === 'paused') && record.finished > 0 && racer?.diverged === undefined
    );
  }

  /** The rate of the selected racer: what it is held at, which the step that comes next may show, or that of its newest step. */
  get rate(): number | undefined {
    const { record } = this.run;
    const act = record.acts.findLast(({ lane, kind }) => lane === this.selected && kind !== 'swap');
    if (this.livable && act?.kind === 'rate') return act.rate;
    return readingAt(record, this.selected, record.finished - 1).rate;
  }

  get racer(): Racer {
    return this.setup.racers.find(({ lane }) => lane === this.selected) ?? (this.setup.racers[0] as Racer);
  }

  /** The highest rate that the selected racer plans: what others are made to begin with. */
  get peak(): number {
    return Math.max(...planOf(this.racer.schedule, this.setup.steps).rates) || 0.1;
  }

  /** What is composed for a racer that has begun under another schedule. */
  draft(lane: number): unknown {
    const { record } = this.run;
    if (record.finished === 0) return undefined;
    const composed = this.setup.racers.find((racer) => racer.lane === lane)?.schedule;
    const swapped = record.acts.findLast((act) => act.kind === 'swap' && act.lane === lane);
    const inForce =
      swapped?.kind === 'swap'
        ? swapped.schedule
        : record.setup.racers.find((racer) => racer.lane === lane)?.schedule;
    return JSON.stringify(composed) === JSON.stringify(inForce) ? undefined : composed;
  }

  readonly name = (lane: number): string =>
    this.setup.racers.find((racer) => racer.lane === lane)?.name ?? '';

  /** All that there is to show. What is composed is planned from here on, as if it were swapped in now. */
  shown(heldOut: boolean, splice: Splice): Shown {
    const { record } = this.run;
    const { finished, setup, acts } = record;
    const plans = this.setup.racers.map(({ lane, schedule }) => {
      const ran = setup.racers.find((one) => one.lane === lane);
      const known = record.lanes.get(lane);
      if (finished === 0 || ran === undefined || known === undefined)
        return [lane, planOf(schedule, setup.steps)] as const;
      const draft = this.draft(lane);
      const pending = draft === undefined ? undefined : { schedule: draft, splice, at: finished };
      return [lane, comingOf(ran, setup.steps, acts, known.rates, pending)] as const;
    });
    const visible = this.setup.racers.map(({ lane }) => lane).filter((lane) => !this.hidden.has(lane));
    return { record, plans: new Map(plans), visible, focused: this.selected, heldOut };
  }

  goOrPause(): void {
    this.#flush();
    if (this.run.phase === 'running') this.run.pause();
    else {
      // What is over begins anew, with what is set up by now.
      if (this.run.phase === 'done') this.prepare();
      this.run.go();
    }
  }

  step(): void {
    this.#flush();
    this.run.step();
  }

  /** Sets the race up anew; it waits before its first step. */
  prepare(): void {
    clearTimeout(this.#unheard);
    this.#unheard = undefined;
    this.#replaying = false;
    this.#heard.renewed();
    this.run.prepare({ setup: this.setup, table: this.table });
  }

  /** The same race once more, with all that was done to it. */
  again(): void {
    const { setup, acts } = this.run.record;
    if (acts.length === 0) return;
    // Names are not part of the race: what they were changed to stays.
    const racers = setup.racers.map((racer) => ({ ...racer, name: this.name(racer.lane) || racer.name }));
    this.setup = { ...setup, racers };
    this.#replaying = true;
    this.#heard.renewed();
    this.run.prepare({ setup: this.setup, table: this.table, acts: [...acts] });
    this.run.go();
  }

  take({ id, setup }: Preset): void {
    this.lesson = id;
    this.setup = setup;
    this.selected = setup.racers[0]?.lane ?? 0;
    this.hidden.clear();
    this.prepare();
  }

  /** Another race: one that is on begins anew, any other waits before its first step. */
  anew(changed: Partial<Setup>): void {
    const going = this.run.phase === 'running';
    this.setup = { ...this.setup, ...changed };
    this.lesson = undefined;
    this.prepare();
    if (going) this.run.go();
  }

  /** Another schedule, or name, for the selected racer. A race that has begun goes on: the schedule can be swapped in. */
  put(change: Partial<Omit<Racer, 'lane'>>): void {
    this.setup = withRacer(this.setup, this.selected, change);
    this.lesson = undefined;
    if (!this.run.begun) {
      clearTimeout(this.#unheard);
      this.#unheard = setTimeout(() => this.prepare(), settling);
    }
    this.#heard.changed();
  }

  /** A schedule of the map for the selected racer, which is named after it unless it still runs another one. */
  choose(schedule: unknown, name: string): void {
    this.put(this.run.begun ? { schedule } : { schedule, name });
  }

  /** One more like that one. */
  duplicate(lane: number): void {
    const like = this.setup.racers.find((racer) => racer.lane === lane) ?? this.racer;
    const more = withOneMore(this.setup, { name: like.name, schedule: like.schedule });
    if (more === undefined) return;
    this.selected = more.lane;
    this.anew(more.setup);
  }

  remove(lane: number): void {
    const setup = withoutRacer(this.setup, lane);
    this.hidden.delete(lane);
    if (this.selected === lane) this.selected = setup.racers[0]?.lane ?? 0;
    this.anew(setup);
  }

  /** The selected racer peaks at a rate. */
  peakAt(rate: number): void {
    const plan = this.racer.schedule as Plan;
    const top = topRate(plan, { steps: this.setup.steps, epoch: 1, peak: rate });
    this.put({ schedule: top > 0 ? rescaled(plan, rate / top) : { type: 'constant', rate } });
  }

  /** Tells the worker of a set-up that it has not heard of. */
  #flush(): void {
    if (this.#unheard !== undefined) this.prepare();
  }
}
