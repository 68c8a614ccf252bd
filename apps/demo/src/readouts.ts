import type { Shown } from './charts.ts';
import { byId, setText } from './dom.ts';
import { count, figure, percent } from './words.ts';

const keys = {
  raw: byId('key-raw'),
  smooth: byId('key-smooth'),
  heldOut: byId('key-held-out'),
  plan: byId('key-plan'),
  rate: byId('key-rate'),
  step: byId('key-step'),
};

const figures = {
  step: byId('figure-step'),
  rate: byId('figure-rate'),
  loss: byId('figure-loss'),
  accuracy: byId('figure-accuracy'),
  speed: byId('figure-speed'),
};

/** The numbers in the legends: those of the step under the cursor, or else of the newest one. */
export function showKeys({ history, plan }: Shown, pointed: number | undefined): void {
  const step = pointed ?? Math.max(0, history.finished - 1);
  setText(keys.step, count(step));
  setText(keys.raw, figure(history.losses[step]));
  setText(keys.smooth, figure(history.smoothed[step]));
  setText(keys.heldOut, figure(heldOutAt(history.heldOut, step)));
  setText(keys.plan, figure(plan.rates[step]));
  setText(keys.rate, figure(history.rates[step]));
}

/** The numbers of one step in words. */
export function stepInWords({ history, plan }: Shown, step: number): string {
  if (step >= history.finished)
    return `step ${count(step)}, still to come: planned rate ${figure(plan.rates[step])}`;
  return `step ${count(step)}: rate ${figure(history.rates[step])}, loss ${figure(history.losses[step])}, smoothed ${figure(
    history.smoothed[step],
  )}, held-out loss ${figure(heldOutAt(history.heldOut, step))}`;
}

/** The large numbers. */
export function showFigures({ history }: Shown, perSecond: number): void {
  const { finished, steps, rates, smoothed, latest } = history;
  const total = document.createElement('span');
  total.className = 'total';
  total.textContent = ` / ${count(steps.length)}`;
  figures.step.replaceChildren(count(finished), total);
  setText(figures.rate, figure(rates[finished - 1]));
  setText(figures.loss, figure(smoothed[finished - 1]));
  setText(figures.accuracy, percent(latest?.accuracy));
  setText(figures.speed, perSecond === 0 ? '–' : count(Math.round(perSecond)));
}

/** The newest held-out loss that was known at a step. */
function heldOutAt(heldOut: readonly (number | null)[], step: number): number | null {
  for (let at = step; at >= 0; at--) {
    const loss = heldOut[at];
    if (loss !== null && loss !== undefined) return loss;
  }
  return null;
}
