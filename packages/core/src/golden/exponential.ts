import { type Curve, combine, constant, exponentialDecay, lasting, sequence } from '../index.ts';

/**
 * `initial · factor^(t / every)` at whole steps, with any factor from 0 up: other systems let a decay grow, which
 * is one over a decay, or be over after its first step.
 */
export function exponential(initial: number, factor: number, every: number = 1): Curve {
  if (factor > 1) {
    const decay = exponentialDecay({ initial: 1 / initial, factor: 1 / factor, every });
    return combine([decay], (rate) => 1 / rate);
  }
  if (factor === 0) return sequence(lasting(constant(initial), 1), constant(0));
  return exponentialDecay({ initial, factor, every });
}
