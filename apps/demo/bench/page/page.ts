import type { Asked, Figures } from './asked.ts';

/** Measures in a fresh worker, so that nothing is warm. */
const measure = (asked: Asked): Promise<Figures> =>
  new Promise((told, failed) => {
    const worker = new Worker(new URL('./engines.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', ({ message }) => failed(new Error(message)));
    worker.addEventListener('message', ({ data }) => {
      worker.terminate();
      told(data);
    });
    worker.postMessage(asked);
  });

export type Measure = typeof measure;
Object.assign(globalThis, { measure });
