import { figure } from '../progress/figure.ts';

type Cause = Readonly<Record<string, unknown>>;

/**
 * A cause of a row in words.
 *
 * The words are those of `describe` of `@anneal/core`, which this package does not depend on. A cause comes from a file:
 * where its figures are not what they should be, and where nobody knows who acted, only that is said, and when.
 */
export function causeText(cause: Cause): string {
  const { by } = cause;
  try {
    if (typeof by === 'string' && Object.hasOwn(words, by)) return (words[by] as Words)(cause);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  const { from, to } = cause;
  const change =
    typeof from === 'number' && typeof to === 'number' ? ` from ${short(from)} to ${short(to)}` : '';
  return `${typeof by === 'string' ? by : 'something'} acted${change} at step ${String(cause.step)}${at(cause)}`;
}

type Words = (cause: Cause) => string;

class Unreadable extends Error {}

const words: Readonly<Record<string, Words>> = {
  sequence: (c) =>
    `part ${1 + num(c, 'part')} of ${num(c, 'parts')} begins at step ${num(c, 'step')}${at(c)}`,
  restarts: (c) => `cycle ${1 + num(c, 'cycle')} begins at step ${num(c, 'step')}${at(c)}`,
  until: (c) => `the phase ended at step ${num(c, 'step')}: ${eventOf(c)}`,
  reduceOnPlateau: (c) => `reduced ${fromTo(c)}: ${stalled(c)}`,
  greedy: (c) =>
    num(c, 'good') > 0 ? `raised ${fromTo(c)}: ${gains(c)}` : `reduced ${fromTo(c)}: ${stalled(c)}`,
  live(c) {
    const said = `from ${rateOf(c.from)} to ${rateOf(c.to)} at step ${num(c, 'step')}`;
    if (c.act === 'swap') return `${text(c, 'schedule')} took over ('${text(c, 'splice')}'), ${said}`;
    return c.act === 'override' ? `set by hand ${said}` : `released ${said}`;
  },
  backOff(c) {
    const why = Number.isFinite(c.reading)
      ? `${text(c, 'monitor')} ${fig(c, 'reading')} is a spike, ${overAverage(num(c, 'spike'), num(c, 'average'))}`
      : `${text(c, 'monitor')} is ${c.reading ?? 'not finite'}`;
    const cut = `cut ${num(c, 'cuts')} of ${num(c, 'budget')}`;
    const then =
      c.exhausted === true
        ? `${cut}, so the budget is exhausted and the rate stays there`
        : `${cut}, back up in ${num(c, 'recover')} steps`;
    const advice = c.best === null ? '' : `; the best average to roll back to was ${bestOf(c)}`;
    return `cut ${fromTo(c)}: ${why}; ${then}${advice}`;
  },
};

/** Where it is, if it is not the whole: there may be several. */
function at({ path }: Cause): string {
  return typeof path === 'string' && path !== '$' ? ` (in ${path})` : '';
}

function eventOf(c: Cause): string {
  if (c.on === 'plateau') return stalled(c);
  if (c.on === 'function') return 'its function said so';
  return `${text(c, 'monitor')} ${fig(c, 'reading')} is ${text(c, 'on')} ${fig(c, 'limit')}`;
}

function gains(c: Cause): string {
  const were = c.good === 1 ? 'was a gain' : 'were gains';
  return `${readings(c, 'good')} in a row ${were} on ${text(c, 'monitor')}, now ${bestOf(c)}`;
}

/** Why a metric is no better. */
function stalled(c: Cause): string {
  const over =
    c.best === null
      ? `no finite ${text(c, 'monitor')} yet`
      : `no gain > ${fig(c, 'threshold')} (${text(c, 'thresholdMode')}) over ${text(c, 'monitor')} ${bestOf(c)}`;
  return `${over} in ${readings(c, 'bad')}`;
}

function overAverage(spike: number, average: number): string {
  return average < 0
    ? `over the average ${short(average)} by more than ${short(spike - 1)} times its size`
    : `over ${short(spike)} × the average ${short(average)}`;
}

function bestOf(c: Cause): string {
  return `${fig(c, 'best')}${c.bestAt === null ? '' : ` (step ${num(c, 'bestAt')})`}`;
}

function fromTo(c: Cause): string {
  return `from ${fig(c, 'from')} to ${fig(c, 'to')} at step ${num(c, 'step')}`;
}

function readings(c: Cause, name: string): string {
  return `${num(c, name)} ${c[name] === 1 ? 'reading' : 'readings'}`;
}

/** A rate, or those of the groups. */
function rateOf(rate: unknown): string {
  if (typeof rate !== 'object' || rate === null) return fig({ rate }, 'rate');
  const rates = Object.keys(rate).map((group) => `${group}: ${fig(rate as Cause, group)}`);
  return `{ ${rates.join(', ')} }`;
}

const short = (value: number): string => figure(value, 4);
const fig = (c: Cause, name: string): string => short(num(c, name));

function num(c: Cause, name: string): number {
  const value = c[name];
  if (typeof value !== 'number') throw new Unreadable(name);
  return value;
}

function text(c: Cause, name: string): string {
  const value = c[name];
  if (typeof value !== 'string') throw new Unreadable(name);
  return value;
}
