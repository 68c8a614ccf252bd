import { dispose, type Optimizer, type Tensor, tidy, type Variable, variable } from '@tensorflow/tfjs';
import { shown } from '../check.ts';
import { fits, hold, type NamedTensor, type SavedTensor, tensorOf } from './saved-tensor.ts';
import { learningRateOf, setLearningRate } from './set-learning-rate.ts';

/** What an optimizer remembers. */
export interface SavedOptimizer {
  /** Its class, as TensorFlow.js names it: `'SGD'`, `'Momentum'`, `'Adam'`, … */
  readonly kind: string;
  /** How many updates it has made. */
  readonly iterations: number;
  /** The learning rate that it had. */
  readonly rate: number;
  /** Moments and their like, one for each weight in the order in which they are trained. */
  readonly slots: { readonly [field: string]: readonly SavedTensor[] };
  /** What there is one of, such as the power of β that Adam corrects its bias by. */
  readonly scalars: { readonly [field: string]: SavedTensor };
}

/** What TensorFlow.js keeps for one weight. */
interface Slot {
  readonly originalName: string;
  readonly variable: Variable;
}

// `getWeights` of TensorFlow.js will not do: it answers later, when training may have gone on; Adamax has none; and Adam's
// `setWeights` computes the powers of β anew, which differ in the last bits from those that were multiplied up. All seven
// optimizers keep what they remember in fields of two kinds: a list of slots, or one variable.

const fieldsOf = (optimizer: Optimizer) => Object.entries(optimizer as unknown as Record<string, unknown>);

const isVariable = (value: unknown): value is Variable =>
  typeof (value as { assign?: unknown } | null | undefined)?.assign === 'function';

const isSlots = (value: unknown): value is Slot[] =>
  Array.isArray(value) && value.every((slot) => isVariable((slot as Partial<Slot> | null)?.variable));

function slotsOf(optimizer: Optimizer): [string, Slot[]][] {
  return fieldsOf(optimizer).filter((field): field is [string, Slot[]] => isSlots(field[1]));
}

function scalarsOf(optimizer: Optimizer): [string, Variable][] {
  return fieldsOf(optimizer).filter((field): field is [string, Variable] => isVariable(field[1]));
}

/** Holds on to what the optimizer remembers now, at once; what takes time is to read it. */
export function holdOptimizer(optimizer: Optimizer): () => Promise<SavedOptimizer> {
  const rate = learningRateOf(optimizer);
  const kind = optimizer.getClassName();
  const { iterations } = optimizer;
  const named = (slots: readonly Slot[]): NamedTensor[] =>
    slots.map(({ originalName, variable }) => ({ name: originalName, tensor: variable }));
  const slots = slotsOf(optimizer).map(([field, list]) => [field, list.length] as const);
  const scalars = scalarsOf(optimizer).map(([field]) => field);
  const read = hold([
    ...slotsOf(optimizer).flatMap(([, list]) => named(list)),
    ...scalarsOf(optimizer).map(([name, tensor]) => ({ name, tensor })),
  ]);
  return async () => {
    const tensors = await read();
    const next = (count: number) => tensors.splice(0, count);
    return {
      kind,
      iterations,
      rate,
      slots: Object.fromEntries(slots.map(([field, count]) => [field, next(count)])),
      scalars: Object.fromEntries(scalars.map((field) => [field, next(1)[0] as SavedTensor])),
    };
  };
}

/** Refuses what this optimizer of these weights cannot take; changes nothing. */
export function checkOptimizer(
  by: string,
  optimizer: Optimizer,
  weights: readonly NamedTensor[],
  saved: SavedOptimizer | undefined,
): void {
  const kind = optimizer.getClassName();
  if (saved?.kind !== kind) {
    const had = saved === undefined ? 'no optimizer' : `what ${saved.kind} remembers`;
    throw new RangeError(
      `${by}: the snapshot holds ${had}, and the optimizer is ${kind}; restore into the optimizer that was saved`,
    );
  }
  const { iterations, rate, slots, scalars } = saved;
  if (!(Number.isSafeInteger(iterations) && iterations >= 0 && Number.isFinite(rate) && rate >= 0))
    throw new RangeError(
      `${by}: the snapshot's optimizer must have iterations and a rate from 0 up, got ${shown(iterations)} and ${shown(rate)}`,
    );
  for (const [field, list] of slotsOf(optimizer)) {
    const were = slots?.[field];
    if (!Array.isArray(were) || (were.length > 0 && were.length !== weights.length)) {
      throw new RangeError(
        `${by}: the snapshot's ${kind} remembers ${were?.length ?? 'no'} ${field}, and ${weights.length} weights are trained ` +
          `(${list.length} in use); freeze the layers that were frozen when it was taken`,
      );
    }
    were.forEach((one: unknown, i) => {
      const { name, tensor } = weights[i] as NamedTensor;
      fits(by, one, { name, shape: tensor.shape, dtype: tensor.dtype });
    });
  }
  for (const [name, { shape, dtype }] of scalarsOf(optimizer))
    fits(by, scalars?.[name], { name, shape, dtype });
}

/** Puts back what was checked. The rate comes last: whatever else is put back, it is the one that holds. */
export function restoreOptimizer(optimizer: Optimizer, saved: SavedOptimizer): void {
  const fields = optimizer as unknown as Record<string, unknown>;
  for (const [field, old] of slotsOf(optimizer)) {
    dispose(old.map((slot) => slot.variable) as Tensor[]);
    fields[field] = saved.slots[field]?.map((one) => ({
      originalName: one.name,
      variable: tidy(() => variable(tensorOf(one), false)),
    }));
  }
  for (const [field, one] of scalarsOf(optimizer))
    tidy(() => one.assign(tensorOf(saved.scalars[field] as SavedTensor)));
  fields.iterations_ = saved.iterations;
  setLearningRate(optimizer, saved.rate);
}
