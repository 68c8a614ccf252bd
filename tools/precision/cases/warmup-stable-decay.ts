import { halfCosine, oneMinusRoot, straight } from '../ease.ts';
import { exact, Real } from '../exact.ts';
import { phased } from '../phases.ts';
import type { Case, Row } from '../row.ts';

interface Options {
  readonly peak: number;
  readonly from?: number;
  readonly to?: number;
  readonly warmup: number;
  readonly stable: number;
  readonly decay: number;
  readonly shape?: keyof typeof eases;
}

const eases = { linear: straight, cosine: halfCosine, sqrt: oneMinusRoot };

const lengths = [
  { warmup: 10, stable: 80, decay: 10 },
  { warmup: 1, stable: 1, decay: 1 },
  { warmup: 90.5, stable: 100, decay: 0.75 },
  { warmup: 1000, stable: 1e6, decay: 12_345 },
  { warmup: 1e6, stable: 899_000_000, decay: 99_999_937 },
  { warmup: 100, stable: 900, decay: 999_998_937 },
];
const rates = [{ peak: 1 }, { peak: 0.003 }, { peak: 0.1, from: 0 }, { peak: 0.3, to: 0.001 }];

export const warmupStableDecay: readonly Row[] = (['linear', 'cosine', 'sqrt'] as const).map((shape) => ({
  curve: 'warmupStableDecay',
  variant: `'${shape}'`,
  cases: lengths.flatMap((length) => rates.map((rate) => trapezoid({ ...rate, ...length, shape }))),
}));

function trapezoid(options: Options): Case {
  const { peak, warmup, stable, decay, from = peak / warmup, to = 0, shape = 'linear' } = options;
  const climbed = exact(warmup);
  const turned = climbed.plus(exact(stable));
  return phased(options, [
    { begins: new Real(0), ends: climbed, from, to: peak, ease: straight },
    { begins: climbed, ends: turned, from: peak, to: peak, ease: straight },
    { begins: turned, ends: turned.plus(exact(decay)), from: peak, to, ease: eases[shape] },
  ]);
}
