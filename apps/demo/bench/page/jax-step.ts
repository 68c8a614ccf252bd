import { batches } from '../../src/data/batches.ts';
import { drawn } from '../../src/data/drawn.ts';
import { split } from '../../src/data/split.ts';
import { Engine } from '../../src/engine/engine.ts';
import { batch, type Step, widths } from './asked.ts';

/** The page's own engine, which always trains six. */
export function jaxStep(): Step {
  const parts = split(drawn('moons', { kind: 'moons', points: 500, noise: 0.1 }, 1), 1);
  const hidden = widths.slice(1, -1);
  const engine = new Engine(
    { model: { hidden, activation: 'tanh', batch, optimizer: 'sgd' }, seed: 1 },
    parts,
  );
  const order = batches(parts.training, batch, 1);
  let count = 0;
  return (rates) => {
    engine.step(rates, order.of(count++));
  };
}
