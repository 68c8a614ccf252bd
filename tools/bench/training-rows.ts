/** A row of training: the step, its rate, its loss and two metrics. */
export interface TrainingRow {
  readonly step: number;
  readonly rate: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly val_loss: number;
  readonly [column: string]: number;
}

/** Rows as a run of some length gives them, from a step on that a long run is at. */
export function trainingRows(count: number): readonly TrainingRow[] {
  return Array.from({ length: count }, (_, index) => {
    const step = 100_000 + index;
    const loss = 1 / Math.log(step) + Math.sin(step) / 50;
    return {
      step,
      rate: 0.05 * (1 + Math.cos(step / 60_000)),
      loss,
      accuracy: Math.exp(-loss),
      val_loss: 1.1 * loss,
    };
  });
}
