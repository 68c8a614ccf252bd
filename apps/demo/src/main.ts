import './style.css';
import penguins from 'virtual:penguins';
import { Charts, type Shown } from './charts.ts';
import { DataTable } from './data-table.ts';
import { byId, setText } from './dom.ts';
import { forecast } from './forecast.ts';
import { Picker } from './picker.ts';
import { showFigures, showKeys, stepInWords } from './readouts.ts';
import { Repaint } from './repaint.ts';
import { heldOutOf, stepsOf } from './sizes.ts';
import { lossInWords, rateInWords } from './summaries.ts';
import { Training } from './training.ts';
import { acted, status } from './words.ts';

const epochs = 120;
const heldOut = heldOutOf(penguins.rows.length);
const stepsPerEpoch = stepsOf(1, penguins.rows.length - heldOut);
const steps = epochs * stepsPerEpoch;

const go = byId<HTMLButtonElement>('go');
const step = byId<HTMLButtonElement>('step');
const seed = byId<HTMLInputElement>('seed');
const speed = byId<HTMLSelectElement>('speed');

const repaint = new Repaint(paint, say);
const training = new Training(steps, stepsPerEpoch, () => repaint.ask(training.phase));
const picker = new Picker(steps, { turned: preview, picked: renew });
let shown: Shown = { history: training.history, plan: planned() };
let pointed: number | undefined;
const tables = [
  new DataTable('loss-data', shown, {
    words: ({ history }) => lossInWords(history),
    rows: ({ history }) => history.finished,
    cells: ({ history }, at) => [history.losses[at], history.smoothed[at], history.heldOut[at]],
  }),
  new DataTable('rate-data', shown, {
    words: ({ history, plan }) => rateInWords(history, plan),
    rows: ({ plan }) => plan.rates.length,
    cells: ({ history, plan }, at) => [
      plan.rates[at],
      history.rates[at],
      history.acts.some((act) => act.step === at) ? 'yes' : '',
    ],
  }),
];
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
  else training.begin(order());
  repaint.now();
});
step.addEventListener('click', () => {
  training.step(order());
  repaint.now();
});
byId('reset').addEventListener('click', () => {
  training.reset();
  repaint.now();
});
byId('controls').addEventListener('submit', (event) => event.preventDefault());
seed.addEventListener('change', () => {
  seed.value = String(wholeSeed());
  renew();
});
speed.addEventListener('change', () => training.pace(Number(speed.value)));
repaint.now();

/** What a run that begins now would be. */
function order() {
  const perSecond = Number(speed.value);
  return { schedule: picker.picked.id, values: picker.values, seed: wholeSeed(), epochs, perSecond };
}

/** Another run is wanted: one that is on begins anew, any other goes back to its start and waits. */
function renew(): void {
  if (training.going) training.begin(order());
  else training.reset();
  repaint.now();
}

/** The curve of the run to be, drawn at once, over what there is. */
function preview(): void {
  shown = { history: training.history, plan: planned() };
  paint();
}

function planned() {
  return forecast(picker.make(), steps);
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
  for (const table of tables) table.show(shown);
  setText(byId('plan-name'), shown.plan.certain ? 'planned' : 'if it never acts');
  setText(go, { running: 'Pause', paused: 'Resume', done: 'Run again' }[phase as string] ?? 'Run');
  // Not `disabled`, which would take the focus away from who steps through the whole run.
  step.ariaDisabled = String(phase === 'running' || phase === 'done');
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
