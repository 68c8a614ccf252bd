import { type Curve, cosineAnnealing, restarts, sequence } from '../index.ts';

/** A cosine that nothing clamps, as other systems have it: once it is down it climbs again, without end. */
export function cosineWave({ from, to, over }: { from: number; to: number; over: number }): Curve {
  return restarts(
    sequence(cosineAnnealing({ from, to, over }), cosineAnnealing({ from: to, to: from, over })),
  );
}
