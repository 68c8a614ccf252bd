import { describe, expect, it } from 'vitest';
import pytorch from '../golden/pytorch.json' with { type: 'json' };
import {
  cosineAnnealing,
  curve,
  exponentialDecay,
  lasting,
  linear,
  type Part,
  polynomialDecay,
  reduceOnPlateau,
  sequence,
  simulate,
  stepDecay,
} from './index.ts';

/** Rates that the real PyTorch gave. Recursive forms there drift by some 1e-12, hence the tolerance. */
const close = (rate: number, lr: number) => 1e-9 * Math.abs(rate) + 1e-12 * lr;

type Params = Record<string, number>;
interface Case {
  readonly id: string;
  readonly schedule: string;
  readonly params: Params & Record<string, unknown>;
  readonly feed?: number | readonly unknown[];
  readonly at?: readonly number[];
  readonly expected: readonly unknown[];
}

const cases = (schedule: string) =>
  (pytorch.cases as unknown as Case[]).filter((one) => one.schedule === schedule);

/** How each is said here. PyTorch's rate rises again past T_max; ours holds, so the comparison ends there. */
const curves: Record<
  string,
  (
    params: Params,
  ) => { readonly schedule: Part & { at(step: number): number }; readonly until?: number } | undefined
> = {
  StepLR: ({ lr = 0, step_size = 1, gamma = 0.1 }) =>
    gamma > 0 && gamma <= 1
      ? { schedule: stepDecay({ initial: lr, factor: gamma, every: step_size }) }
      : undefined,
  ExponentialLR: ({ lr = 0, gamma = 1 }) =>
    gamma > 0 && gamma <= 1 ? { schedule: exponentialDecay({ initial: lr, factor: gamma }) } : undefined,
  PolynomialLR: ({ lr = 0, total_iters = 5, power = 1 }) =>
    total_iters > 0 && power > 0
      ? { schedule: polynomialDecay({ from: lr, over: total_iters, power }) }
      : undefined,
  LinearLR: ({ lr = 0, start_factor = 1 / 3, end_factor = 1, total_iters = 5 }) =>
    total_iters > 0
      ? { schedule: linear({ from: lr * start_factor, to: lr * end_factor, over: total_iters }) }
      : undefined,
  CosineAnnealingLR: ({ lr = 0, T_max = 1, eta_min = 0 }) =>
    T_max > 0
      ? { schedule: cosineAnnealing({ from: lr, to: eta_min, over: T_max }), until: T_max }
      : undefined,
};

describe.each(Object.entries(curves))('%s', (name, say) => {
  const said = cases(name).filter(({ params }) => !('lrs' in params) && say(params) !== undefined);

  it('is said by most of the cases', () => {
    expect(said.length).toBeGreaterThanOrEqual(6);
  });

  it.each(said)('$id', ({ params, feed, at, expected }) => {
    const { schedule, until = Infinity } = say(params) ?? {};
    const steps = at ?? Array.from({ length: (feed as number) + 1 }, (_, step) => step);
    let compared = 0;
    for (const [i, step] of steps.entries()) {
      if (step > until) continue;
      const rate = expected[i] as number;
      expect(Math.abs((schedule as { at(step: number): number }).at(step) - rate)).toBeLessThanOrEqual(
        close(rate, params.lr ?? 0),
      );
      compared++;
    }
    expect(compared).toBeGreaterThan(1);
  });
});

const reading = (value: unknown) => (typeof value === 'string' ? Number(value) : (value as number));

const plateau = ({
  lr,
  mode,
  factor,
  patience,
  threshold,
  threshold_mode,
  cooldown,
  min_lr,
}: Record<string, unknown>) =>
  reduceOnPlateau({
    initial: lr as number,
    ...(mode === undefined ? {} : { mode: mode as 'min' }),
    ...(factor === undefined ? {} : { factor: factor as number }),
    ...(patience === undefined ? {} : { patience: patience as number }),
    ...(threshold === undefined ? {} : { threshold: threshold as number }),
    ...(threshold_mode === undefined
      ? {}
      : { thresholdMode: threshold_mode === 'abs' ? 'absolute' : 'relative' }),
    ...(cooldown === undefined ? {} : { cooldown: cooldown as number }),
    ...(min_lr === undefined ? {} : { minRate: min_lr as number }),
  });

describe('ReduceLROnPlateau', () => {
  /** Where we do the better thing, and what it is. */
  const better: Record<string, string> = {
    'pytorch/ReduceLROnPlateau/pub9': 'small cuts are made: no hidden eps of 1e-8',
    'pytorch/ReduceLROnPlateau/pub10': 'there is no eps',
    'pytorch/ReduceLROnPlateau/pub13': '-Infinity is never the best',
    'pytorch/ReduceLROnPlateau/pub14': 'a worse negative loss is no gain',
    'pytorch/ReduceLROnPlateau/pub15': 'a worse negative score is no gain',
    'pytorch/ReduceLROnPlateau/pub16': 'an equal negative loss is no gain',
    'pytorch/ReduceLROnPlateau/pub18': 'minRate above initial is refused',
    'pytorch/ReduceLROnPlateau/pub19': 'groups are a record of schedules',
  };
  const all = cases('ReduceLROnPlateau');

  it.each(all.filter(({ id }) => !(id in better)))('$id, bit for bit', ({ params, feed, expected }) => {
    expect(simulate(plateau(params), (feed as unknown[]).map(reading))).toEqual(expected);
  });

  it.each(all.filter(({ id, params }) => id in better && !('lrs' in params)))(
    '$id differs on purpose',
    ({ params, feed, expected }) => {
      const ours = () => simulate(plateau(params), (feed as unknown[]).map(reading));
      if ((params.min_lr ?? 0) > (params.lr as number))
        expect(ours).toThrow('minRate must be at most initial');
      else expect(ours()).not.toEqual(expected);
    },
  );

  it('covers every case', () => {
    expect(all.map(({ id }) => id).filter((id) => id in better)).toEqual(Object.keys(better));
    expect(all.length).toBe(19);
  });
});

describe("LinearLR + ReduceLROnPlateau, which PyTorch needs a loop of one's own for", () => {
  it.each(cases('LinearLR+ReduceLROnPlateau'))('$id', ({ params, feed, expected }) => {
    const {
      lr,
      warmup_steps,
      linear: climb,
      plateau: rest,
    } = params as unknown as { lr: number; warmup_steps: number; linear: Params; plateau: Params };
    const schedule = sequence(
      linear({ from: lr * (climb.start_factor as number), to: lr, over: warmup_steps }),
      plateau({ lr, ...rest }),
    );
    const rates = simulate(schedule, (feed as unknown[]).map(reading));
    for (const [i, rate] of rates.entries()) {
      // PyTorch makes no cut smaller than its eps; ours does, and from there on they part.
      const cut = (rates[i - 1] ?? rate) - rate;
      if (cut > 0 && cut < 1e-8) break;
      expect(Math.abs(rate - (expected[i] as number))).toBeLessThanOrEqual(close(rate, lr));
    }
  });
});

describe('SequentialLR', () => {
  it.each(cases('SequentialLR').filter(({ id }) => id.endsWith('/pub1')))('$id', ({ params, expected }) => {
    const { lr, milestones, schedulers } = params as unknown as {
      lr: number;
      milestones: number[];
      schedulers: { params: Params }[];
    };
    const [climb, cosine] = schedulers.map((one) => one.params) as [Params, Params];
    const schedule = sequence(
      lasting(
        linear({ from: lr * (climb.start_factor as number), to: lr, over: climb.total_iters as number }),
        milestones[0] as number,
      ),
      cosineAnnealing({ from: lr, to: cosine.eta_min as number, over: cosine.T_max as number }),
    );
    for (let step = 0; step <= schedule.span; step++) {
      expect(Math.abs(schedule.at(step) - (expected[step] as number))).toBeLessThanOrEqual(
        close(schedule.at(step), lr),
      );
    }
  });
});

describe('LambdaLR', () => {
  it.each(cases('LambdaLR').filter(({ id }) => /pub[12]$/.test(id)))(
    "$id is a curve of one's own",
    ({ params, expected }) => {
      const lambda = new Function('t', `return ${String(params.lr_lambda)}`) as (t: number) => number;
      const { at } = curve((t) => (params.lr as number) * lambda(t));
      expect(expected.map((_, t) => at(t))).toEqual(
        (expected as number[]).map((rate) => expect.closeTo(rate, 15)),
      );
    },
  );
});
