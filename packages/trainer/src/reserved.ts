import { aRunIsOn } from './a-run-is-on.ts';

/** Trainers with a run that is on. */
const busy: WeakSet<object> = /* @__PURE__ */ new WeakSet();

/**
 * Takes a trainer for one run, before anything is done to it: its rates and its weights are the other run's while one is on.
 *
 * Gives what lets go of it.
 */
export function reserved(by: string, trainer: object): () => void {
  if (busy.has(trainer)) throw new Error(`${by}: ${aRunIsOn}`);
  busy.add(trainer);
  let isOurs = true;
  return () => {
    if (isOurs) busy.delete(trainer);
    isOurs = false;
  };
}
