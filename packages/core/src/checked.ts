/** Whether a report of type `R`, or one member of that union, can carry a reading of the metric `K`. */
type Carries<R, K extends string> = R extends unknown
  ? R extends number
    ? true
    : K extends keyof R
      ? IsReading<R[K]>
      : false
  : never;

type IsReading<V> = unknown extends V
  ? true
  : [NonNullable<V>] extends [never]
    ? false
    : [NonNullable<V>] extends [number]
      ? true
      : false;

/** The metrics of `M` that no report of type `R` carries. */
type Missing<R, M extends string> = M extends unknown ? (true extends Carries<R, M> ? never : M) : never;

/**
 * What a stream of reports must be, beside an `Observable<R>`, for a schedule that reads the metrics `M`: nothing more,
 * or, when a metric cannot come, an object type whose only key says so.
 *
 * A bare number is a reading under every name. In a union one member with the metric is enough, since reports may come
 * in several kinds. `any`, `unknown` and names that are only known as `string` are left to the check at run time.
 */
export type Checked<R, M extends string> = [M] extends [never]
  ? unknown
  : string extends M
    ? unknown
    : unknown extends R
      ? unknown
      : [R] extends [never]
        ? unknown
        : [Missing<R, M>] extends [never]
          ? unknown
          : { readonly [K in `no report carries the metric '${Missing<R, M>}'`]: never };
