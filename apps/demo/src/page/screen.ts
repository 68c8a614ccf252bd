import { byId, setText } from '../dom.ts';
import { inShort } from '../plan/in-short.ts';
import type { Plan } from '../plan/plan.ts';
import type { News } from '../race/messages.ts';
import { limits } from '../race/setup.ts';
import { RacerCards } from './cards.ts';
import { ChartTable } from './chart-table.ts';
import { composerPanel } from './composer-panel.ts';
import { DataPanel } from './data-panel.ts';
import type { Desk } from './desk.ts';
import { EventLog } from './event-log.ts';
import { happenings } from './events.ts';
import { FinderPanel } from './finder-panel.ts';
import { Leaderboard } from './leaderboard.ts';
import { LiveBar } from './live-bar.ts';
import { mapPanel } from './map-panel.ts';
import { Pictures } from './pictures.ts';
import { planOf } from './plans.ts';
import { presetsRow } from './presets-row.ts';
import { RaceCharts } from './race-charts.ts';
import { rateHandle } from './rate-handle.ts';
import { CursorNotes, readingAt, stepInWords } from './reading.ts';
import type { Shown } from './shown.ts';
import { type Standing, standings } from './standings.ts';
import { aloud, type Facts, status } from './status.ts';
import { lossInWords, rateInWords } from './summaries.ts';

/** How long an epoch is taken to be before the worker has said it. */
const usualEpoch = 20;

/** All that shows what is on the desk. */
export class Screen {
  readonly live: LiveBar;
  readonly #desk: Desk;
  readonly #heldOut = byId<HTMLInputElement>('held-out');
  readonly #seed = byId<HTMLInputElement>('seed');
  readonly #charts: RaceCharts;
  readonly #notes: CursorNotes;
  readonly #cards: RacerCards;
  readonly #tables: readonly ChartTable[];
  readonly #pictures: Pictures;
  readonly #leaderboard = new Leaderboard();
  readonly #log = new EventLog();
  readonly #handle: ReturnType<typeof rateHandle>;
  readonly #finder: FinderPanel;
  readonly #data: DataPanel;
  readonly #map: ReturnType<typeof mapPanel>;
  readonly #presets: ReturnType<typeof presetsRow>;
  readonly #composer: ReturnType<typeof composerPanel>;
  /** The step that the cursor is on. */
  #pointed: number | undefined;

  /** @param changed is called where something is to be shown at once. */
  constructor(desk: Desk, changed: () => void) {
    this.#desk = desk;
    const then =
      <A extends unknown[]>(act: (...given: A) => void) =>
      (...given: A) => {
        act(...given);
        changed();
      };
    const select = then((lane: number) => {
      desk.selected = lane;
    });
    this.live = new LiveBar((deed) => desk.run.do(deed), changed);
    const shown = this.#shown();
    const { name } = desk;
    this.#charts = new RaceCharts(
      shown,
      (step) => {
        this.#pointed = step;
        this.#read(this.#shown());
      },
      (step) => stepInWords(this.#shown(), step, name),
      then(() => {
        this.#pictures.recolor();
        this.#finder.draw();
      }),
    );
    const { palette, rate } = this.#charts;
    this.#notes = new CursorNotes();
    this.#cards = new RacerCards({
      select,
      show: then((lane, on) => (on ? desk.hidden.delete(lane) : desk.hidden.add(lane))),
      duplicate: then((lane) => desk.duplicate(lane)),
      remove: then((lane) => desk.remove(lane)),
    });
    this.#tables = [
      new ChartTable('loss-data', shown, name, {
        words: (now) => lossInWords(now, name),
        cell: (now, lane, step) => readingAt(now.record, lane, step).loss,
      }),
      new ChartTable('rate-data', shown, name, {
        words: (now) => rateInWords(now, name),
        cell: (now, lane, step) => readingAt(now.record, lane, step).rate,
      }),
    ];
    this.#pictures = new Pictures(palette, select);
    const last = () => desk.run.record.finished - 1;
    this.#handle = rateHandle(rate, {
      end: () => (desk.livable && desk.rate !== undefined ? { step: last(), rate: desk.rate } : undefined),
      at: (step) => readingAt(desk.run.record, desk.selected, Math.min(step, last())).rate,
      set: (rate) => this.live.set(rate),
    });
    this.#finder = new FinderPanel(
      palette,
      () => desk.run.find(desk.setup, desk.table),
      then((rate) => desk.peakAt(rate)),
    );
    this.#data = new DataPanel(
      desk.setup,
      then((changed) => desk.anew(changed)),
      (file, target) => desk.run.read(file, target),
    );
    if (desk.table !== undefined) this.#data.tell(desk.table);
    this.#map = mapPanel(
      byId('map-place'),
      then((schedule, name) => desk.choose(schedule, name.slice(0, 40))),
    );
    this.#presets = presetsRow(then((preset) => desk.take(preset)));
    // It may be turned by a slider: that is shown with the next frame, as the desk tells.
    this.#composer = composerPanel((schedule) => desk.put({ schedule }));
  }

  /** Says something at the top of the page, or nothing any more. */
  tell(text: string): void {
    setText(byId('message'), text);
    byId('message').hidden = text === '';
  }

  /** Another race is to be shown. */
  renew(): void {
    this.tell('');
    this.#pictures.clear();
    this.#finder.forget();
  }

  hear(news: News): void {
    if (news.type === 'pictures') this.#pictures.hear(news);
    else if (news.type === 'found') this.#finder.hear(news);
    else if (news.type === 'refused') this.tell(`That was refused: ${news.reason}`);
    else if (news.type === 'unreadable') this.#data.unreadable(news.reason);
    else if (news.type === 'table') {
      this.#desk.table = news.table;
      this.#data.took(news);
    }
  }

  paint(): void {
    const desk = this.#desk;
    const { selected, setup, hidden, racer, run } = desk;
    const { record, facts } = run;
    const { steps, racers } = setup;
    const shown = this.#shown();
    const standing = this.#standing();
    const lengths = { steps, epoch: facts?.stepsPerEpoch ?? usualEpoch };
    this.#charts.show(shown);
    this.#cards.show({
      racers,
      focused: selected,
      hidden,
      plan: ({ schedule }) => planOf(schedule, steps),
      chips: (schedule) => [inShort(schedule as Plan)],
    });
    this.#pictures.show(racers, facts, standing, selected);
    this.#leaderboard.show(standing, selected);
    this.#log.show(record, shown.visible);
    for (const table of this.#tables) table.show(shown);
    const byHand = record.acts.findLast(({ lane, kind }) => lane === selected && kind !== 'swap');
    this.live.show({
      racer,
      on: desk.livable,
      rate: desk.rate ?? shown.plans.get(selected)?.rates[0],
      byHand: byHand?.kind === 'rate',
      draft: desk.draft(selected),
    });
    this.#handle(`var(--lane-${selected})`);
    this.#data.show(setup);
    this.#map({ ...lengths, peak: desk.peak });
    this.#presets.show(desk.lesson);
    this.#composer.show(racer, lengths);
    if (run.phase === 'failed') this.#finder.forget();
    this.#read(shown);
    this.#words(standing);
  }

  /** The status for those who hear it. */
  say(): void {
    const [newest] = happenings(this.#desk.run.record);
    const text = newest === undefined ? '' : `${this.#desk.name(newest.lane)}: ${newest.text}`;
    setText(byId('status'), aloud(this.#facts(this.#standing()), text));
  }

  #shown(): Shown {
    return this.#desk.shown(this.#heldOut.checked, this.live.splice);
  }

  #standing(): Standing[] {
    const { run, setup } = this.#desk;
    return standings(run.record, setup.racers, run.phase === 'done');
  }

  #facts(standings: readonly Standing[]): Facts {
    const { phase, record, reason } = this.#desk.run;
    return { phase, finished: record.finished, steps: record.setup.steps, standings, reason };
  }

  #words(standing: readonly Standing[]): void {
    const { run, setup } = this.#desk;
    const { phase, record, speed, facts } = run;
    const place = byId('status-now');
    setText(place, status(this.#facts(standing)));
    place.parentElement?.classList.toggle('failed', phase === 'failed');
    setText(byId('speed-now'), speed > 0 ? `${Math.round(speed)} steps/s` : '');
    setText(byId('go'), { running: 'Pause', paused: 'Resume', done: 'Run again' }[phase as string] ?? 'Run');
    byId('big-go').hidden = record.finished > 0 || phase === 'running' || phase === 'paused';
    // Not `disabled`, which would take the focus away from who steps through the whole race.
    byId('step').ariaDisabled = String(phase === 'running' || phase === 'done');
    byId('again').ariaDisabled = String(record.acts.length === 0);
    byId<HTMLButtonElement>('add').disabled = setup.racers.length >= limits.racers[1];
    if (document.activeElement !== this.#seed) this.#seed.value = String(setup.seed);
    setText(byId('axes'), facts ? `${facts.axes[0]} across, ${facts.axes[1]} up; hollow: held out` : '');
    setText(
      byId('facts'),
      facts
        ? `${facts.training} examples to learn from and ${facts.heldOut} held out; ${facts.stepsPerEpoch} steps make an epoch; ${facts.weights} weights.`
        : '',
    );
  }

  /** The numbers under the cursor, or the newest ones. */
  #read(shown: Shown): void {
    const { record, plans } = shown;
    const step = this.#pointed ?? record.finished - 1;
    this.#cards.read((lane) => {
      const { smoothed, rate } = readingAt(record, lane, step);
      return { loss: smoothed, rate: rate ?? plans.get(lane)?.rates[Math.max(0, step)] };
    });
    const { rate } = this.#charts;
    const left = (at: number) => rate.valToPos(at, 'x') + rate.over.offsetLeft;
    this.#notes.show(shown, this.#pointed, this.#desk.name, left);
  }
}
