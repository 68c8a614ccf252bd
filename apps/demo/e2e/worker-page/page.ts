import type { Command, News } from '../../src/race/messages.ts';

/** The worker of the page, and all that it has said. */
const worker = new Worker(new URL('../../src/race/worker.ts', import.meta.url), { type: 'module' });
const heard: News[] = [];
worker.addEventListener('message', ({ data }: MessageEvent<News>) => heard.push(data));

const desk = {
  heard,
  send: (command: Command) => worker.postMessage(command),
};
export type Desk = typeof desk;
Object.assign(globalThis, { desk });
