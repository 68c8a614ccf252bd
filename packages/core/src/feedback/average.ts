/** The moving sum of the readings, and of their weights: the average is their quotient, right from the first reading on. */
export interface Average {
  readonly sum: number;
  readonly weight: number;
}

/** Before there was a reading. */
export const noAverage: Average = { sum: 0, weight: 0 };

/**
 * The bias-corrected exponential moving average, with one more reading.
 *
 *     sum ← β · sum + (1 − β) · reading,   weight ← β · weight + (1 − β),   average = sum / weight
 *
 * @see Kingma & Ba, "Adam", 2015, section 3 — https://arxiv.org/abs/1412.6980
 */
export function averaged({ sum, weight }: Average, reading: number, smoothing: number): Average {
  return {
    sum: smoothing * sum + (1 - smoothing) * reading,
    weight: smoothing * weight + (1 - smoothing),
  };
}
