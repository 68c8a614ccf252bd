import uPlot from 'uplot';
import { laneOf } from './lanes.ts';
import type { Palette } from './palette.ts';

/** Something that happened to a racer: a visitor's act, or one of the schedule's own. */
export interface Mark {
  readonly lane: number;
  readonly step: number;
  /** Whether a visitor did it: such a mark goes through the whole chart. */
  readonly byHand: boolean;
}

/** A marker at a point of a chart. */
export interface Point {
  readonly lane: number;
  readonly step: number;
  readonly value: number;
  /** Whether the racer diverged there. */
  readonly crossed: boolean;
}

const shapes = new Map<number, Path2D>();

/** A lane's marker at a place of a canvas, with a rim that sets it off from the lines. */
export function stamp(
  context: CanvasRenderingContext2D,
  lane: number,
  [x, y]: readonly [number, number],
  size: number,
  colors: { readonly fill: string; readonly rim: string },
): void {
  const shape = shapes.get(lane) ?? new Path2D(laneOf(lane).marker);
  shapes.set(lane, shape);
  context.save();
  context.translate(x, y);
  context.scale(size, size);
  context.setLineDash([]);
  context.lineJoin = 'round';
  context.lineWidth = 0.7;
  context.strokeStyle = colors.rim;
  context.stroke(shape);
  context.fillStyle = colors.fill;
  context.fill(shape);
  context.restore();
}

/** Of a racer that acted more often than this only the flags are drawn: so many lines would bury the chart. */
const most = 12;

/** Draws the marks below the lines. */
export function drawMarks(plot: uPlot, marks: readonly Mark[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const unit = uPlot.pxRatio;
  const often = new Set(
    marks.map(({ lane }) => lane).filter((lane) => marks.filter((one) => one.lane === lane).length > most),
  );
  ctx.save();
  for (const { lane, step, byHand } of marks) {
    const x = Math.round(plot.valToPos(step, 'x', true));
    const color = palette.lanes[lane] as string;
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.globalAlpha = byHand ? 0.9 : 0.45;
    ctx.lineWidth = unit;
    ctx.setLineDash(byHand ? [] : [2 * unit, 3 * unit]);
    if (byHand || !often.has(lane)) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    const size = (byHand ? 5 : 3.5) * unit;
    ctx.beginPath();
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + 1.5 * size);
    ctx.fill();
  }
  ctx.restore();
}

/** Draws the markers over the lines. */
export function drawPoints(plot: uPlot, points: readonly Point[], palette: Palette, size = 4.5): void {
  const { ctx, bbox } = plot;
  const unit = uPlot.pxRatio;
  for (const { lane, step, value, crossed } of points) {
    const x = plot.valToPos(step, 'x', true);
    const y = Math.max(bbox.top, Math.min(bbox.top + bbox.height, plot.valToPos(value, 'y', true)));
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const color = palette.lanes[lane] as string;
    if (!crossed) stamp(ctx, lane, [x, y], size * unit, { fill: color, rim: palette.paper });
    else {
      const arm = 5 * unit;
      ctx.save();
      ctx.setLineDash([]);
      ctx.lineWidth = 2.5 * unit;
      ctx.strokeStyle = color;
      ctx.beginPath();
      for (const side of [-1, 1]) {
        ctx.moveTo(x - arm, y - side * arm + arm);
        ctx.lineTo(x + arm, y + side * arm + arm);
      }
      ctx.stroke();
      ctx.restore();
    }
  }
}
