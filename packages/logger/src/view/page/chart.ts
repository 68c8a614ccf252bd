import uPlot from 'uplot';
import { explosion } from '../explosion.ts';
import { type Aligned, align } from './align.ts';
import { chartKeys } from './chart-keys.ts';
import { clock } from './clock.ts';
import { color, runColor } from './colors.ts';
import { dashOf, h, toggle } from './dom.ts';
import { keep, kept } from './kept.ts';
import { type Line, linesOf } from './line.ts';
import { logMarks, logRange } from './log-axis.ts';
import { type ActMark, actMarks, oddMarks } from './marks.ts';
import { notes } from './notes.ts';
import { alone } from './points.ts';
import { Readout, said } from './readout.ts';
import { smooth } from './smooth.ts';
import type { State } from './state.ts';
import { lengthText, markText, valueText } from './words.ts';

/** Dashes and gaps of the first column that is shown, the second, …; runs beyond the last color are dashed, too. */
const DASHES = [[], [5, 3], [1.5, 2.5], [9, 3, 2, 3]];

export interface ChartOptions {
  readonly id: 'loss' | 'rate';
  readonly title: string;
  readonly kind: 'rates' | 'metrics';
  /** The columns that can be shown, and those that are at first. */
  readonly columns: readonly string[];
  readonly first: readonly string[];
  readonly log: boolean;
}

/** One of the two charts, with its choice of columns and its scale. */
export class Chart {
  readonly element: HTMLElement;
  readonly #state: State;
  readonly #options: ChartOptions;
  readonly #place: HTMLElement;
  readonly #controls: HTMLElement = h('div', { class: 'controls' });
  readonly #notes: HTMLElement = h('p', { class: 'notes' });
  readonly #readout: Readout = new Readout();
  readonly #columns: Set<string>;
  #log: boolean;
  /** From 0, none, to 1. */
  #smoothing = 0;
  readonly #halfLife: HTMLElement = h('output', {});
  #lines: readonly Line[] = [];
  /** The lines, fainter and with others above them where they are smoothed. */
  #drawn: readonly Drawn[] = [];
  #data: Aligned = [[]];
  /** Where the chart ends if something has exploded. */
  #ends: { readonly below: number; readonly above: number } | undefined;
  #acts: readonly ActMark[] = [];
  #plot: uPlot | undefined;

  constructor(state: State, options: ChartOptions) {
    this.#state = state;
    this.#options = options;
    const chosen = kept(`${options.id}:log`);
    this.#log = chosen === undefined ? options.log : chosen === 'yes';
    this.#columns = new Set(options.first);
    this.#place = h('div', { class: `chart ${options.id}`, id: `${options.id}-chart` });
    const head = h(
      'figcaption',
      {},
      h('h2', {}, options.title),
      options.kind === 'metrics' ? this.#slider() : undefined,
      this.#controls,
    );
    this.element = h('figure', {}, head, this.#place, this.#notes);
    chartKeys(this.#place, {
      label: `${options.title}: arrow keys move along it, plus and minus zoom, 0 shows all`,
      places: () => this.#seen(),
      said: (x) => said(this.#lines, x, state.axis),
      move: (x) => this.#moveCursor(x),
      zoom: (factor, around) =>
        factor === undefined ? state.zoomTo(undefined) : state.zoomBy(factor, around),
    });
    state.on(
      () => this.draw(),
      () => this.#zoomed(),
    );
  }

  /** Begins, once the element is in the page: only then does it have a size. */
  start(): void {
    this.draw();
    new ResizeObserver(() => this.resize()).observe(this.#place);
  }

  /** In other colors, and to another size, at once: what is printed does not wait. */
  repaint(): void {
    this.resize();
    this.#plot?.batch(() => this.#plot?.redraw(false));
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#place;
    if (width > 0 && (width !== this.#plot?.width || height !== this.#plot.height))
      this.#plot?.setSize({ width, height });
  }

  /** Puts the cursor of both charts at a place. */
  point(x: number): void {
    this.#moveCursor(x);
  }

  draw(): void {
    const { runs, shown, axis } = this.#state;
    const { id, kind, columns } = this.#options;
    const some = columns.filter((column) => this.#columns.has(column));
    this.#lines = linesOf(runs, shown, kind, some, axis);
    const drawable = this.#lines.flatMap(({ ys }) =>
      ys.filter((y) => Number.isFinite(y) && (!this.#log || y > 0)),
    );
    // A logarithm of nothing is no chart.
    const log = this.#log && drawable.length > 0;
    this.#ends = kind === 'metrics' ? explosion(this.#lines.map(({ ys }) => ys)) : undefined;
    this.#drawn = this.#smoothed();
    this.#data = align(this.#drawn, (y) => (Number.isFinite(y) && (!log || y > 0) ? y : null));
    this.#acts = id === 'rate' ? this.#actMarks() : [];
    this.#drawControls();
    this.#notes.replaceChildren(...notes(this.#lines, this.#log, this.#ends, axis));
    this.#readout.hide();
    this.#plot?.destroy();
    const { clientWidth: width, clientHeight: height } = this.#place;
    this.#plot = new uPlot(
      { ...this.#uPlotOptions(log), width, height },
      this.#data as uPlot.AlignedData,
      this.#place,
    );
    this.#plot.over.append(this.#readout.element);
    this.#zoomed();
  }

  #zoomed(): void {
    const [min, max] = this.#state.range();
    this.#plot?.setScale('x', { min, max });
  }

  #drawControls(): void {
    const { id, columns } = this.#options;
    const choices = columns.length < 2 ? [] : columns.map((column) => this.#choice(column));
    const log = toggle(this.#log, () => this.#setLog(!this.#log), 'log scale');
    log.id = `${id}-log`;
    // What has the focus keeps it.
    const focused = [...this.#controls.querySelectorAll('button')].indexOf(
      document.activeElement as HTMLButtonElement,
    );
    this.#controls.replaceChildren(
      h('div', { class: 'columns', role: 'group', 'aria-label': 'Columns' }, ...choices),
      log,
    );
    if (focused >= 0) this.#controls.querySelectorAll('button')[focused]?.focus();
  }

  /** Of rates there is none: they are what they are. */
  #slider(): HTMLElement {
    const slide = h('input', { type: 'range', min: 0, max: 1, step: 0.01, value: 0 });
    slide.setAttribute('aria-valuetext', 'none');
    slide.addEventListener('input', () => {
      this.#smoothing = Number(slide.value);
      this.draw();
      slide.setAttribute('aria-valuetext', this.#halfLife.textContent || 'none');
    });
    return h('div', { class: 'smoothing' }, h('label', {}, 'smoothing', slide), this.#halfLife);
  }

  #smoothed(): Drawn[] {
    const [from, to] = this.#state.full();
    // Finer where it is little: up to a seventh of the axis.
    const halfLife = ((to - from) / 7) * this.#smoothing ** 3;
    this.#halfLife.textContent = halfLife === 0 ? '' : `half-life ${lengthText(halfLife, this.#state.axis)}`;
    if (halfLife === 0) return [...this.#lines];
    return [
      ...this.#lines.map((line) => ({ ...line, faint: true })),
      ...this.#lines.map(smoothable).map((line) => ({ ...line, ys: smooth(line.xs, line.ys, halfLife) })),
    ];
  }

  #choice(column: string): HTMLElement {
    const on = this.#columns.has(column);
    const some = this.#options.columns.filter((one) => this.#columns.has(one));
    const dash = h('span', { class: 'dash', 'data-dash': on ? some.indexOf(column) % DASHES.length : 0 });
    const change = (): void => {
      if (!this.#columns.delete(column)) this.#columns.add(column);
      this.draw();
    };
    return toggle(on, change, ...(some.length > 1 && on ? [dash] : []), column);
  }

  #setLog(log: boolean): void {
    this.#log = log;
    keep(`${this.#options.id}:log`, log ? 'yes' : 'no');
    this.draw();
  }

  #actMarks(): ActMark[] {
    const { runs, shown, axis } = this.#state;
    return runs.flatMap((data, run) => {
      const at = clock(data, axis);
      return at === undefined || !shown(run) ? [] : data.acts.map(({ step }) => ({ x: at(step), run }));
    });
  }

  /** The places within what is seen. */
  #seen(): number[] {
    const [from, to] = this.#state.range();
    return [...new Set(this.#data[0])].filter((x) => x >= from && x <= to);
  }

  #moveCursor(x: number | undefined): void {
    const plot = this.#plot;
    if (plot === undefined) return;
    const left = x === undefined ? -10 : plot.valToPos(x, 'x');
    plot.setCursor({ left, top: x === undefined ? -10 : 0 });
  }

  #uPlotOptions(log: boolean): Omit<uPlot.Options, 'width' | 'height'> {
    const { axis } = this.#state;
    // At least as high as what is seen is low, though all of it may be beyond.
    const top = (): number => this.#ends?.above ?? Infinity;
    const within = (y: number): number => Math.max(this.#ends?.below ?? -Infinity, Math.min(top(), y));
    const numbers = {
      stroke: () => color('quiet'),
      font: '12px system-ui, sans-serif',
      grid: { stroke: () => color('line'), width: 1 },
      ticks: { show: false },
      gap: 6,
    };
    return {
      legend: { show: false },
      padding: [12, 10, 0, 0],
      cursor: {
        y: false,
        sync: { key: 'anneal', scales: ['x', null] },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        points: { size: 7, width: 2, fill: () => color('paper') },
        bind: { dblclick: () => () => this.#state.zoomTo(undefined) as unknown as null },
      },
      scales: {
        x: { time: false, range: (_, min, max) => [min, max] },
        y: log
          ? {
              distr: 3,
              log: 10,
              range: (_, min, max) => logRange(Math.min(min ?? 1, top() / 10), Math.min(max ?? 10, top())),
            }
          : { range: (_, min, max) => linearRange(within(min ?? 0), within(max ?? 1)) },
      },
      axes: [
        { ...numbers, size: 28, values: (_, marks) => marks.map((mark) => markText(mark, axis)) },
        {
          ...numbers,
          size: 58,
          values: (_, marks) => marks.map(valueText),
          ...(log && {
            // Any will do: the marks are our own, and an axis with none that fits is not drawn.
            incrs: (_: uPlot, __: number, min: number, max: number) => [Math.max(5, max - min)],
            splits: (_: uPlot, __: number, min: number, max: number) => logMarks(min, max),
            filter: (_: uPlot, marks: number[]) => marks,
          }),
        },
      ],
      series: [{}, ...this.#drawn.map(style)],
      plugins: [actMarks(() => this.#acts, runColor), oddMarks(() => this.#lines, runColor)],
      hooks: { setCursor: [(plot) => this.#pointed(plot)], setSelect: [(plot) => this.#selected(plot)] },
    };
  }

  #pointed(plot: uPlot): void {
    const { left = -1, idx } = plot.cursor;
    const x = idx == null ? undefined : plot.data[0][idx];
    if (left < 0 || x === undefined) this.#readout.hide();
    else this.#readout.show(this.#lines, x, this.#state.axis, left, plot.over.clientWidth);
  }

  #selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#state.zoomTo([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
  }
}

interface Drawn extends Line {
  readonly faint?: boolean;
}

function style({ run, dash, faint = false }: Drawn): uPlot.Series {
  const dashes = DASHES[dashOf(run, dash)] as number[];
  return {
    stroke: () => runColor(run),
    width: faint ? 1 : 1.75,
    alpha: faint ? 0.25 : 1,
    // Between pixels, too: a slow fall is a line and no stairs.
    pxAlign: 0,
    dash: dashes.map((length) => length * uPlot.pxRatio),
    // What stands alone between gaps has no line to be seen by.
    points: {
      show: true,
      size: faint ? 3 : 5,
      fill: () => runColor(run),
      filter: (plot, series) => alone(plot.data[series] as Aligned[1]),
    },
  };
}

/** A line as it is smoothed: its means, if there are any, with its gaps. */
function smoothable({ means, ...line }: Line): Line {
  if (means === undefined) return line;
  const points = [
    ...means.xs.map((x, i) => [x, means.ys[i] as number] as const),
    ...line.xs.flatMap((x, i) => (Number.isFinite(line.ys[i]) ? [] : [[x, line.ys[i] as number] as const])),
  ].sort(([a], [b]) => a - b);
  return { ...line, xs: points.map(([x]) => x), ys: points.map(([, y]) => y) };
}

/** From nothing up, unless all is far from it, or below it. */
function linearRange(min: number, max: number): [from: number, to: number] {
  const height = max - min || Math.abs(max) || 1;
  const from = min >= 0 && min < 2 * height ? 0 : min - 0.05 * height;
  return [from, max + 0.06 * height];
}
