/**
 * What must be done before the process ends; it must be synchronous, and must not throw.
 *
 * `exiting` says that there is no way back: nothing but the other listeners of `exit` runs after it.
 */
export type LastAct = (exiting: boolean) => void;

/** The acts of all files that are open in this process. */
interface ProcessEnd {
  add(act: LastAct): void;
  delete(act: LastAct): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One set of listeners on the process, however many files are open, and none while there is no file.
 *
 * It is shared by all copies of this module (an ESM and a CJS one may be loaded side by side): two copies would each take
 * the other for somebody who ends the process, and a Ctrl-C would do nothing.
 */
export function processEnd(): ProcessEnd {
  const key = Symbol.for('@anneal/logger/process-end');
  const shared = globalThis as { [key]?: ProcessEnd };
  shared[key] ??= createProcessEnd();
  return shared[key];
}

function createProcessEnd(): ProcessEnd {
  const acts = new Set<LastAct>();
  const actAll = (exiting: boolean): void => {
    for (const act of acts) act(exiting);
  };
  const onExit = (): void => actAll(true);
  const onSignal = (signal: NodeJS.Signals): void => {
    actAll(false);
    // Whoever else listens decides whether the process ends; alone, this listener must not keep it alive.
    if (process.listenerCount(signal) > 1) return;
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  return {
    add(act) {
      if (acts.size === 0) {
        // An uncaught exception and a rejection that nobody handled end in `exit` too. First, because a listener that
        // throws there keeps the later ones from being called.
        process.prependListener('exit', onExit);
        // First, because a `once` listener that ran before would be gone when the others are counted.
        for (const signal of SIGNALS) process.prependListener(signal, onSignal);
      }
      acts.add(act);
    },
    delete(act) {
      if (!acts.delete(act) || acts.size > 0) return;
      process.removeListener('exit', onExit);
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    },
  };
}
