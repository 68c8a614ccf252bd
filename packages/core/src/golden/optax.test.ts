import optax from '../../golden/optax.json' with { type: 'json' };
import {
  type Curve,
  clamp,
  combine,
  constant,
  cosineAnnealing,
  linear,
  oneCycle,
  piecewiseConstant,
  piecewiseLinear,
  polynomialDecay,
  reduceOnPlateau,
  sequence,
  staircase,
  warmup,
} from '../index.ts';
import { casesOf } from './cases.ts';
import { exponential } from './exponential.ts';
import { prove } from './prove.ts';
import { switching } from './switching.ts';
import type { Table } from './table.ts';

interface Params {
  readonly value: number;
  readonly init_value: number;
  readonly peak_value: number;
  readonly end_value?: number;
  readonly power: number;
  readonly transition_steps: number;
  readonly transition_begin?: number;
  readonly decay_steps: number;
  readonly alpha?: number;
  readonly exponent?: number;
  readonly decay_rate: number;
  readonly staircase?: boolean;
  readonly boundaries_and_scales: Readonly<Record<string, number>> | null;
  readonly interpolate_type: string;
  readonly pct_start?: number;
  readonly pct_final?: number;
  readonly div_factor?: number;
  readonly final_div_factor?: number;
  readonly warmup_steps: number;
  readonly schedules: readonly (readonly [string, Params])[];
  readonly boundaries: readonly number[];
  readonly cosine_kwargs: readonly Params[];
  readonly factor?: number;
  readonly patience?: number;
  readonly cooldown?: number;
  readonly min_scale?: number;
  readonly rtol?: number;
  readonly atol?: number;
}

/** Waits at the first rate. A wait of less than nothing is none there. */
const after = (wait: number, initial: number, schedule: Curve): Curve =>
  switching([constant(initial), schedule], [Math.max(wait, 0)]);

/** A warm-up of no steps is none. */
const warmedUp = (schedule: Curve, from: number, over: number): Curve =>
  over > 0 ? warmup(schedule, { over, from }) : schedule;

/** The rates at the boundaries, each a multiple of the one before; a boundary at 0 changes the first. */
function pointsOf({ init_value, boundaries_and_scales }: Params): (readonly [number, number])[] {
  let rate = init_value;
  const points = new Map([[0, rate]]);
  for (const [boundary, factor] of Object.entries(boundaries_and_scales ?? {})) {
    rate *= factor;
    points.set(Number(boundary), rate);
  }
  return [...points];
}

function cosineDecay(params: Pick<Params, 'init_value' | 'decay_steps' | 'alpha' | 'exponent'>): Curve {
  const { init_value: from, decay_steps: over, alpha = 0, exponent = 1 } = params;
  if (exponent === 1) return cosineAnnealing({ from, to: from * alpha, over });
  const cosine = cosineAnnealing({ from: 1, over });
  return combine([cosine], (height) => from * ((1 - alpha) * height ** exponent + alpha));
}

function exponentialDecay(params: Params): Curve {
  const { init_value: initial, transition_steps: every, decay_rate, end_value } = params;
  if (every <= 0 || decay_rate === 0) return constant(initial);
  const smooth = exponential(initial, decay_rate, every);
  const decay = params.staircase ? staircase(smooth, { every }) : smooth;
  const whole = after(params.transition_begin ?? 0, initial, decay);
  if (end_value === undefined) return whole;
  return clamp(whole, decay_rate < 1 ? { min: end_value } : { max: end_value });
}

function warmupCosineDecay(params: Params): Curve {
  const { init_value, peak_value, warmup_steps, decay_steps, end_value = 0, exponent = 1 } = params;
  const decay = cosineDecay({
    init_value: peak_value,
    decay_steps: decay_steps - warmup_steps,
    alpha: peak_value === 0 ? 0 : end_value / peak_value,
    exponent,
  });
  return warmedUp(decay, init_value, warmup_steps);
}

const linearSchedule = (from: number, to: number, over: number): Curve =>
  over > 0 ? linear({ from, to, over }) : constant(from);

const table: Table<Params> = {
  constant_schedule: ({ value }) => constant(value),
  polynomial_schedule: ({ init_value: from, end_value: to = 0, power, transition_steps: over, ...rest }) =>
    over <= 0 || power === 0
      ? constant(from)
      : after(rest.transition_begin ?? 0, from, polynomialDecay({ from, to, over, power })),
  linear_schedule: ({ init_value, end_value = 0, transition_steps, transition_begin = 0 }) =>
    after(transition_begin, init_value, linearSchedule(init_value, end_value, transition_steps)),
  cosine_decay_schedule: cosineDecay,
  exponential_decay: exponentialDecay,
  piecewise_constant_schedule: (params) => piecewiseConstant({ points: pointsOf(params) }),
  piecewise_interpolate_schedule: (params) => {
    const points = pointsOf(params);
    if (params.interpolate_type === 'linear') return piecewiseLinear({ points });
    const moves = points.flatMap(([step, to], i) => {
      const [begin, from] = points[i - 1] ?? [step, to];
      return i === 0 ? [] : [cosineAnnealing({ from, to, over: step - begin })];
    });
    return sequence(...moves);
  },
  // Boundaries that fall together once they are cut to whole steps are one there, as they are in this map.
  linear_onecycle_schedule: (params) => {
    const { transition_steps: over, peak_value, pct_start = 0.3, pct_final = 0.85 } = params;
    const { div_factor = 25, final_div_factor = 1e4 } = params;
    const boundaries_and_scales = {
      [Math.trunc(pct_start * over)]: div_factor,
      [Math.trunc(pct_final * over)]: 1 / div_factor,
      [over]: 1 / final_div_factor,
    };
    const init_value = peak_value / div_factor;
    return piecewiseLinear({ points: pointsOf({ ...params, init_value, boundaries_and_scales }) });
  },
  cosine_onecycle_schedule: (params) => {
    const { transition_steps: over, peak_value: peak, pct_start = 0.3 } = params;
    const { div_factor = 25, final_div_factor = 1e4 } = params;
    const [start, top] = [peak / div_factor, Math.trunc(pct_start * over)];
    const end = start / final_div_factor;
    return top === 0
      ? cosineAnnealing({ from: peak, to: end, over })
      : oneCycle({ peak, start, end, over, rise: top / over });
  },
  // Of no steps it never leaves its first rate there.
  warmup_constant_schedule: ({ init_value, peak_value, warmup_steps }) =>
    warmup_steps === 0 ? constant(init_value) : warmedUp(constant(peak_value), init_value, warmup_steps),
  warmup_cosine_decay_schedule: warmupCosineDecay,
  warmup_exponential_decay_schedule: (params) =>
    warmedUp(
      exponentialDecay({ ...params, init_value: params.peak_value }),
      params.init_value,
      params.warmup_steps,
    ),
  join_schedules: ({ schedules, boundaries }) =>
    switching(
      schedules.map(([name, params]) => {
        const say = table[name];
        if (typeof say !== 'function') throw new Error(`${name} is no child`);
        return say(params, undefined as never) as Curve;
      }),
      boundaries,
    ),
  sgdr_schedule: ({ cosine_kwargs }) => {
    let end = 0;
    const ends = cosine_kwargs.map(({ decay_steps }) => (end += decay_steps));
    return switching(cosine_kwargs.map(warmupCosineDecay), ends.slice(0, -1));
  },
  // Its patience is the number of bad readings that cut, ours of those that are let pass.
  reduce_on_plateau: ({ factor = 0.1, patience = 10, rtol = 1e-4, atol = 0, cooldown = 0, min_scale = 0 }) =>
    reduceOnPlateau({
      initial: 1,
      factor,
      patience: patience - 1,
      threshold: rtol === 0 ? atol : rtol,
      thresholdMode: rtol === 0 ? 'absolute' : 'relative',
      cooldown,
      minRate: min_scale,
    }),
};

prove({
  name: 'optax',
  cases: casesOf<Params>(optax),
  table,
  differ: {
    'optax/join_schedules/pub4': 'boundaries out of order: there the last of the list that is past wins',
    'optax/reduce_on_plateau/pub4': 'the mean of three values is one reading there, and ours reads each',
    'optax/reduce_on_plateau/pub7': 'there both margins add up; ours is relative or absolute',
    'optax/reduce_on_plateau/pub9': 'the mean of two values is one reading there, and ours reads each',
    'optax/reduce_on_plateau/pub10': 'a patience of 0 cuts at every gain there',
    'optax/reduce_on_plateau/pub11': 'a worse negative loss is no gain',
  },
  count: { said: 72, saidUpTo: 0, explained: 6, rates: 4066 },
  refused: {
    both: {
      63: 'cosineAnnealing: over',
      64: 'cosineAnnealing: over',
      65: 'cosineAnnealing: over',
      66: 'cosineAnnealing: over',
      68: 'cosineAnnealing: over',
      69: 'cosineAnnealing: over',
      76: 'reduceOnPlateau: factor',
      77: 'reduceOnPlateau: factor',
      78: 'reduceOnPlateau: factor',
      79: 'reduceOnPlateau: threshold',
    },
    oursAlone: {},
  },
});
