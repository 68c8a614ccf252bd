import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { log } from './log.ts';
import { memory } from './memory.ts';

describe('memory', () => {
  it('goes on with a second run, in the same array', () => {
    const kept = memory();
    const { rows } = kept;
    of({ step: 0 }, { step: 1 }).pipe(log(kept)).subscribe();
    of({ step: 1 }).pipe(log(kept)).subscribe();
    expect(rows).toEqual([{ step: 0 }, { step: 1 }, { step: 1 }]);
    expect(kept.rows).toBe(rows);
  });

  it('takes a batch that is longer than a call has arguments', () => {
    const kept = memory();
    kept.write(Array.from({ length: 300_000 }, (_, step) => ({ step })));
    expect(kept.rows).toHaveLength(300_000);
  });
});
