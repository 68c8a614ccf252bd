import { concat, from, Observable, Subject, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { constant, type Part } from '../index.ts';
import { kinds, lives, losses, told } from '../trees/kinds.ts';

/** What may be thrown: an error of any class, and what is none. */
const thrown: readonly [string, unknown][] = [
  ['an Error', new Error('out of memory')],
  ['an error of a class of its own', new (class Broken extends TypeError {})('out of memory')],
  ['a frozen error', Object.freeze(new Error('out of memory'))],
  ['text', 'out of memory'],
  ['an object', { code: 137 }],
  ['nothing', undefined],
];

/** The error of a stream as it is, not as it looks. */
function errorOf(stream: Observable<unknown>): unknown {
  let failed: unknown = 'it did not fail';
  stream.subscribe({ error: (error: unknown) => (failed = error) });
  return failed;
}

describe.each(kinds)('$name on a source that fails in the middle', ({ on, of: seen, says }) => {
  it.each(thrown)('gives all answers before, then the very same object: %s', (_, error) => {
    const source = () =>
      concat(
        from(losses),
        throwError(() => error),
      );
    expect(told(on(source()), seen)).toEqual([...says, { failed: error }]);
    expect(errorOf(on(source()))).toBe(error);
  });

  it('says nothing of a metric that had not come, when there is a worse thing to say', () => {
    const error = new Error('out of memory');
    const silent = concat(
      from([{ step: 0 }, { step: 1 }] as never[]),
      throwError(() => error),
    );
    expect(errorOf(on(silent))).toBe(error);
  });

  it('lets go of it, and answers no report that it sends all the same', () => {
    let released = 0;
    const error = new Error('out of memory');
    const rude = new Observable<number>((out) => {
      out.next(4);
      out.error(error);
      out.next(2);
      out.complete();
      return () => {
        released++;
      };
    });
    const last = says.length - losses.length + 1;
    expect(told(on(rude), seen)).toEqual([...says.slice(0, last), { failed: error }]);
    expect(released).toBe(1);
  });

  it('does not fail for other subscribers', () => {
    const [one, other] = [new Subject<number>(), new Subject<number>()];
    const schedule = (reports: Observable<number>) => told(on(reports), seen);
    const [broken, whole] = [schedule(one), schedule(other)];
    for (const [i, loss] of losses.entries()) {
      if (i === 1) one.error('gone');
      one.next(loss);
      other.next(loss);
    }
    expect(broken.at(-1)).toEqual({ failed: 'gone' });
    expect(whole).toEqual(says);
  });

  it('can be subscribed to again', () => {
    let tries = 0;
    const source = new Observable<number>((out) => {
      if (tries++ === 0) {
        out.next(9);
        out.error('gone');
      } else from(losses).subscribe(out);
    });
    const answers = on(source);
    told(answers);
    expect(told(answers, seen)).toEqual([...says, 'completed']);
  });
});

describe.each(lives)('$name whose swaps fail', ({ on, of: seen }) => {
  it.each(thrown)('gives all answers before, then the very same object: %s', (_, error) => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    let failed: unknown = 'it did not fail';
    const all: unknown[] = [];
    on(reports, swaps).subscribe({
      next: (answer) => all.push(seen(answer)),
      error: (e: unknown) => (failed = e),
    });
    reports.next(4);
    swaps.next(constant(1));
    reports.next(2);
    swaps.error(error);
    expect(failed).toBe(error);
    expect(all).toEqual([8, 8, 1]);
    // Nobody is left.
    expect([reports.observed, swaps.observed]).toEqual([false, false]);
    reports.next(2);
    expect(all).toEqual([8, 8, 1]);
  });

  it('lets go of its swaps when the reports fail', () => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    const all = told(on(reports, swaps), seen);
    reports.error('gone');
    expect(all).toEqual([8, { failed: 'gone' }]);
    expect(swaps.observed).toBe(false);
  });

  it.each<[string, unknown, string]>([
    ['text', 'half', "live: what its stream gives must be a schedule, a finite rate or null, got 'half'"],
    [
      'not finite',
      Number.NaN,
      'live: what its stream gives must be a schedule, a finite rate or null, got NaN',
    ],
    [
      'undefined',
      undefined,
      'live: what its stream gives must be a schedule, a finite rate or null, got undefined',
    ],
  ])('fails at once on a swap that is %s, and lets go of both', (_, wrong, message) => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    const all = told(on(reports, swaps), seen);
    reports.next(4);
    swaps.next(wrong as never);
    expect(all).toEqual([8, 8, { failed: new RangeError(message) }]);
    expect([reports.observed, swaps.observed]).toEqual([false, false]);
  });
});
