import type { Run } from '../run.ts';
import { text, type When } from './events.ts';
import { type Hparam, hparamsStart } from './hparams.ts';

/** What is told about a run, as texts and hyperparameters. The tags have a prefix: a column may be called `run`. */
export function aboutEvents(when: When, run: Run, values: ReadonlyMap<string, Hparam>): Buffer[] {
  const { schedule, config, ...rest } = run;
  const events = [text(when, 'about/run', shownAsCode(rest))];
  if (schedule !== undefined) events.push(text(when, 'about/schedule', shownAsCode(schedule)));
  if (config !== undefined) events.push(text(when, 'about/config', shownAsCode(config)));
  if (values.size > 0) events.push(hparamsStart(when, values, Date.parse(run.startedAt) / 1000));
  return events;
}

/** JSON as a block of code in Markdown; indented, because a fence ends where a text in the JSON has one. */
function shownAsCode(data: unknown): string {
  return JSON.stringify(data, null, 2).replace(/^/gm, '    ');
}
