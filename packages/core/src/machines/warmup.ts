import type { Machine } from './machine.ts';
import { sequence } from './sequence.ts';

/** A climb, and then a part with feedback. */
export function warmup(climb: Machine<number>, part: Machine<number>): Machine<number> {
  return {
    ...sequence([climb, part], (path) => `${path}.part`),
    name: 'warmup',
    shape: `warmup(${part.shape})`,
  };
}
