import { shown } from '../check.ts';

/** What Node's `EventEmitter` has, and whatever is modelled on it. */
export interface NodeEmitter {
  // biome-ignore lint/suspicious/noExplicitAny: what an event carries is the emitter's own.
  on(event: string | symbol, listener: (...args: any[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  off(event: string | symbol, listener: (...args: any[]) => void): unknown;
}

/** What the web's `EventTarget` has. */
export interface WebEmitter {
  // biome-ignore lint/suspicious/noExplicitAny: which event it is depends on its name.
  addEventListener(event: string, listener: (event: any) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  removeEventListener(event: string, listener: (event: any) => void): void;
}

export type Emitter = NodeEmitter | WebEmitter;

/** What listens: an event, and what is to be done with what it carries. */
export type Listeners = readonly (readonly [
  event: string | symbol | undefined,
  hear: (...carried: unknown[]) => void,
])[];

/** Listens to an emitter of either kind, and gives back what stops it. */
export function listen(emitter: Emitter, listeners: Listeners): () => void {
  const isNode = isNodeEmitter(emitter);
  const wanted = listeners.flatMap(([event, hear]) =>
    event === undefined ? [] : [[event, isNode ? hear : (said: unknown) => hear(detailOf(said))] as const],
  );
  for (const [event, hear] of wanted) {
    if (isNode) emitter.on(event, hear);
    else emitter.addEventListener(event as string, hear);
  }
  return () => {
    for (const [event, hear] of wanted) {
      if (isNode) emitter.off(event, hear);
      else emitter.removeEventListener(event as string, hear);
    }
  };
}

/** Refuses what cannot be listened to. */
export function checkEmitter(by: string, given: unknown): void {
  const { on, off, addEventListener, removeEventListener } = Object(given) as Partial<
    NodeEmitter & WebEmitter
  >;
  const isNode = typeof on === 'function' && typeof off === 'function';
  const isWeb = typeof addEventListener === 'function' && typeof removeEventListener === 'function';
  if (isNode || isWeb) return;
  throw new TypeError(
    `${by}: the emitter must have on and off, or addEventListener and removeEventListener, got ${shown(given)}`,
  );
}

/** Refuses what is no name of an event; the web's are strings. */
export function checkEvent(by: string, option: string, given: unknown, emitter: Emitter): void {
  if (typeof given === 'string' ? given !== '' : typeof given === 'symbol' && isNodeEmitter(emitter)) return;
  throw new TypeError(`${by}: ${option} must be the name of an event, got ${shown(given)}`);
}

function isNodeEmitter(emitter: Emitter): emitter is NodeEmitter {
  return typeof (emitter as Partial<NodeEmitter>).on === 'function';
}

/** What an event of the web carries: `detail` of a `CustomEvent`, `data` of a message, `error` of an error. */
function detailOf(event: unknown): unknown {
  const { detail, data, error, message } = Object(event);
  return detail ?? data ?? error ?? message;
}
