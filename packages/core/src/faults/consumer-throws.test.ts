import { config, map, type Observable, of, Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kinds, lives, losses } from '../trees/kinds.ts';

const gone = new Error('out of memory');
let reported: unknown[] = [];

beforeEach(() => {
  reported = [];
  config.onUnhandledError = (error) => reported.push(error);
});

afterEach(() => {
  config.onUnhandledError = null;
});

/** RxJS reports what nobody has caught in a task of its own. */
const later = () => new Promise((done) => setTimeout(done, 1));

/** The place of each answer, thrown by the one that hears it; what was reported at once; and what was reported later. */
async function thrownIn(answers: Observable<unknown>, push: () => void): Promise<readonly unknown[]> {
  let heard = 0;
  answers.subscribe(() => {
    throw heard++;
  });
  push();
  const atOnce = [...reported];
  await later();
  return [heard, atOnce, reported];
}

describe.each(kinds)('$name, heard by one that throws', ({ on, of: seen, says }) => {
  it('goes on as map of RxJS does, which reports it later', async () => {
    const reports = new Subject<number>();
    const push = () => {
      for (const loss of losses) reports.next(loss);
    };
    const own = await thrownIn(on(reports), push);
    expect(own).toEqual([says.length, [], says.map((_, i) => i)]);
    reported = [];
    const one = new Subject<unknown>();
    const pushAll = () => {
      for (const answer of says) one.next(answer);
    };
    expect(await thrownIn(one.pipe(map((answer) => answer)), pushAll)).toEqual(own);
    expect([reports.observed, one.observed]).toEqual([true, true]);
  });

  it('gives others the same answers as without it', async () => {
    const reports = new Subject<number>();
    const all: unknown[] = [];
    on(reports).subscribe(() => {
      throw gone;
    });
    on(reports).subscribe((answer) => all.push(seen(answer)));
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual(says);
    await later();
    expect(reported).toEqual(says.map(() => gone));
  });

  it('fails where it is an operator that throws, and lets go of the source', async () => {
    const reports = new Subject<number>();
    const all: unknown[] = [];
    let count = 0;
    on(reports)
      .pipe(
        map((answer) => {
          if (++count === 3) throw gone;
          return answer;
        }),
      )
      .subscribe({ next: (answer) => all.push(seen(answer)), error: (error) => all.push(error) });
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([...says.slice(0, 2), gone]);
    expect(reports.observed).toBe(false);
    await later();
    expect(reported).toEqual([]);
  });

  it('reports what is thrown in complete, and an error that nobody hears', async () => {
    on(of(...losses)).subscribe({
      complete() {
        throw gone;
      },
    });
    const reports = new Subject<number>();
    on(reports).subscribe();
    reports.error('nobody hears it');
    await later();
    expect(reported).toEqual([gone, 'nobody hears it']);
    expect(reports.observed).toBe(false);
  });
});

describe.each(lives)('$name, heard by one that throws', ({ on }) => {
  it('still hears its swaps', async () => {
    const [reports, swaps] = [new Subject<number>(), new Subject<number>()];
    const rates: unknown[] = [];
    on(reports, swaps).subscribe((answer) => {
      rates.push(typeof answer === 'number' ? answer : (answer as { rate: number }).rate);
      throw gone;
    });
    reports.next(4);
    swaps.next(0.5);
    reports.next(2);
    expect(rates).toEqual([8, 8, 0.5]);
    await later();
    expect(reported).toEqual([gone, gone, gone]);
  });
});
