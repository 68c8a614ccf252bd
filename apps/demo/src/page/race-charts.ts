import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { chartKeys } from '../chart-keys.ts';
import { byId } from '../dom.ts';
import { lossRange } from '../loss-axis.ts';
import { ceiling, mark, marks, rateRange, span } from './axes.ts';
import { drawMarks, drawPoints, type Point } from './chart-marks.ts';
import { bucketOf, decimate, steps as drawnSteps, pointsOf } from './decimate.ts';
import { laneOf, lanes } from './lanes.ts';
import { livePalette, type Palette } from './palette.ts';
import { marksOf, type Shown } from './shown.ts';

type Options = Omit<uPlot.Options, 'width' | 'height'>;

const perLane = 2;
const thin = 1.75;
const thick = 2.75;

/** The two charts: loss above, rate below, one axis of steps and one cursor for both, a line for each racer. */
export class RaceCharts {
  readonly palette: Palette;
  readonly rate: uPlot;
  readonly loss: uPlot;
  #shown: Shown;
  /** How many steps share a point, which steps have one, and the columns that the charts read: kept from frame to frame. */
  #bucket = 0;
  #x = new Float64Array();
  #columns: Float64Array[] = [];
  #rates: [number, number] = [1e-3, 1];

  /**
   * @param pointed is told which step the cursor is on, `undefined` when it is on none.
   * @param said puts a step in words, for those who move the cursor without seeing it.
   */
  constructor(
    shown: Shown,
    pointed: (step: number | undefined) => void,
    said: (step: number) => string,
    recolored: () => void,
  ) {
    this.#shown = shown;
    this.palette = livePalette(() => {
      for (const plot of this.#both) plot.redraw(false);
      recolored();
    });
    const heard = (plot: uPlot) => {
      const at = plot.cursor.idx;
      pointed(at === null || at === undefined ? undefined : this.#x[at]);
    };
    this.loss = this.#plot('loss-chart', this.#lossOptions(), heard);
    this.rate = this.#plot('rate-chart', this.#rateOptions(), heard);
    this.show(shown);
    for (const [id, label] of [
      ['loss-chart', 'Loss by step'],
      ['rate-chart', 'Learning rate by step'],
    ] as const) {
      chartKeys(byId(id), {
        label,
        steps: () => this.#shown.record.setup.steps,
        start: () => Math.max(0, this.#shown.record.finished - 1),
        said,
        move: (step) => this.#moveCursor(step),
      });
    }
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const { record, plans, visible, focused } = shown;
    this.#measure(record.setup.steps);
    this.#rates = rateRange(
      visible.map((lane) => {
        const ran = record.lanes.get(lane)?.rates.subarray(0, record.finished) ?? [];
        return span([plans.get(lane)?.rates ?? [], ran]);
      }),
    );
    for (const [lane] of lanes.entries()) this.#fill(lane);
    for (const plot of this.#both) {
      for (const [lane] of lanes.entries()) {
        for (let one = 0; one < perLane; one++) {
          const series = plot.series[1 + lane * perLane + one] as uPlot.Series;
          series.show = visible.includes(lane) && (record.lanes.has(lane) || plot === this.rate);
          if (one === 1) series.width = lane === focused ? thick : thin;
          // Batches of six racers would bury the lines: those of the selected one stand out a little.
          else if (plot === this.loss) series.alpha = lane === focused ? 0.26 : 0.1;
        }
      }
    }
    this.loss.setData(this.#data(0));
    this.rate.setData(this.#data(perLane * lanes.length));
  }

  get #both(): uPlot[] {
    return [this.loss, this.rate];
  }

  /** Has columns of the length that so many steps need on so many pixels. */
  #measure(steps: number): void {
    const bucket = bucketOf(steps, this.loss.width);
    const x = drawnSteps(steps, bucket);
    if (bucket === this.#bucket && x.length === this.#x.length) return;
    this.#bucket = bucket;
    this.#x = x;
    this.#columns = Array.from({ length: 2 * perLane * lanes.length }, () => new Float64Array(x.length));
  }

  #fill(lane: number): void {
    const { record, plans, visible } = this.#shown;
    const steps = record.setup.steps;
    const [raw, smoothed, planned, rates] = [0, 1, 12, 13].map(
      (place) => this.#columns[place + perLane * lane] as Float64Array,
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    if (!visible.includes(lane)) return;
    const known = record.lanes.get(lane);
    const [floor] = this.#rates;
    const onFloor = (column: Float64Array) => {
      for (let at = 0; at < column.length; at++) if ((column[at] as number) < floor) column[at] = floor;
    };
    const plan = plans.get(lane);
    if (plan !== undefined)
      decimate(Float64Array.from(plan.rates), Math.min(steps, plan.rates.length), this.#bucket, planned);
    onFloor(planned);
    if (known === undefined) return;
    for (const [column, to] of [
      [known.losses, raw],
      [known.smoothed, smoothed],
      [known.rates, rates],
    ] as const)
      decimate(column, record.finished, this.#bucket, to);
    onFloor(rates);
  }

  /** The columns of a chart, each as far as it is known: the library draws what a column does not have as nothing. */
  #data(from: number): uPlot.AlignedData {
    const { record } = this.#shown;
    const known = (lane: number) => {
      const one = record.lanes.get(lane);
      if (one === undefined) return 0;
      const end = one.diverged?.step ?? steps;
      // The step at which it diverged has a loss, or none that could be drawn.
      const last = Number.isFinite(one.losses[end]) ? end + 1 : end;
      return pointsOf(Math.min(record.finished, last), this.#bucket);
    };
    const steps = record.setup.steps;
    const columns = this.#columns.slice(from, from + perLane * lanes.length).map((column, index) => {
      const planned = from > 0 && index % perLane === 0;
      return planned ? column : column.subarray(0, known(Math.floor(index / perLane)));
    });
    return [this.#x, ...columns];
  }

  #moveCursor(step: number | undefined): void {
    for (const plot of this.#both) {
      plot.setCursor(
        step === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(step, 'x'), top: 0 },
      );
    }
  }

  #plot(id: string, options: Options, heard: (plot: uPlot) => void): uPlot {
    const place = byId(id);
    const size = () => ({ width: place.clientWidth, height: place.clientHeight });
    const hooks = { ...options.hooks, setCursor: [heard] };
    const empty = [
      new Float64Array(),
      ...Array.from({ length: perLane * lanes.length }, () => new Float64Array()),
    ];
    const plot = new uPlot({ ...options, ...size(), hooks }, empty as unknown as uPlot.AlignedData, place);
    new ResizeObserver(() => {
      plot.setSize(size());
      if (this.rate !== undefined) this.show(this.#shown);
    }).observe(place);
    return plot;
  }

  #lossOptions(): Options {
    const range = () => {
      const { record, visible } = this.#shown;
      const known = visible.flatMap((lane) => record.lanes.get(lane) ?? []);
      const [low, high] = span(
        known.flatMap(({ smoothed, heldOut }) => [smoothed, heldOut.map(({ loss }) => loss)]),
      );
      return high === 0 ? lossRange(null, null) : lossRange(Math.max(low, 1e-6), Math.min(high, ceiling));
    };
    return {
      ...this.#common(),
      scales: { x: this.#x0(), y: { distr: 3, log: 10, range } },
      series: [
        {},
        ...lanes.flatMap((_, lane) => [
          { stroke: this.#color(lane), width: 1, alpha: 0.28, points: { show: false } },
          { stroke: this.#color(lane), width: thin, dash: dashes(lane), points: { show: false } },
        ]),
      ],
      axes: [this.#steps(false), this.#values()],
      hooks: { drawAxes: [this.#drawMarks], draw: [(plot) => this.#drawLoss(plot)] },
    };
  }

  #rateOptions(): Options {
    return {
      ...this.#common(),
      scales: { x: this.#x0(), y: { distr: 3, log: 10, range: () => this.#rates } },
      series: [
        {},
        ...lanes.flatMap((_, lane) => [
          {
            stroke: this.#color(lane),
            width: 1.25,
            alpha: 0.75,
            dash: pixels([1.5, 3]),
            points: { show: false },
          },
          { stroke: this.#color(lane), width: thin, dash: dashes(lane), points: { show: false } },
        ]),
      ],
      axes: [this.#steps(true), this.#values()],
      hooks: { drawAxes: [this.#drawMarks], draw: [(plot) => this.#drawRate(plot)] },
    };
  }

  readonly #drawMarks = (plot: uPlot) => drawMarks(plot, marksOf(this.#shown), this.palette);

  /** The held-out losses as a chain of markers, and a marker at the end of each line. */
  #drawLoss(plot: uPlot): void {
    const { record, visible, heldOut } = this.#shown;
    for (const lane of visible) {
      const asked = record.lanes.get(lane)?.heldOut ?? [];
      if (!heldOut || asked.length === 0) continue;
      const apart = Math.max(1, Math.ceil((asked.length * 14) / plot.width));
      const chain = asked.filter((_, index) => index % apart === 0);
      drawPoints(
        plot,
        chain.map(({ step, loss }) => ({ lane, step, value: loss, crossed: false })),
        this.palette,
        2.6,
      );
    }
    drawPoints(plot, this.#ends('smoothed'), this.palette);
  }

  #drawRate(plot: uPlot): void {
    const [floor] = this.#rates;
    drawPoints(
      plot,
      this.#ends('rates').map((point) => ({ ...point, value: Math.max(point.value, floor) })),
      this.palette,
    );
  }

  #ends(column: 'smoothed' | 'rates'): Point[] {
    const { record, visible } = this.#shown;
    return visible.flatMap((lane) => {
      const known = record.lanes.get(lane);
      if (known === undefined || record.finished === 0) return [];
      let step = record.finished - 1;
      while (step >= 0 && !Number.isFinite(known[column][step])) step--;
      const value = known[column][step];
      return value === undefined ? [] : [{ lane, step, value, crossed: known.diverged !== undefined }];
    });
  }

  #color(lane: number): () => string {
    return () => this.palette.lanes[lane] as string;
  }

  #x0(): uPlot.Scale {
    return { time: false, range: (_, min, max) => [min, max] };
  }

  #common(): Pick<uPlot.Options, 'cursor' | 'legend' | 'padding'> {
    return {
      legend: { show: false },
      padding: [8, 10, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: 'steps' },
        points: { size: 7, width: 2, fill: () => this.palette.paper },
      },
    };
  }

  /** The axis of steps; both charts have its lines, the lower one its numbers. */
  #steps(numbered: boolean): uPlot.Axis {
    return { ...this.#axis(), size: numbered ? 28 : 10, ...(numbered ? {} : { values: () => [] }) };
  }

  #values(): uPlot.Axis {
    return {
      ...this.#axis(),
      size: 48,
      splits: (_, __, min, max) => marks(min, max),
      filter: (_, splits) => splits,
      values: (_, splits) => splits.map(mark),
    };
  }

  #axis(): uPlot.Axis {
    return {
      stroke: () => this.palette.quiet,
      font: '12px system-ui, sans-serif',
      gap: 6,
      grid: { stroke: () => this.palette.line, width: 1 },
      ticks: { show: false },
    };
  }
}

function dashes(lane: number): number[] {
  return pixels(laneOf(lane).dash);
}

/** Lengths of dashes and gaps; the library takes them in the pixels of the screen. */
function pixels(lengths: readonly number[]): number[] {
  return lengths.map((length) => length * uPlot.pxRatio);
}
