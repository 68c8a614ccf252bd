import { map, Observable, share } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { constant, curve, feedback, type Part, reduceOnPlateau } from '../index.ts';
import { laws } from './index.ts';

const broken = (
  schedule: Part,
  reports: readonly unknown[] = [{ loss: 1 }, { loss: 2 }, { loss: 3 }],
): string[] =>
  laws(schedule, reports)
    .filter(({ check }) => {
      try {
        check();
        return false;
      } catch {
        return true;
      }
    })
    .map(({ name }) => name);

/** A schedule that runs as another does, but for what is done to its operator. */
function tampered(
  schedule: Part,
  change: (operator: (source: Observable<unknown>) => Observable<number>) => unknown,
): Part {
  return Object.defineProperties(
    change((source) => schedule(source)) as Part,
    Object.getOwnPropertyDescriptors(schedule),
  );
}

describe('laws', () => {
  it('hold for what is well made', () => {
    expect(broken(constant(1))).toEqual([]);
    expect(broken(reduceOnPlateau({ initial: 1 }))).toEqual([]);
    expect(laws(constant(1), []).every(({ check }) => check() === undefined)).toBe(true);
  });

  it('catch memory outside the state', () => {
    let calls = 0;
    const leaky = feedback({ init: 0, next: () => ++calls, rate: (n) => n });
    expect(broken(leaky)).toContain('keeps nothing between subscriptions');
    expect(broken(leaky)).toContain('resumes from JSON, at every cut, with what would have followed');
  });

  it('catch a state that JSON does not keep', () => {
    const mute = feedback<{ best?: number }>({
      init: {},
      next: () => ({ best: Infinity }),
      rate: ({ best }) => (best === Infinity ? 1 : 2),
    });
    expect(broken(mute)).toContain('resumes from JSON, at every cut, with what would have followed');
  });

  it('catch a curve that is no function of the step', () => {
    let calls = 0;
    expect(broken(curve(() => ++calls))).toContain('knows its future');
  });

  it('catch a schedule that goes on past its span', () => {
    const running = Object.assign(constant(1), { span: 3, at: (step: number) => step });
    expect(broken(running)).toContain('holds its last rate past its span');
  });

  it.each<[string, (operator: (source: Observable<unknown>) => Observable<number>) => unknown]>([
    [
      'emits its first rate on subscribe, before any report',
      (operator) => (source: Observable<unknown>) =>
        new Observable((out) =>
          operator(source).subscribe({
            next: (rate) => queueMicrotask(() => out.next(rate)),
            error: () => {},
          }),
        ),
    ],
    [
      'answers each report with one rate, as simulate does',
      (operator) => (source: Observable<unknown>) => operator(source).pipe(map((rate) => rate * 2)),
    ],
    [
      'lets go of its source when unsubscribed',
      (operator) => (source: Observable<unknown>) =>
        operator(source).pipe(share({ resetOnRefCountZero: false })),
    ],
    [
      'stops a synchronous source in the middle',
      (operator) => (source: Observable<unknown>) =>
        new Observable<number>((out) => {
          const rates: number[] = [];
          operator(source).subscribe({ next: (rate) => rates.push(rate), error: () => {} });
          for (const rate of rates) out.next(rate);
        }),
    ],
    [
      'passes the error of its source on, behind the rates',
      (operator) => (source: Observable<unknown>) =>
        new Observable<number>((out) =>
          operator(source).subscribe({ next: (rate) => out.next(rate), error: () => out.complete() }),
        ),
    ],
  ])('catch an operator that breaks: %s', (law, change) => {
    expect(
      broken(
        tampered(
          curve((step) => 3 - step),
          change,
        ),
      ),
    ).toContain(law);
  });

  it('refuse what is no schedule', () => {
    expect(() => laws((() => 1) as never, [])).toThrow(
      new TypeError('laws: the first argument must be a schedule'),
    );
  });
});
