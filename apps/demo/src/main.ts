import './style.css';
import penguins from 'virtual:penguins';
import { Charts, type Shown } from './charts.ts';
import { byId, setText } from './dom.ts';
import { forecast } from './forecast.ts';
import { LastSteps } from './last-steps.ts';
import { Picker } from './picker.ts';
import { showFigures, showKeys, stepInWords } from './readouts.ts';
import { Repaint } from './repaint.ts';
import { heldOutOf, stepsOf } from './sizes.ts';
import { Training } from './training.ts';
import { acted, status } from './words.ts';

const epochs = 120;
const heldOut = heldOutOf(penguins.rows.length);
const stepsPerEpoch = stepsOf(1, penguins.rows.length - heldOut);
const steps = epochs * stepsPerEpoch;

const go = byId<HTMLButtonElement>('go');
const seed = byId<HTMLInputElement>('seed');
const speed = byId<HTMLSelectElement>('speed');

const repaint = new Repaint(paint, say);
const training = new Training(steps, stepsPerEpoch, () => repaint.ask(training.phase));
const picker = new Picker(steps, restart);
let shown: Shown = { history: training.history, plan: planned() };
let pointed: number | undefined;
const lastSteps = new LastSteps(() => lastSteps.show(training.history));
const charts = new Charts(
  shown,
  (step) => {
    pointed = step;
    showKeys(shown, pointed);
    sayActs();
  },
  (step) => stepInWords(shown, step),
);

go.addEventListener('click', () => {
  if (training.phase === 'running') training.pause();
  else if (training.phase === 'paused') training.resume();
  else
    training.begin({ schedule: picker.picked.id, seed: wholeSeed(), epochs, perSecond: Number(speed.value) });
  repaint.now();
});
byId('reset').addEventListener('click', restart);
byId('controls').addEventListener('submit', (event) => event.preventDefault());
seed.addEventListener('change', () => {
  seed.value = String(wholeSeed());
  restart();
});
speed.addEventListener('change', () => training.pace(Number(speed.value)));
repaint.now();

/** Back to the start, with what is picked now. */
function restart(): void {
  training.reset();
  repaint.now();
}

function planned() {
  return forecast(picker.picked.make(steps), steps);
}

/** The seed as a whole number, whatever was typed. */
function wholeSeed(): number {
  return Math.max(0, Math.min(999_999, Math.round(Number(seed.value) || 0)));
}

function paint(): void {
  const { history, phase } = training;
  if (history !== shown.history) shown = { history, plan: planned() };
  charts.show(shown);
  byId('loss-chart').classList.toggle('empty', history.finished === 0);
  byId('status-now').classList.toggle('failed', phase === 'failed');
  setText(byId('status-now'), inWords());
  showFigures(shown, training.perSecond);
  showKeys(shown, pointed);
  sayActs();
  lastSteps.show(history);
  setText(byId('plan-name'), shown.plan.certain ? 'planned' : 'if it never acts');
  setText(go, { running: 'Pause', paused: 'Resume', done: 'Run again' }[phase as string] ?? 'Run');
}

/** The status line for those who hear it, which is more seldom new than the one that is seen. */
function say(): void {
  setText(byId('status'), inWords());
}

/** What goes on. */
function inWords(): string {
  const { history, phase, reason, perSecond } = training;
  const { finished, rates, latest } = history;
  return status({
    phase,
    finished,
    steps,
    rates: rates.slice(Math.max(0, finished - 2), finished) as number[],
    accuracy: latest?.accuracy,
    heldOut,
    perSecond,
    reason,
  });
}

/** Under the rate chart: the newest thing that the schedule did of its own, or the one before the cursor. */
function sayActs(): void {
  const { acts } = shown.history;
  const act = acts.findLast(({ step }) => step <= (pointed ?? steps));
  const ahead = shown.plan.certain
    ? 'The rate follows from the step alone, so all of it is known before the run.'
    : 'This schedule listens to the held-out loss, so what it will do is not known before the run.';
  setText(byId('act'), act === undefined ? ahead : acted(act.cause));
}
