/** A value, and the step that it stands at. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

interface Arrived extends Point {
  /** The place in the series. */
  readonly place: number;
}

/** What is kept of the points of one bucket. */
interface Bucket {
  least?: Arrived;
  greatest?: Arrived;
  nan?: Arrived;
  infinity?: Arrived;
  minusInfinity?: Arrived;
  /** Of the finite points: how many there were, and their mean, in both directions. */
  count: number;
  step: number;
  value: number;
}

/**
 * A series of any length in bounded memory: all of its points while they are few, then the least and the greatest of each
 * bucket, buckets growing with the series.
 *
 * Kept in any case are the first point, the last one, every spike (it is the greatest or the least of its bucket), and of
 * each bucket the first `NaN`, `Infinity` and `-Infinity`.
 */
export class DownSampled {
  readonly #limit: number;
  #buckets: Bucket[] = [];
  /** How many points a bucket is of, and how many of them the last one has. */
  #size = 1;
  #filled = 0;
  #kept = 0;
  #first: Arrived | undefined;
  #last: Arrived | undefined;

  /** @param limit how many points are kept: a whole number from 10 up. The first and the last may come on top. */
  constructor(limit = 4000) {
    this.#limit = limit;
  }

  /** How many points there were. */
  get count(): number {
    return this.#last === undefined ? 0 : this.#last.place + 1;
  }

  add(step: number, value: number): void {
    const point = { step, value, place: this.count };
    this.#first ??= point;
    this.#last = point;
    if (this.#buckets.length === 0 || this.#filled === this.#size) {
      this.#buckets.push({ count: 0, step: 0, value: 0 });
      this.#filled = 0;
    }
    this.#filled++;
    const bucket = this.#buckets.at(-1) as Bucket;
    this.#kept -= arrivals(bucket).length;
    put(bucket, point);
    if (Number.isFinite(value)) average(bucket, { count: 1, step, value });
    this.#kept += arrivals(bucket).length;
    while (this.#kept > this.#limit) this.#halve();
  }

  /** What is kept, in the order of arrival. */
  points(): Point[] {
    const kept = new Set(this.#buckets.flatMap(arrivals));
    for (const end of [this.#first, this.#last]) if (end !== undefined) kept.add(end);
    return [...kept].sort((a, b) => a.place - b.place).map(({ step, value }) => ({ step, value }));
  }

  /**
   * The mean of each bucket, at the mean of its steps: what extremes cannot tell, since they lie as far out as noise goes.
   * Nothing while all points are kept.
   */
  means(): Point[] | undefined {
    if (this.#size === 1) return undefined;
    return this.#buckets.filter(({ count }) => count > 0).map(({ step, value }) => ({ step, value }));
  }

  #halve(): void {
    const before = this.#buckets;
    if (before.length % 2 === 0) this.#filled += this.#size;
    this.#size *= 2;
    this.#buckets = before.filter((_, i) => i % 2 === 0);
    for (const [i, bucket] of this.#buckets.entries()) {
      const next = before[2 * i + 1];
      if (next === undefined) continue;
      for (const point of arrivals(next)) put(bucket, point);
      average(bucket, next);
    }
    this.#kept = this.#buckets.reduce((sum, bucket) => sum + arrivals(bucket).length, 0);
  }
}

/** Of equals the one that came first stays. */
function put(bucket: Bucket, point: Arrived): void {
  const { value } = point;
  if (Number.isNaN(value)) bucket.nan ??= point;
  else if (value === Infinity) bucket.infinity ??= point;
  else if (value === -Infinity) bucket.minusInfinity ??= point;
  else {
    if (bucket.least === undefined || value < bucket.least.value) bucket.least = point;
    if (bucket.greatest === undefined || value > bucket.greatest.value) bucket.greatest = point;
  }
}

/** The mean of both, without a sum, which might be beyond all numbers. */
function average(
  bucket: Bucket,
  { count, step, value }: Readonly<Pick<Bucket, 'count' | 'step' | 'value'>>,
): void {
  if (count === 0) return;
  bucket.count += count;
  const share = count / bucket.count;
  bucket.step = bucket.step * (1 - share) + step * share;
  bucket.value = bucket.value * (1 - share) + value * share;
}

function arrivals({ least, greatest, nan, infinity, minusInfinity }: Bucket): Arrived[] {
  const kept: Arrived[] = [];
  if (least !== undefined) kept.push(least);
  if (greatest !== undefined && greatest !== least) kept.push(greatest);
  if (nan !== undefined) kept.push(nan);
  if (infinity !== undefined) kept.push(infinity);
  if (minusInfinity !== undefined) kept.push(minusInfinity);
  return kept;
}
