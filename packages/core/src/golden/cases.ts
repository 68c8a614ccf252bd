/** What the real scheduler of another system gave: its parameters, when it was asked, and its rates. */
export interface Case<P = object> {
  readonly id: string;
  /** Its name there. */
  readonly schedule: string;
  readonly params: P;
  /** So many steps without anything to read, or what each was given: a metric, or the number of a step to go to. */
  readonly feed?: number | readonly unknown[];
  /** The steps at which it was asked, where it was asked for its closed form. */
  readonly at?: readonly number[];
  /** Its rates; of several parameter groups a row each. */
  readonly expected: readonly (number | readonly number[])[];
  readonly expected_momentum?: readonly number[];
  /** Steps decided there by the last bit of a logarithm. */
  readonly sensitive_at?: readonly number[];
  /** Steps so far off that the argument of a cosine, which nothing clamps there, has lost its last digits. */
  readonly loose_at?: readonly number[];
}

/** The cases of a file; where a momentum came with the rate, it is a case of its own. */
export function casesOf<P>(file: { readonly cases: unknown }): readonly Case<P>[] {
  return (file.cases as readonly Case<P>[]).flatMap((one) => {
    if (one.expected_momentum === undefined) return [one];
    const { id, schedule, expected_momentum: expected } = one;
    return [one, { ...one, id: `${id}/momentum`, schedule: `${schedule} momentum`, expected }];
  });
}

/** The steps that its rates are of. */
export function stepsOf({ at, feed, expected }: Case): readonly number[] {
  if (at !== undefined) return at;
  if (!Array.isArray(feed)) return expected.map((_, step) => step);
  // A number goes to that step, and the next one goes on from there.
  let last = 0;
  return [0, ...feed.map((to: number | null) => (last = to ?? last + 1))];
}

/** What training would have reported, for what reads metrics. */
export function reportsOf({ feed, expected }: Case): readonly { readonly loss?: unknown }[] {
  if (!Array.isArray(feed)) return expected.slice(1).map(() => ({}));
  // JSON has no NaN, so it stands there as a text.
  return feed.map((value: unknown) => ({ loss: typeof value === 'string' ? Number(value) : value }));
}

/** The highest rate among its parameters, those of what it is made of included: it sets the scale. */
export function highestOf(params: unknown, name = ''): number {
  if (typeof params === 'number') return isRate.test(name) ? Math.abs(params) : 0;
  if (typeof params !== 'object' || params === null) return 0;
  const inside = Object.entries(params).map(([key, value]) =>
    highestOf(value, Array.isArray(params) ? name : key),
  );
  return Math.max(0, ...inside);
}

const isRate =
  /^(lrs?|(base|max|swa)_lr|momentum|((init|peak|end)_)?value|values|initial_learning_rate|warmup_target)$/;
