import { type DataKind, limits, type Racer, type Setup } from '../race/setup.ts';
import { blockOf } from './catalogue.ts';
import { blocksOf } from './place.ts';
import { type Plan, refusal } from './plan.ts';

const kinds: readonly DataKind[] = ['moons', 'circles', 'spirals', 'xor', 'penguins', 'csv'];
/** More than anybody composes by hand. */
const mostBlocks = 60;
const mostValues = 1000;
const longestName = 60;

/**
 * A set-up out of something from outside, checked to the last number, and made anew of nothing but what it should hold.
 *
 * @throws RangeError in plain words, which name the place.
 */
export function setupOf(value: unknown): Setup {
  const { v, data, model, seed, steps, racers } = record('the set-up', value, [
    'v',
    'data',
    'model',
    'seed',
    'steps',
    'racers',
  ]);
  if (v !== 1) refuse('v', 'must be 1, the version that this page reads', v);
  const length = whole('steps', steps, limits.steps);
  return {
    v: 1,
    data: dataOf(data),
    model: modelOf(model),
    seed: whole('seed', seed, limits.seed),
    steps: length,
    racers: racersOf(racers, length),
  };
}

function dataOf(value: unknown): Setup['data'] {
  const { kind, points, noise } = record('data', value, ['kind', 'points', 'noise']);
  return {
    kind: oneOf('data.kind', kind, kinds),
    points: whole('data.points', points, limits.points),
    noise: within('data.noise', noise, limits.noise),
  };
}

function modelOf(value: unknown): Setup['model'] {
  const { hidden, activation, batch, optimizer } = record('model', value, [
    'hidden',
    'activation',
    'batch',
    'optimizer',
  ]);
  const [least, most] = limits.layers;
  return {
    hidden: list('model.hidden', hidden, least, most).map((width, i) =>
      whole(`model.hidden[${i}]`, width, limits.width),
    ),
    activation: oneOf('model.activation', activation, ['tanh', 'relu'] as const),
    batch: whole('model.batch', batch, limits.batch),
    optimizer: oneOf('model.optimizer', optimizer, ['sgd', 'adam'] as const),
  };
}

function racersOf(value: unknown, steps: number): Racer[] {
  const racers = list('racers', value, ...limits.racers).map((racer, i) =>
    racerOf(`racers[${i}]`, racer, steps),
  );
  const lanes = racers.map(({ lane }) => lane);
  if (new Set(lanes).size < lanes.length)
    refuse('racers', 'must each have a lane of their own', lanes.join(', '));
  return racers;
}

function racerOf(place: string, value: unknown, steps: number): Racer {
  const { lane, name, schedule } = record(place, value, ['lane', 'name', 'schedule']);
  const told = `${place}.name`;
  if (typeof name !== 'string' || name.trim() === '' || name.length > longestName)
    return refuse(told, `must be a text of 1 to ${longestName} letters`, name);
  // Nothing that could be taken for markup, or be seen otherwise than it is written.
  if (/[<>\p{Cc}\p{Cf}\p{Cs}]/u.test(name)) refuse(told, 'must be letters, digits and plain signs', name);
  return {
    lane: whole(`${place}.lane`, lane, [0, limits.racers[1] - 1]),
    name,
    schedule: scheduleOf(`${place}.schedule`, schedule, steps),
  };
}

/** A schedule that can be run for so many steps: the rate of each is there, and can be trained on. */
function scheduleOf(place: string, value: unknown, steps: number): unknown {
  // Before anything reads it whole: JSON is deep long before it is long.
  if (!isSmall(value)) refuse(place, `must hold at most ${mostBlocks} blocks`, 'more');
  const reason = refusal(value, steps);
  if (reason !== undefined) throw new RangeError(`${place}: ${reason}`);
  for (const { plan } of blocksOf(value as Plan)) blockOf(plan.type);
  return { anneal: 1, ...(value as Plan) };
}

/** Counted without recursion, since it may be as deep as it likes. */
function isSmall(value: unknown): boolean {
  const waiting = [value];
  let [blocks, values] = [0, 0];
  for (let here = waiting.pop(); waiting.length > 0 || here !== undefined; here = waiting.pop()) {
    if (++values > mostValues) return false;
    if (typeof here !== 'object' || here === null) continue;
    if ('type' in here && ++blocks > mostBlocks) return false;
    waiting.push(...Object.values(here).slice(0, mostValues));
  }
  return true;
}

function record<K extends string>(place: string, value: unknown, keys: readonly K[]): Record<K, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(place, 'must be an object', value);
  const odd = Object.keys(value).find((key) => !(keys as readonly string[]).includes(key));
  if (odd !== undefined) refuse(place, 'must hold nothing else', odd);
  const missing = keys.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) refuse(place, `must say its ${missing}`, undefined);
  return value as Record<K, unknown>;
}

function list(place: string, value: unknown, least: number, most: number): unknown[] {
  if (Array.isArray(value) && value.length >= least && value.length <= most) return value;
  return refuse(place, `must be a list of ${least} to ${most}`, value);
}

function within(place: string, value: unknown, [least, most]: readonly [number, number]): number {
  if (typeof value === 'number' && value >= least && value <= most) return value + 0;
  return refuse(place, `must be a number from ${least} to ${most}`, value);
}

function whole(place: string, value: unknown, [least, most]: readonly [number, number]): number {
  if (Number.isInteger(value)) return within(place, value, [least, most]);
  return refuse(place, `must be a whole number from ${least} to ${most}`, value);
}

function oneOf<T extends string>(place: string, value: unknown, known: readonly T[]): T {
  if (known.includes(value as T)) return value as T;
  return refuse(place, `must be one of ${known.join(', ')}`, value);
}

function refuse(place: string, rule: string, value: unknown): never {
  const shown =
    typeof value === 'string'
      ? `“${value.slice(0, 30)}”`
      : (JSON.stringify(value)?.slice(0, 30) ?? 'nothing');
  throw new RangeError(`${place} ${rule}, got ${shown}`);
}
