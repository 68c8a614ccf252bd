/** The names that this package's own schedules have in JSON and in shapes, also those to come: nobody else's may have them. */
export const taken: readonly string[] =
  /* @__PURE__ */ `backOff clamp combine constant cosineAnnealing cosineWarmRestarts curve cyclic exponentialDecay feedback greedy groups
inverseSqrtDecay inverseTimeDecay jitter lasting linear live logAnnealing multiStepDecay multiply oneCycle oneCycleMomentum perEpoch
piecewiseConstant piecewiseLinear polynomialDecay reduceOnPlateau restarts rexDecay scale sequence staircase stepDecay tanhDecay until warmup
warmupStableDecay warp`.split(/\s/);
