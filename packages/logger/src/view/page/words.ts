import { duration, figure } from '../../progress/figure.ts';
import type { Axis } from './clock.ts';

/** A value of a column, in words. */
export function valueText(value: number): string {
  return figure(value, 4);
}

/** A place on the axis: `step 12`, `epoch 3.25`, `1m20s`. */
export function placeText(x: number, axis: Axis): string {
  if (axis === 'time') return `${timeText(x)} in`;
  return `${axis} ${axis === 'epoch' ? Number(x.toFixed(2)) : figure(x, 7)}`;
}

/** A mark of the axis. */
export function markText(x: number, axis: Axis): string {
  return axis === 'time' ? timeText(x) : String(Number(x.toPrecision(8)));
}

/** A length of the axis: `12 steps`, `0.5 epochs`, `1m20s`. */
export function lengthText(length: number, axis: Axis): string {
  return axis === 'time' ? timeText(length) : `${figure(length, 2)} ${axis}s`;
}

function timeText(seconds: number): string {
  return Math.abs(seconds) < 10 ? `${Number(seconds.toFixed(2))}s` : duration(seconds);
}

export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}
