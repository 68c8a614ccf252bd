import type { Row } from '../row.ts';

/**
 * At which step each row is shown: its `step`; its `epoch`, while no row has had a step; its place, while none has had
 * either. A row without what the others have is shown at the step of the row before it.
 */
export class Steps {
  #counts: 'steps' | 'epochs' | 'rows' = 'rows';
  #latest = -1;

  /** Whether any row has had a step or an epoch. */
  get indexed(): boolean {
    return this.#counts !== 'rows';
  }

  of(row: Row): number {
    if (isIndex(row.step)) {
      this.#counts = 'steps';
      this.#latest = Math.floor(row.step);
    } else if (this.#counts !== 'steps' && isIndex(row.epoch)) {
      this.#counts = 'epochs';
      this.#latest = Math.floor(row.epoch);
    } else if (this.#counts === 'rows') {
      this.#latest++;
    }
    return this.#latest;
  }
}

/** What TensorBoard can show as a step, from 0 up. */
function isIndex(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}
