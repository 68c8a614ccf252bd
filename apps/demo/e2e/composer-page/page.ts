import '../../src/style.css';
import '../../src/plan/composer.css';
import { type Composer, createComposer } from '../../src/plan/composer.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** What the composer has told. */
const turned: Plan[] = [];
const changed: Plan[] = [];

const composer: Composer = createComposer(document.getElementById('place') as HTMLElement, {
  steps: 600,
  epoch: 20,
  schedule: { anneal: 1, type: 'cosineAnnealing', from: 0.3, to: 0, over: 600 },
  turned: (schedule) => turned.push(schedule as Plan),
  changed: (schedule) => changed.push(schedule as Plan),
});

const bench = { composer, turned, changed };
export type Bench = typeof bench;
Object.assign(globalThis, { bench });
