/**
 * One end of a line between a page and its worker: a `Worker` on the page, in the worker its own scope, or a `MessagePort`.
 */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: each kind of port has event types of its own.
  addEventListener(type: string, listener: (event: any) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  removeEventListener(type: string, listener: (event: any) => void): void;
  /** What a `MessagePort` has, and a `Worker` does not need. */
  start?(): void;
}

export function isPort(value: unknown): value is Port {
  const { postMessage, addEventListener } = Object(value) as Partial<Port>;
  return typeof postMessage === 'function' && typeof addEventListener === 'function';
}

/** Listens until the returned function is called. */
export function listen<Event>(port: Port, type: string, listener: (event: Event) => void): () => void {
  port.addEventListener(type, listener);
  return () => port.removeEventListener(type, listener);
}
