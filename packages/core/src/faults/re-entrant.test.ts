import { from, type Observable, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { constant, linear, type Part, reduceOnPlateau, simulate } from '../index.ts';
import { kinds, lives, losses, machines, told } from '../trees/kinds.ts';

/** A loss that rises and falls, and brings every kind to act. */
const wave = (i: number) => 5 + ((i * 7) % 11) - i / 400;

/** How many calls lie inside each other, at most: a cold `map` of RxJS' own goes 900 deep before the stack is full. */
const deepest = 250;

/** All that comes of reports that are pushed from inside the handler of the answers, one inside the other. */
function looped(
  on: (reports: Observable<number>) => Observable<unknown>,
  of: (answer: unknown) => unknown,
  reports: readonly number[],
): unknown[] {
  const subject = new Subject<number>();
  const all: unknown[] = [];
  let sent = 0;
  let depth = 0;
  const push = () => {
    if (sent === reports.length || depth === deepest) return;
    depth++;
    subject.next(reports[sent++] as number);
    depth--;
  };
  on(subject).subscribe((answer) => {
    all.push(of(answer));
    push();
  });
  while (sent < reports.length) push();
  return all;
}

describe.each(kinds)('$name', ({ on, of: seen, says }) => {
  it('answers a report that is pushed from inside an answer', () => {
    expect(looped(on, seen, losses)).toEqual(says);
  });

  it('answers a thousand of them, each inside another', () => {
    const reports = Array.from({ length: 1000 }, (_, i) => wave(i));
    expect(looped(on, seen, reports)).toEqual(told(on(from(reports)), seen).slice(0, -1));
  });

  it('begins anew for a subscription that is made inside an answer', () => {
    const reports = new Subject<number>();
    const inner: unknown[][] = [];
    on(reports).subscribe(() => {
      if (inner.length === 0) inner.push(told(on(reports), seen));
    });
    for (const loss of losses) reports.next(loss);
    // A listener's first answer comes with a report, which was on its way before there was another to hear it.
    expect(inner).toEqual([
      says.length > losses.length ? says : told(on(from(losses.slice(1))), seen).slice(0, -1),
    ]);
  });

  it('ends from inside an answer', () => {
    const reports = new Subject<number>();
    const all: unknown[] = [];
    on(reports).subscribe({
      next(answer) {
        all.push(seen(answer));
        if (all.length === 2) reports.complete();
      },
      complete: () => all.push('completed'),
    });
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([...says.slice(0, 2), 'completed']);
  });

  it('fails from inside an answer', () => {
    const reports = new Subject<number>();
    const all: unknown[] = [];
    const gone = new Error('gone');
    on(reports).subscribe({
      next(answer) {
        all.push(seen(answer));
        if (all.length === 2) reports.error(gone);
      },
      error: (error) => all.push(error),
    });
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([...says.slice(0, 2), gone]);
  });
});

describe.each(machines)('$name', ({ on, of: seen, schedule }) => {
  it('gives in a closed loop what simulate gives', () => {
    const reports = Array.from({ length: 1000 }, (_, i) => wave(i));
    expect(looped(on, seen, reports)).toEqual(simulate(schedule, reports));
  });
});

describe.each(lives)('$name, swapped from inside an answer', ({ on, of: seen }) => {
  /** What the handler of an answer says, by the place of that answer, and all that comes of the four losses. */
  function swapped(
    acts: Readonly<Record<number, Part<string> | number | null>>,
    isLooped: boolean,
  ): unknown[] {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    const all: unknown[] = [];
    let sent = 0;
    on(reports, swaps).subscribe((answer) => {
      all.push(seen(answer));
      const act = acts[all.length - 1];
      if (act !== undefined) swaps.next(act);
      if (isLooped && sent < losses.length) reports.next(losses[sent++] as number);
    });
    if (!isLooped) for (const loss of losses) reports.next(loss);
    return all;
  }

  it.each<[string, Readonly<Record<number, Part<string> | number | null>>, readonly unknown[]]>([
    ['in the first answer', { 0: constant(1) }, [8, 1, 1, 1, 1]],
    ['in a later one', { 2: linear({ from: 1, to: 0, over: 2 }) }, [8, 8, 8, 1, 0.5]],
    ['in every one', { 0: constant(1), 1: constant(2), 2: 3, 3: null }, [8, 1, 2, 3, 2]],
    ['by hand, and released', { 0: 0.25, 2: null }, [8, 0.25, 0.25, 4, 2]],
    ['in the last one, where no report follows', { 4: constant(1) }, [8, 8, 8, 4, 2]],
    [
      'with feedback, whose first reading is the next but one',
      { 0: reduceOnPlateau({ initial: 1, factor: 0.5, patience: 0 }) },
      [8, 1, 1, 0.5, 0.25],
    ],
  ])('%s: it shows in the answer to the next report', (_, acts, all) => {
    expect(swapped(acts, false)).toEqual(all);
    expect(swapped(acts, true)).toEqual(all);
  });

  it('takes a swap for every report of a closed loop', () => {
    const acts = Object.fromEntries(losses.map((_, i) => [i, constant(i + 1)]));
    expect(swapped(acts, true)).toEqual([8, 1, 2, 3, 4]);
  });

  it('fails where the swaps fail from inside an answer', () => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    const gone = new Error('gone');
    const all: unknown[] = [];
    on(reports, swaps).subscribe({
      next(answer) {
        all.push(seen(answer));
        if (all.length === 2) swaps.error(gone);
      },
      error: (error) => all.push(error),
    });
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([8, 8, gone]);
    expect(reports.observed).toBe(false);
  });

  it('goes on where the swaps complete from inside an answer', () => {
    const reports = new Subject<number>();
    const swaps = new Subject<Part<string> | number | null>();
    const all: unknown[] = [];
    on(reports, swaps).subscribe((answer) => {
      all.push(seen(answer));
      swaps.complete();
    });
    for (const loss of losses) reports.next(loss);
    expect(all).toEqual([8, 8, 8, 4, 2]);
  });

  it('lets one stream say both, a swap and then the report that it shows in', () => {
    const both = new Subject<number>();
    // Each loss is also the rate by hand: the swaps are subscribed to first, and so they are heard first.
    const all = told(on(both, both), seen);
    for (const loss of losses) both.next(loss);
    expect(all).toEqual([8, 4, 2, 2, 3]);
  });
});
