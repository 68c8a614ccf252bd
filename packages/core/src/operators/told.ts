import type { Observable } from 'rxjs';
import type { Run } from '../run.ts';

/** The key under which what `live` returns carries its run; shared by every copy of this package in a program. */
export const liveBrand: unique symbol = /* @__PURE__ */ Symbol.for('anneal.live') as never;

/** A view of a run: one value at the start, and one for each report. */
export type Told = <Out>(reports: Observable<unknown>, view: (run: Run<unknown>) => Out) => Observable<Out>;

/** What is inside, if `value` is what `live` returned. */
export function toldBy(value: unknown): Told | undefined {
  return typeof value === 'function' ? (value as { readonly [liveBrand]?: Told })[liveBrand] : undefined;
}
