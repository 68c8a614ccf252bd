import { describe, expectTypeOf, it } from 'vitest';
import type { Sink } from '../sink.ts';
import { type ProgressOptions, type ProgressStream, progress } from './index.ts';

interface Cause {
  readonly by: 'sequence';
  readonly step: number;
}

describe('progress', () => {
  it('is a sink', () => {
    expectTypeOf(progress()).toEqualTypeOf<Sink>();
    expectTypeOf(progress).parameter(0).toEqualTypeOf<ProgressOptions | undefined>();
  });

  it('takes the streams of Node, and anything that writes', () => {
    expectTypeOf(process.stdout).toExtend<ProgressStream>();
    expectTypeOf<NodeJS.WritableStream>().toExtend<ProgressStream>();
    progress({ stream: { write: (text) => text.length } });
    // @ts-expect-error nothing can be written there
    progress({ stream: {} });
  });

  it('takes a length that is not known', () => {
    const total = undefined as number | undefined;
    progress({ total });
  });

  it('takes words for the causes that a schedule has', () => {
    progress({ describe: (cause: Cause) => `${cause.by} at ${cause.step}` });
    // @ts-expect-error words are a string
    progress({ describe: () => 5 });
  });

  it('knows its options', () => {
    // @ts-expect-error it is called total
    progress({ steps: 5 });
  });
});
