import type { Column, RunData } from '../data.ts';

/** What the charts can have below them. */
export type Axis = 'step' | 'epoch' | 'time';

/** The axes that some run has. */
export function axesOf(runs: readonly RunData[]): Axis[] {
  return [
    'step',
    ...(runs.some(({ epochs }) => epochs) ? (['epoch'] as const) : []),
    ...(runs.some(({ seconds }) => seconds) ? (['time'] as const) : []),
  ];
}

/** Where a step of a run is on an axis; nothing where the run does not say. */
export function clock(run: RunData, axis: Axis): ((step: number) => number) | undefined {
  if (axis === 'step') return (step) => step;
  const column = axis === 'epoch' ? run.epochs : run.seconds;
  return column && between(column);
}

/** Straight lines between what is known; past the end, on at the pace of the last of them. */
function between({ steps, values }: Column): (step: number) => number {
  const points = steps.map((step, i) => [step, Number(values[i])] as const).sort((a, b) => a[0] - b[0]);
  return (step) => {
    let [low, high] = [0, points.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((points[middle] as readonly [number, number])[0] <= step) low = middle;
      else high = middle;
    }
    const [[x0, y0], [x1, y1]] = [points[low], points[high]] as [[number, number], [number, number]];
    return x1 === x0 ? y0 : y0 + ((step - x0) / (x1 - x0)) * (y1 - y0);
  };
}
