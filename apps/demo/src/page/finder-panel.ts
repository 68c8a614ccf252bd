import uPlot from 'uplot';
import { byId, setText } from '../dom.ts';
import type { News } from '../race/messages.ts';
import { figure } from '../words.ts';
import { mark, marks, span } from './axes.ts';
import type { Palette } from './palette.ts';

type Found = Extract<News, { type: 'found' }>;

/** The learning-rate range test: a loss for each rate, and the band in which a peak rate is well chosen. */
export class FinderPanel {
  readonly #begin = byId<HTMLButtonElement>('find');
  readonly #use = byId<HTMLButtonElement>('find-use');
  readonly #place = byId('find-chart');
  readonly #palette: Palette;
  #found: Found | undefined;
  #plot: uPlot | undefined;
  #busy = false;

  constructor(palette: Palette, find: () => boolean, use: (rate: number) => void) {
    this.#palette = palette;
    this.#begin.addEventListener('click', () => {
      if (this.#busy) return;
      if (!find()) {
        setText(byId('find-says'), 'The engine is not there yet: try once more when the race is ready.');
        return;
      }
      this.#busy = true;
      this.#begin.ariaDisabled = 'true';
      setText(byId('find-says'), 'Looking: the rate climbs from step to step, and the loss is watched.');
    });
    this.#use.addEventListener('click', () => {
      if (this.suggested !== undefined) use(this.suggested);
    });
    new ResizeObserver(() => this.#fit()).observe(this.#place);
  }

  /** The rate to peak at: the top of the band. */
  get suggested(): number | undefined {
    const to = this.#found?.band?.to;
    return to === undefined ? undefined : Number(to.toPrecision(2));
  }

  hear(found: Found): void {
    this.#busy = false;
    this.#begin.ariaDisabled = 'false';
    this.#found = found;
    const { band, reason } = found;
    setText(
      byId('find-says'),
      band
        ? `A good peak rate lies between ${figure(band.from)} and ${figure(band.to)}.`
        : (reason ?? 'No band was found.'),
    );
    this.#use.hidden = band === undefined;
    if (this.suggested !== undefined)
      setText(this.#use, `Use ${figure(this.suggested)} for the selected racer`);
    this.draw();
  }

  /** What was asked for will not come: the race was renewed under it, or has failed. */
  forget(): void {
    if (!this.#busy) return;
    this.#busy = false;
    this.#begin.ariaDisabled = 'false';
    setText(byId('find-says'), '');
  }

  draw(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    if (this.#found === undefined || this.#place.clientWidth === 0) return;
    // The very average that the band is taken from.
    const { rates, losses, smoothed } = this.#found;
    const [low, high] = span([smoothed]);
    const axis = {
      stroke: () => this.#palette.quiet,
      font: '12px system-ui, sans-serif',
      grid: { stroke: () => this.#palette.line, width: 1 },
      ticks: { show: false },
      filter: (_: uPlot, splits: number[]) => splits,
      splits: (_: uPlot, __: number, min: number, max: number) => marks(min, max),
      values: (_: uPlot, splits: number[]) => splits.map(mark),
    };
    this.#plot = new uPlot(
      {
        width: this.#place.clientWidth,
        height: this.#place.clientHeight,
        legend: { show: false },
        padding: [8, 16, 0, 0],
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          x: { time: false, distr: 3, log: 10 },
          // A range test ends where the loss explodes: that is not worth the height.
          y: { distr: 3, log: 10, range: () => [low * 0.8, Math.min(high, (losses[0] ?? high) * 4) * 1.2] },
        },
        series: [
          {},
          { stroke: () => this.#palette.faint, width: 1, points: { show: false } },
          { stroke: () => this.#palette.ink, width: 2, points: { show: false } },
        ],
        axes: [
          { ...axis, size: 30 },
          { ...axis, size: 48 },
        ],
        hooks: { drawAxes: [(plot) => this.#drawBand(plot)] },
      },
      [rates, losses, smoothed],
      this.#place,
    );
  }

  #fit(): void {
    if (this.#plot === undefined) this.draw();
    else if (this.#place.clientWidth > 0)
      this.#plot.setSize({ width: this.#place.clientWidth, height: this.#place.clientHeight });
  }

  #drawBand({ ctx, bbox, valToPos }: uPlot): void {
    const band = this.#found?.band;
    if (band === undefined) return;
    const [from, to] = [valToPos(band.from, 'x', true), valToPos(band.to, 'x', true)];
    ctx.save();
    ctx.fillStyle = this.#palette.accent;
    ctx.globalAlpha = 0.16;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.globalAlpha = 1;
    for (const x of [from, to]) ctx.fillRect(Math.round(x), bbox.top, uPlot.pxRatio, bbox.height);
    ctx.restore();
  }
}
