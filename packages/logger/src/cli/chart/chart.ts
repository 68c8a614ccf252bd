import { cells, cut, printable } from '../../progress/cells.ts';
import { figure } from '../../progress/figure.ts';
import type { Column, RunData } from '../../view/data.ts';
import { explosion } from '../../view/explosion.ts';
import { lessIsBetter } from '../../view/less-is-better.ts';
import { isSpread } from '../../view/spread.ts';
import type { Terminal } from '../terminal.ts';
import { painter } from './painter.ts';
import { axis, leastAboveZero, logged, plot, within } from './plot.ts';
import { sparkline } from './sparkline.ts';

/** Runs on a terminal, to its width: one run as two charts, several as one line each. */
export function chart(runs: readonly RunData[], terminal: Terminal): string {
  const width = Math.max(20, Math.min(terminal.stdout.columns || 80, 200));
  const lines =
    runs.length === 1 ? alone(runs[0] as RunData, width, terminal) : together(runs, width, terminal);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function alone(run: RunData, width: number, terminal: Terminal): string[] {
  const paint = painter(terminal);
  const range = rangeOf([run]);
  const all = Object.entries(run.rates);
  const rates = all.slice(0, 3);
  const whole = run.loss === undefined ? undefined : run.metrics[run.loss];
  const ends = whole && explosion([whole.values.map(Number)]);
  const loss = whole && ends ? within(whole, ends.below, ends.above) : whole;
  const log = loss !== undefined && isSpread([loss.values]);
  const titled = (name: string, note: string): string => {
    const text = shorter(`${printable(name)}  ${figuresOf(run, name)}${note}`, width);
    return `${text.slice(0, printable(name).length)}${paint.quiet(text.slice(printable(name).length))}`;
  };
  return [
    paint.bold(shorter(printable(run.name), width)),
    ...(loss === undefined
      ? []
      : [
          titled(
            run.loss as string,
            `${log ? ', log scale' : ''}${ends ? `, cut off at ${figure(ends.above, 2)}` : ''}`,
          ),
          ...plot(loss, width, 8, range, paint.loss, log),
        ]),
    ...rates.flatMap(([name, column]) => [
      titled(name, ''),
      ...plot(column, width, rates.length === 1 ? 4 : 3, range, paint.rate),
    ]),
    ...(all.length > rates.length
      ? [paint.quiet(shorter(`and ${all.length - rates.length} more rates, on the page`, width))]
      : []),
    ...(loss === undefined && rates.length === 0
      ? [shorter('no numbers to draw', width)]
      : [paint.quiet(axis(width, range))]),
  ];
}

/** `last 0.0312, best 0.028 at step 940`; of a rate only the last. */
function figuresOf(run: RunData, name: string): string {
  const { last, best } = run.figures[name] ?? {};
  const said = `last ${figure(Number(last), 4)}`;
  return best === undefined || !lessIsBetter(name) || Object.hasOwn(run.rates, name)
    ? said
    : `${said}, best ${figure(best.value, 4)} at step ${best.step}`;
}

/** What stands behind the sparkline of the loss, and goes first where there is no room. */
function together(runs: readonly RunData[], width: number, terminal: Terminal): string[] {
  const paint = painter(terminal);
  const range = rangeOf(runs);
  const names = runs.map(({ name }) => printable(name));
  const widest = Math.min(Math.max(...names.map(cells), 3), Math.max(8, Math.floor(width * 0.3)));
  const values = runs.map((run) => [lossText(run, 'last'), lossText(run, 'best'), rateText(run)] as const);
  const heads = ['last', 'best', 'rate'];
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...values.map((one) => (one[i] as string).length)),
  );
  const taken = (shown: number): number =>
    widest + 2 + widths.slice(0, shown).reduce((sum, one) => sum + one + 2, 0);
  // At least eight columns for each sparkline.
  const shown = [3, 2, 1].find((shown) => width - taken(shown) >= 10) ?? 1;
  const rateToo = width - taken(shown) >= 36;
  const room = Math.max(4, width - taken(shown));
  const line = rateToo ? Math.floor((room - 2) * 0.6) : room;
  const rateLine = rateToo ? room - 2 - line : 0;
  const pad = (text: string, to: number): string => `${text}${' '.repeat(Math.max(0, to - cells(text)))}`;
  const figures = (texts: readonly string[]): string =>
    texts
      .slice(0, shown)
      .map((text, i) => `  ${text.padStart(widths[i] as number)}`)
      .join('');
  const losses = [...new Set(runs.map(({ loss }) => loss ?? 'loss'))];
  const lossOf = (run: RunData): Column | undefined =>
    run.loss === undefined ? undefined : run.metrics[run.loss];
  const columns = runs.map(lossOf);
  // All of one name on one scale: that is what they lie one above the other for.
  const ends = explosion(columns.map((column) => (column?.values ?? []).map(Number)));
  const seen = columns.map((column) => column && (ends ? within(column, ends.below, ends.above) : column));
  const log = isSpread(seen.map((column) => column?.values ?? []));
  const drawn = log ? loggedAll(seen) : seen;
  const scale = losses.length === 1 ? valuesRange(drawn) : undefined;
  const head = `${pad('', widest)}  ${pad(cut(`${printable(losses.join(', '))}${log ? ', log scale' : ''}`, line), line)}${rateToo ? `  ${pad('rate', rateLine)}` : ''}${figures(heads)}`;
  return [
    paint.quiet(head),
    ...runs.map((run, i) => {
      const series = drawn[i];
      const loss = series === undefined ? ' '.repeat(line) : sparkline(series, line, range, scale);
      const rate = Object.values(run.rates)[0];
      const second = rate === undefined ? ' '.repeat(rateLine) : sparkline(rate, rateLine, range);
      const name = pad(shorter(names[i] as string, widest), widest);
      return `${name}  ${paint.loss(loss)}${rateToo ? `  ${paint.rate(second)}` : ''}${figures(values[i] as readonly string[])}`;
    }),
  ];
}

function lossText({ loss, figures }: RunData, which: 'last' | 'best'): string {
  const of = loss === undefined ? undefined : figures[loss];
  if (of === undefined) return '–';
  return which === 'last'
    ? figure(Number(of.last), 3)
    : of.best === undefined || !lessIsBetter(loss as string)
      ? '–'
      : figure(of.best.value, 3);
}

function rateText({ rates, figures }: RunData): string {
  const [name] = Object.keys(rates);
  return name === undefined ? '–' : figure(Number(figures[name]?.last), 3);
}

/** The logarithms of several series, none lower than the least of all. */
function loggedAll(all: readonly (Column | undefined)[]): (Column | undefined)[] {
  const least = Math.min(...all.map((one) => (one ? leastAboveZero(one) : Infinity)));
  return all.map((one) => one && logged(one, least));
}

/** The least finite value of several series, and the greatest. */
function valuesRange(all: readonly (Column | undefined)[]): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of all.flatMap((one) => one?.values ?? [])) {
    if (typeof value !== 'number') continue;
    [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  }
  return [least, greatest];
}

/** The steps from the first to the last of all. */
function rangeOf(runs: readonly RunData[]): readonly [number, number] {
  const steps = runs.flatMap(({ metrics, rates }) =>
    [...Object.values(metrics), ...Object.values(rates)].flatMap(({ steps }) => [
      steps[0] ?? 0,
      steps.at(-1) ?? 0,
    ]),
  );
  return steps.length === 0 ? [0, 0] : [Math.min(...steps), Math.max(...steps)];
}

/** A text that is too long ends in `…`. */
function shorter(text: string, width: number): string {
  return cells(text) <= width ? text : `${cut(text, width - 1)}…`;
}
