import uPlot from 'uplot';
import type { Act } from './history.ts';
import type { Palette } from './palette.ts';

/** Marks the steps at which a schedule acted: a thin line, and with `flag` a small triangle above it. */
export function actMarks(acts: () => readonly Act[], palette: Palette, flag: boolean): uPlot.Plugin {
  const draw = (plot: uPlot) => {
    const { ctx, bbox } = plot;
    const size = 4 * uPlot.pxRatio;
    ctx.save();
    ctx.strokeStyle = palette.accent;
    ctx.fillStyle = palette.accent;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    for (const { step } of acts()) {
      const x = Math.round(plot.valToPos(step, 'x', true));
      ctx.globalAlpha = 0.55;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (!flag) continue;
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.moveTo(x - size, bbox.top);
      ctx.lineTo(x + size, bbox.top);
      ctx.lineTo(x, bbox.top + 1.5 * size);
      ctx.fill();
    }
    ctx.restore();
  };
  return { hooks: { drawAxes: draw } };
}
