/** Whether it is something to wait for. What is there already is not: awaiting it costs a turn of the microtask queue. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
