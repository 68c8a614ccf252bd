export { type JaxMetrics, type JaxRate, type JaxResult, jaxTrainer } from './jax-trainer.ts';
export type { RateArrays } from './rates.ts';
