import { basename } from 'node:path';
import type { Header } from '../header.ts';
import { readHeaders } from '../read-headers.ts';
import { readRun } from '../read-run.ts';
import type { Row } from '../row.ts';
import { Acts } from './acts.ts';
import { secondsOf, TIMES } from './clock.ts';
import type { Column, Figures, RunData, Value } from './data.ts';
import { DownSampled } from './down-sampled.ts';
import { facts, scheduleName } from './facts.ts';

/** Reads a run for a page, streaming: what is kept of it does not grow with it. */
export async function readView(file: string): Promise<RunData> {
  const reading = new Reading();
  await new Promise<void>((complete, error) => {
    readRun(file).subscribe({ next: (row) => reading.hear(row), complete, error });
  });
  const headers: Header[] = [];
  await new Promise<void>((complete, error) => {
    readHeaders(file).subscribe({ next: (header) => headers.push(header), complete, error });
  });
  return reading.data(file, headers);
}

/** One numeric column, as it is read. */
class Series {
  readonly kept = new DownSampled();
  last = Number.NaN;
  best: { value: number; step: number } | undefined;

  add(step: number, value: number): void {
    this.kept.add(step, value);
    this.last = value;
    if (Number.isFinite(value) && !(this.best && value >= this.best.value)) this.best = { value, step };
  }
}

/** Columns that are no metrics. */
const NO_METRICS: ReadonlySet<string> = new Set(['step', 'epoch', ...TIMES]);

class Reading {
  readonly #series = new Map<string, Series>();
  readonly #epochs = new DownSampled();
  readonly #seconds = new DownSampled();
  readonly #acts = new Acts();
  #rows = 0;
  #step = -1;
  #steps = false;
  #lastStep = 0;
  #epoch: number | undefined;
  #began: number | undefined;
  /** The last time that was seen, and how often it went back. */
  #seen = -Infinity;
  #back = 0;

  hear(row: Row): void {
    const step = this.#stepOf(row);
    this.#rows++;
    this.#lastStep = Math.max(this.#lastStep, step);
    this.#acts.hear(row.causes, step);
    this.#clocks(row, step);
    for (const name in row) {
      const value = row[name];
      if (typeof value !== 'number' || NO_METRICS.has(name)) continue;
      const series = this.#series.get(name) ?? new Series();
      this.#series.set(name, series);
      series.add(step, value);
    }
  }

  /** A row without a step belongs to the one before; in a run without any, rows are counted. */
  #stepOf({ step }: Row): number {
    if (typeof step === 'number' && Number.isFinite(step)) {
      this.#steps = true;
      this.#step = step;
    } else if (!this.#steps) this.#step++;
    return Math.max(this.#step, 0);
  }

  #clocks(row: Row, step: number): void {
    const { epoch } = row;
    if (typeof epoch === 'number' && Number.isFinite(epoch) && epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#epochs.add(step, epoch);
    }
    const seconds = secondsOf(row);
    if (seconds === undefined) return;
    // A clock that begins anew, as one of the process does at a restart, goes on from where it was.
    this.#began ??= seconds;
    if (seconds < this.#seen) {
      this.#back++;
      this.#began -= this.#seen - seconds;
    }
    this.#seen = seconds;
    this.#seconds.add(step, Math.round((seconds - this.#began) * 1000) / 1000);
  }

  data(file: string, headers: readonly Header[]): RunData {
    const { acts, leftOut } = this.#acts.get();
    const first = headers[0];
    const last = headers.at(-1);
    const { name, schedule, config, versions } = last ?? {};
    const columns = [...this.#series];
    const isRate = (column: string): boolean => column === 'rate' || column.startsWith('rate.');
    const metrics = columns.filter(([column]) => !isRate(column));
    return {
      name: name?.trim() ? name : basename(file).replace(/\.jsonl$/, ''),
      file,
      id: first?.run ?? '',
      startedAt: String(first?.startedAt ?? ''),
      attempts: headers.length,
      rows: this.#rows,
      lastStep: this.#lastStep,
      schedule: scheduleName(schedule),
      facts: facts({ schedule, config, versions }),
      loss: lossOf(metrics.map(([column]) => column)),
      figures: Object.fromEntries(columns.map(([column, series]) => [column, figures(series)])),
      rates: Object.fromEntries(columns.filter(([column]) => isRate(column)).map(toColumn)),
      metrics: Object.fromEntries(metrics.map(toColumn)),
      epochs: clockColumn(this.#epochs),
      // What goes back more than now and then, as the seconds of each step do, is no clock.
      seconds: this.#back * 100 > this.#seconds.count ? undefined : clockColumn(this.#seconds),
      acts,
      actsLeftOut: leftOut,
    };
  }
}

/** The metric that training goes by, as far as names tell. */
function lossOf(metrics: readonly string[]): string | undefined {
  return metrics.find((name) => name === 'loss') ?? metrics.find((name) => /loss/i.test(name)) ?? metrics[0];
}

function figures({ last, best }: Series): Figures {
  return { last: named(last), best };
}

function toColumn([name, { kept }]: [string, Series]): [string, Column] {
  return [name, column(kept)];
}

function column(kept: DownSampled): Column {
  const points = kept.points().sort((a, b) => a.step - b.step);
  const means = kept.means()?.sort((a, b) => a.step - b.step);
  return {
    steps: points.map(({ step }) => step),
    values: points.map(({ value }) => named(short(value, 8))),
    count: kept.count,
    ...(means && {
      means: {
        steps: means.map(({ step }) => short(step, 8)),
        values: means.map(({ value }) => short(value, 6)),
      },
    }),
  };
}

function short(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** One moment is no axis. */
function clockColumn(kept: DownSampled): Column | undefined {
  if (kept.count < 2) return undefined;
  const { means: _, ...clock } = column(kept);
  return clock;
}

function named(value: number): Value {
  return Number.isFinite(value) ? value : (String(value) as Value);
}
