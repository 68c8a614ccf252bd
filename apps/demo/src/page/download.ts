import type { RaceRecord } from './record.ts';

/** One finished step of one racer, flat. */
export interface RaceRow {
  readonly step: number;
  readonly lane: number;
  readonly racer: string;
  readonly rate: number;
  readonly loss: number;
  readonly heldOutLoss?: number;
  readonly heldOutAccuracy?: number;
  readonly causes?: readonly unknown[];
  readonly acts?: readonly unknown[];
}

/** The rows of a race, step by step, a racer that has diverged up to there. */
export function* rowsOf(record: RaceRecord): Generator<RaceRow> {
  const racers = record.setup.racers.map(({ lane, name }) => {
    const known = record.of(lane);
    const asked = new Map(known.heldOut.map((one) => [one.step, one]));
    return { lane, name, known, asked };
  });
  for (let step = 0; step < record.finished; step++) {
    for (const { lane, name, known, asked } of racers) {
      if (known.diverged !== undefined && step > known.diverged.step) continue;
      const heldOut = asked.get(step);
      const causes = known.causes.filter((one) => one.step === step).map(({ cause }) => cause);
      const acts = record.acts.filter((act) => act.lane === lane && act.at === step);
      yield {
        step,
        lane,
        racer: name,
        rate: known.rates[step] as number,
        loss: known.losses[step] as number,
        ...(heldOut && { heldOutLoss: heldOut.loss, heldOutAccuracy: heldOut.accuracy }),
        ...(causes.length > 0 && { causes }),
        ...(acts.length > 0 && { acts }),
      };
    }
  }
}

/** Gives a text to the visitor as a file. */
export function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
