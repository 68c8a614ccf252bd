import { cosineAnnealing } from '@anneal/core';
import { map, Subject } from 'rxjs';
import type { Case, Report } from '../case.ts';
import { cosineByHand } from '../cosine-by-hand.ts';

const [from, to, over] = [0.1, 0.001, 2 ** 15];

// A whole run in a pass, so that both halves of the curve count; beside so many events its subscription is nothing.
const run: readonly Report[] = Array.from({ length: over }, (_, step) => ({ step, loss: 1 / (step + 1) }));

export default {
  name: 'one event, against map',
  rates: over + 1,
  base: (store) => {
    const rate = cosineByHand(from, to, over);
    return () => {
      const reports = new Subject<Report>();
      // The first rate, which a schedule gives on subscribe.
      store(rate({ step: -1, loss: 0 }));
      reports.pipe(map(rate)).subscribe(store);
      for (const report of run) reports.next(report);
    };
  },
  ours: (store) => {
    const schedule = cosineAnnealing({ from, to, over });
    return () => {
      const reports = new Subject<Report>();
      reports.pipe(schedule).subscribe(store);
      for (const report of run) reports.next(report);
    };
  },
  goals: { fresh: { goal: 1.05, gate: 1.2 }, mixed: { goal: 1, gate: 1.15 } },
} satisfies Case;
