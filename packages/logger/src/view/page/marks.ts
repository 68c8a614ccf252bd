import uPlot from 'uplot';
import type { Line } from './line.ts';

/** A step at which a schedule acted, on the axis of the chart. */
export interface ActMark {
  readonly x: number;
  readonly run: number;
}

/** Marks acts: a thin dashed line in the run's color, with a small triangle above it. */
export function actMarks(acts: () => readonly ActMark[], color: (run: number) => string): uPlot.Plugin {
  return onCanvas('drawAxes', (plot) => {
    const { ctx, bbox } = plot;
    const size = 4 * uPlot.pxRatio;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    for (const { x: at, run } of acts()) {
      const x = Math.round(plot.valToPos(at, 'x', true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = ctx.fillStyle = color(run);
      ctx.globalAlpha = 0.5;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.moveTo(x - size, bbox.top - size);
      ctx.lineTo(x + size, bbox.top - size);
      ctx.lineTo(x, bbox.top + size);
      ctx.fill();
    }
  });
}

/**
 * Marks what is not finite by a cross at the edge: `Infinity` above, `-Infinity` and `NaN` on the axis below. A stretch of it is
 * a cross where it begins, and a line as far as it goes.
 */
export function oddMarks(lines: () => readonly Line[], color: (run: number) => string): uPlot.Plugin {
  return onCanvas('draw', (plot) => {
    const { ctx, bbox } = plot;
    const size = 3.5 * uPlot.pxRatio;
    ctx.lineWidth = 1.75 * uPlot.pxRatio;
    ctx.setLineDash([]);
    const odd = lines().filter(({ ys }) => !ys.every(Number.isFinite));
    for (const [row, { xs, ys, run }] of odd.entries()) {
      // A row for each line, one above the other, as far as there is room.
      const inset = size * (1 + 2.5 * (row % 6));
      ctx.strokeStyle = color(run);
      const before = new Map<boolean, number>();
      for (const { from, to, value } of oddStretches(xs, ys)) {
        const [x, end] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
        const [left, right] = [bbox.left - 1, bbox.left + bbox.width + 1];
        const above = value === Infinity;
        const y = above ? bbox.top + inset : bbox.top + bbox.height - inset;
        if (end - x > size && end > left && x < right) {
          ctx.globalAlpha = 0.45;
          ctx.beginPath();
          ctx.moveTo(Math.max(x + 2 * size, left), y);
          ctx.lineTo(Math.min(end, right), y);
          ctx.stroke();
          ctx.globalAlpha = 1;
        }
        // Of many side by side every few pixels one.
        if (x < left || x > right || x - (before.get(above) ?? -Infinity) < 6 * size) continue;
        before.set(above, x);
        ctx.beginPath();
        ctx.moveTo(x - size, y - size);
        ctx.lineTo(x + size, y + size);
        ctx.moveTo(x - size, y + size);
        ctx.lineTo(x + size, y - size);
        ctx.stroke();
      }
    }
  });
}

/** Values of one kind one after the other, that are not finite, from the first to the last. */
export function oddStretches(
  xs: readonly number[],
  ys: readonly number[],
): { from: number; to: number; value: number }[] {
  const stretches: { from: number; to: number; value: number }[] = [];
  for (const [i, value] of ys.entries()) {
    if (Number.isFinite(value)) continue;
    const x = xs[i] as number;
    const last = stretches.at(-1);
    if (last !== undefined && i > 0 && Object.is(ys[i - 1], value)) last.to = x;
    else stretches.push({ from: x, to: x, value });
  }
  return stretches;
}

function onCanvas(hook: 'draw' | 'drawAxes', paint: (plot: uPlot) => void): uPlot.Plugin {
  const draw = (plot: uPlot): void => {
    plot.ctx.save();
    paint(plot);
    plot.ctx.restore();
  };
  return { hooks: hook === 'draw' ? { draw } : { drawAxes: draw } };
}
