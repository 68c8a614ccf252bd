import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { actMarks } from './act-marks.ts';
import { chartKeys } from './chart-keys.ts';
import { byId } from './dom.ts';
import type { Forecast } from './forecast.ts';
import type { History } from './history.ts';
import { lossMarks, lossRange } from './loss-axis.ts';
import { livePalette, type Palette } from './palette.ts';
import { peak } from './schedules.ts';

/** What the charts show. */
export interface Shown {
  readonly history: History;
  readonly plan: Forecast;
}

/** The two charts: loss above, learning rate below, one axis of steps and one cursor for both. */
export class Charts {
  readonly #loss: uPlot;
  readonly #rate: uPlot;
  readonly #palette: Palette;
  #shown: Shown;

  /**
   * @param pointed is told which step the cursor is on, `undefined` when it is on none.
   * @param said puts a step in words, for those who move the cursor without seeing it.
   */
  constructor(shown: Shown, pointed: (step: number | undefined) => void, said: (step: number) => string) {
    this.#shown = shown;
    this.#palette = livePalette(() => {
      for (const plot of this.#both) plot.redraw(false);
    });
    const heard = (plot: uPlot) => pointed(plot.cursor.idx ?? undefined);
    this.#loss = this.#plot('loss-chart', this.#lossOptions(), heard);
    this.#rate = this.#plot('rate-chart', this.#rateOptions(), heard);
    this.show(shown);
    for (const { root } of this.#both) {
      const at = (root.parentElement as HTMLElement).id === 'loss-chart' ? 'Loss' : 'Learning rate';
      chartKeys(root.parentElement as HTMLElement, {
        label: `${at} by step`,
        steps: () => this.#shown.history.steps.length,
        start: () => Math.max(0, this.#shown.history.finished - 1),
        said,
        move: (step) => this.#moveCursor(step),
      });
    }
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const { history, plan } = shown;
    const { steps, losses, smoothed, heldOut, rates } = history;
    this.#loss.setData([steps, losses, smoothed, heldOut]);
    this.#rate.setData([steps, plan.rates as number[], rates]);
  }

  get #both(): uPlot[] {
    return [this.#loss, this.#rate];
  }

  #moveCursor(step: number | undefined): void {
    for (const plot of this.#both) {
      const place = step === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(step, 'x'), top: 0 };
      plot.setCursor(place);
    }
  }

  #plot(id: string, options: Omit<uPlot.Options, 'width' | 'height'>, heard: (plot: uPlot) => void): uPlot {
    const place = byId(id);
    const size = () => ({ width: place.clientWidth, height: place.clientHeight });
    const plot = new uPlot({ ...options, ...size(), hooks: { setCursor: [heard] } }, [[]], place);
    new ResizeObserver(() => plot.setSize(size())).observe(place);
    return plot;
  }

  #lossOptions(): Omit<uPlot.Options, 'width' | 'height'> {
    const palette = this.#palette;
    return {
      ...this.#common(false),
      scales: {
        x: { time: false, range: (_, min, max) => [min, max] },
        y: { distr: 3, log: 10, range: (_, min, max) => lossRange(min, max) },
      },
      series: [
        {},
        { stroke: () => palette.faint, paths: () => null, points: dots(() => palette.faint) },
        { stroke: () => palette.ink, width: 1.75, points: { show: false } },
        {
          stroke: () => palette.cool,
          width: 1.75,
          dash: dashes(5, 3),
          spanGaps: true,
          points: { show: false },
        },
      ],
      axes: [
        this.#steps(false),
        {
          ...this.#values(),
          splits: (_, __, min, max) => lossMarks(min, max),
          filter: (_, splits) => splits,
        },
      ],
    };
  }

  #rateOptions(): Omit<uPlot.Options, 'width' | 'height'> {
    const palette = this.#palette;
    return {
      ...this.#common(true),
      scales: {
        x: { time: false, range: (_, min, max) => [min, max] },
        // One height for all schedules, so that they can be compared, unless one is turned up higher.
        y: { range: (_, __, max) => [0, Math.min(Math.max(peak, max ?? 0), 1e300) * 1.1] },
      },
      series: [
        {},
        { stroke: () => palette.quiet, width: 1.25, dash: dashes(4, 4), points: { show: false } },
        { stroke: () => palette.accent, width: 2.25, points: { show: false } },
      ],
      axes: [this.#steps(true), { ...this.#values(), splits: (_, __, ___, max) => rateMarks(max / 1.1) }],
    };
  }

  #common(flags: boolean): Pick<uPlot.Options, 'cursor' | 'legend' | 'padding' | 'plugins'> {
    return {
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: 'steps' },
        points: { size: 7, width: 2, fill: () => this.#palette.paper },
      },
      plugins: [actMarks(() => this.#shown.history.acts, this.#palette, flags)],
    };
  }

  /** The axis of steps; both charts have its lines, the lower one its numbers. */
  #steps(numbered: boolean): uPlot.Axis {
    return { ...this.#axis(), size: numbered ? 28 : 10, ...(numbered ? {} : { values: () => [] }) };
  }

  #values(): uPlot.Axis {
    return { ...this.#axis(), size: 48, values: (_, splits) => splits.map(String) };
  }

  #axis(): uPlot.Axis {
    return {
      stroke: () => this.#palette.quiet,
      font: '12px system-ui, sans-serif',
      gap: 6,
      grid: { stroke: () => this.#palette.line, width: 1 },
      ticks: { show: false },
    };
  }
}

/** Nothing, all, and half of it. */
function rateMarks(top: number): number[] {
  return [0, top / 2, top].map((mark) => Number(mark.toPrecision(3)));
}

/** Lengths of dashes and gaps; the library takes them in the pixels of the screen. */
function dashes(...lengths: number[]): number[] {
  return lengths.map((length) => length * uPlot.pxRatio);
}

/** Each value as a small dot: batches differ so much that a line through them would be a hatching. */
function dots(color: () => string): uPlot.Series.Points {
  return { show: true, space: 0, size: 2, width: 0, fill: color, stroke: color };
}
