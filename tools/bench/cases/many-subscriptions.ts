import { cosineAnnealing } from '@anneal/core';
import { map, type OperatorFunction, Subject } from 'rxjs';
import type { Case, Report, Side } from '../case.ts';
import { cosineByHand } from '../cosine-by-hand.ts';

const [from, to, over] = [0.1, 0.001, 2 ** 20];
const subscriptions = 10_000;
const events = 2;

/** All subscriptions stand before the clock starts; a pass is two events that each of them answers. */
const onOneSource =
  (operator: () => OperatorFunction<Report, number>): Side =>
  (store) => {
    const reports = new Subject<Report>();
    for (let i = 0; i < subscriptions; i++) reports.pipe(operator()).subscribe(store);
    let step = 0;
    return () => {
      for (let i = 0; i < events; i++, step++) reports.next({ step, loss: 1 / (step + 1) });
    };
  };

// One function and one schedule serve all: both are values.
const rate = cosineByHand(from, to, over);
const schedule = cosineAnnealing({ from, to, over });

export default {
  name: '10,000 subscriptions, against map',
  rates: subscriptions * events,
  base: onOneSource(() => map(rate)),
  ours: onOneSource(() => schedule),
  goals: { fresh: { goal: 0.6, gate: 0.8 }, mixed: { goal: 0.8, gate: 1 } },
} satisfies Case;
