import { type Observable, of } from 'rxjs';
import { describe, expectTypeOf, it } from 'vitest';
import { type Counts, log, memory, type Row, type Run, readRun, type Sink } from './index.ts';
import { jsonl } from './jsonl/index.ts';

interface Report {
  step: number;
  loss: number;
}

describe('log', () => {
  it('keeps the type of the rows, interfaces included', () => {
    const rows: Observable<Report> = of({ step: 0, loss: 1 });
    expectTypeOf(rows.pipe(log(memory()))).toEqualTypeOf<Observable<Report>>();
  });

  it('may be kept under a name, for its counts, and used on rows of several types', () => {
    const logged = log({ name: 'first' }, memory());
    expectTypeOf(of({ step: 0, loss: 1 }).pipe(logged)).toEqualTypeOf<Observable<Report>>();
    expectTypeOf(of({ epoch: 'a' }).pipe(logged)).toEqualTypeOf<Observable<{ epoch: string }>>();
    expectTypeOf(logged.counts).toEqualTypeOf<Observable<readonly Counts[]>>();
    // @ts-expect-error what is told of a run stands before its sinks
    log(memory(), { name: 'first' });
  });

  it('takes rows that are objects', () => {
    // @ts-expect-error a number is no row
    of(1).pipe(log(memory()));
  });

  it('takes sinks that are synchronous, asynchronous, or as short as can be', () => {
    expectTypeOf<{ write(rows: readonly Row[]): void }>().toExtend<Sink>();
    expectTypeOf<{ write(rows: readonly Row[]): Promise<void> }>().toExtend<Sink>();
    expectTypeOf<{ open(run: Run): void }>().not.toExtend<Sink>();
    // @ts-expect-error a function that makes a sink is none
    log(memory);
  });
});

describe('the sinks and the reader', () => {
  it('say what they give', () => {
    expectTypeOf(jsonl('run.jsonl')).toEqualTypeOf<Sink>();
    expectTypeOf(memory().rows).toEqualTypeOf<readonly Row[]>();
    expectTypeOf(readRun('run.jsonl')).toEqualTypeOf<Observable<Row>>();
    expectTypeOf<Row['step']>().toEqualTypeOf<number | undefined>();
  });
});
