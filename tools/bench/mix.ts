import {
  constant,
  cosineAnnealing,
  curve,
  decisions,
  exponentialDecay,
  feedback,
  lasting,
  linear,
  logAnnealing,
  polynomialDecay,
  reduceOnPlateau,
  resume,
  sequence,
  stepDecay,
  warmup,
} from '@anneal/core';
import {
  BehaviorSubject,
  distinctUntilChanged,
  filter,
  from,
  map,
  type Observable,
  pairwise,
  Subject,
  scan,
  skip,
  startWith,
  take,
  tap,
  withLatestFrom,
} from 'rxjs';
import type { Report } from './case.ts';

type Reports = Observable<Report>;

/** What an app may have running beside: many schedules, and the operators that stand around them. */
const company = (): readonly ((reports: Reports) => Observable<unknown>)[] => [
  constant(0.1),
  linear({ from: 0.1, to: 0, over: 900 }),
  stepDecay({ initial: 0.1, factor: 0.5, every: 100 }),
  polynomialDecay({ from: 0.1, over: 1000, power: 2 }),
  exponentialDecay({ initial: 0.1, factor: 0.999 }),
  cosineAnnealing({ from: 0.2, over: 800 }),
  logAnnealing({ from: 0.1, over: 1000 }),
  curve((step) => 0.1 / (1 + (step % 10))),
  lasting(constant(0.3), 70),
  sequence(linear({ from: 0, to: 0.1, over: 50 }), cosineAnnealing({ from: 0.1, over: 700 })),
  warmup(cosineAnnealing({ from: 0.1, to: 0.01, over: 600 }), { over: 60 }),
  warmup(exponentialDecay({ initial: 0.1, factor: 0.99 }), { over: 6 }),
  reduceOnPlateau({ initial: 0.1, patience: 50 }),
  warmup(reduceOnPlateau({ initial: 0.1, patience: 9, factor: 0.9 }), { over: 20 }),
  feedback({ init: 1, next: (rate: number) => rate * 0.999, rate: (rate: number) => rate }),
  resume(cosineAnnealing({ from: 0.1, over: 900 }), 30),
  decisions(linear({ from: 0.1, to: 0, over: 100 })),
  (reports) => reports.pipe(map(({ loss }) => loss)),
  (reports) => reports.pipe(filter(({ step }) => step % 3 === 0)),
  (reports) => reports.pipe(scan((sum, { loss }) => sum + loss, 0)),
  (reports) => reports.pipe(scan((best, { loss }) => ({ best: Math.min(best.best, loss) }), { best: 9 })),
  (reports) =>
    reports.pipe(
      tap(() => {}),
      skip(2),
    ),
  (reports) => reports.pipe(pairwise(), take(900)),
  (reports) =>
    reports.pipe(
      map(({ step }) => step >> 3),
      distinctUntilChanged(),
      startWith(0),
    ),
  (reports) => reports.pipe(withLatestFrom(from([1, 2, 3]))),
];

const reports: readonly Report[] = Array.from({ length: 1000 }, (_, step) => ({
  step,
  loss: 3 / (step + 3),
}));

/** Uses RxJS and core as a grown app does, until no call site of theirs knows one callee only. */
export function mix(): void {
  const sink = new Float64Array(1);
  const all = company();
  for (let time = 0; time < 8; time++) {
    for (const operator of all) {
      const subject =
        time % 4 === 3 ? new BehaviorSubject<Report>({ step: 0, loss: 3 }) : new Subject<Report>();
      operator(subject).subscribe((value) => {
        sink[0] = Number(value);
      });
      for (const report of reports) subject.next(report);
      operator(from(reports)).subscribe({ complete: () => {} });
    }
    const shared = new Subject<Report>();
    for (const operator of all) operator(shared).subscribe();
    for (const report of reports) shared.next(report);
  }
}
