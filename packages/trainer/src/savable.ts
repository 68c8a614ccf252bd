import { shown } from './check.ts';
import type { Trainer } from './trainer.ts';

/** What can give its weights away and take them back. */
export type Savable = Required<Pick<Trainer, 'save' | 'restore'>>;

/** Refuses what cannot; a trainer's type leaves it open. */
export function savable(by: string, what: string, given: unknown): Savable {
  const { save, restore } = Object(given) as Partial<Savable>;
  if (typeof save === 'function' && typeof restore === 'function') return given as Savable;
  const lacks = typeof save === 'function' ? 'restore' : 'save';
  throw new TypeError(
    `${by}: ${what} must have save and restore, got ${shown(given)} without ${lacks}; ` +
      'give the trainer both, or take one that has them',
  );
}
