import {
  CustomCallback,
  type LayersModel,
  type ModelFitArgs,
  type ModelFitDatasetArgs,
  type Tensor,
} from '@tensorflow/tfjs';
import { count, shown } from '../check.ts';
import type { Fit } from './fit.ts';
import { type FitDataset, PacedDataset } from './paced-dataset.ts';

/** What `model.fit` takes. */
export type Data = Tensor | Tensor[] | { readonly [input: string]: Tensor };

/** What is the trainer's to do, by `fit` or by `fitDataset`. */
export interface FitTask {
  /** How many batches of an epoch are waited for as the batch before ends. */
  readonly waitedFor: number;
  /** The epoch that a step belongs to. */
  epochOf(start: number): number;
  run(fit: Fit, start: number, initialEpoch: number): Promise<unknown>;
}

/** By `fit`. */
export function ofTensors(model: LayersModel, x: Data, y: Data, args: ModelFitArgs = {}): FitTask {
  const batches = batchesOf(x, args);
  return {
    waitedFor: batches,
    epochOf: (start) => args.initialEpoch ?? Math.floor(start / batches),
    run: (fit, _, initialEpoch) =>
      model.fit(x as Tensor, y as Tensor, { ...quiet, ...args, initialEpoch, callbacks: beside(fit, args) }),
  };
}

/** By `fitDataset`. */
export function ofDataset(
  model: LayersModel,
  dataset: FitDataset,
  args: ModelFitDatasetArgs<unknown> = {} as ModelFitDatasetArgs<unknown>,
): FitTask {
  const { batchesPerEpoch, ...others } = args;
  if (batchesPerEpoch !== undefined) count('fitTrainer', 'batchesPerEpoch', batchesPerEpoch, 1);
  const batches =
    batchesPerEpoch ?? (Number.isFinite(dataset.size) && dataset.size > 0 ? dataset.size : undefined);
  return {
    waitedFor: 0,
    epochOf(start) {
      if (args.initialEpoch !== undefined) return args.initialEpoch;
      if (start === 0) return 0;
      if (batches !== undefined) return Math.floor(start / batches);
      throw new RangeError(
        `fitTrainer: batchesPerEpoch must be given for a run that starts at step ${start}, since the dataset does not ` +
          'say how many batches an epoch has; with it, the dataset must hold the batches of all epochs: end it in repeat()',
      );
    },
    async run(fit, start, initialEpoch) {
      const paced = new PacedDataset(dataset, fit, {
        start,
        batches,
        isStream: batchesPerEpoch !== undefined,
        isAtEpoch: args.initialEpoch !== undefined,
      });
      try {
        await model.fitDataset(paced, { ...quiet, ...others, initialEpoch, callbacks: beside(fit, args) });
      } finally {
        paced.drop();
      }
    },
  };
}

/** Yielding is ours: the framework's own waits for animation frames, which a hidden tab does not have. */
const quiet = { yieldEvery: 'never' } as const;

/** Whether it is for `fitDataset`. */
export const isDataset = (data: unknown): data is FitDataset =>
  typeof (data as Partial<FitDataset> | null | undefined)?.iterator === 'function';

/** How many batches an epoch has. */
function batchesOf(x: Data, { batchSize = 32, validationSplit = 0, validationData }: ModelFitArgs): number {
  const first = (Array.isArray(x) ? x[0] : 'shape' in Object(x) ? x : Object.values(x)[0]) as
    | Tensor
    | undefined;
  const samples = first?.shape?.[0];
  if (samples === undefined) {
    throw new TypeError(
      `fitTrainer: x must be a tensor, an array or a record of tensors, or a tf.data.Dataset, got ${shown(x)}`,
    );
  }
  // Where there is data to validate on, the framework splits nothing off.
  const trained = validationData === undefined ? Math.floor(samples * (1 - validationSplit)) : samples;
  return Math.max(1, Math.ceil(trained / batchSize));
}

/** The user's between ours; plain objects become what `fit` would have made of them, since it takes no mixture. */
function beside(
  fit: Fit,
  { callbacks = [], yieldEvery = 'never' }: Pick<ModelFitArgs, 'callbacks' | 'yieldEvery'>,
): CustomCallback[] {
  const own = [callbacks].flat() as unknown[];
  const isPlain = (callback: unknown) =>
    !(typeof (callback as { setModel?: unknown }).setModel === 'function');
  const wrapped = own.map((one) =>
    isPlain(one)
      ? new CustomCallback(one as ConstructorParameters<typeof CustomCallback>[0], yieldEvery)
      : one,
  );
  return [fit.first(), ...(wrapped as CustomCallback[]), fit.last()];
}
