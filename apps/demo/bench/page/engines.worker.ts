import type { Asked, Figures } from './asked.ts';

addEventListener('message', async ({ data }: MessageEvent<Asked>) => postMessage(await figures(data)));

async function figures({ engine, racers, seconds }: Asked): Promise<Figures> {
  const begun = performance.now();
  const step =
    engine === 'jax-js'
      ? (await import('./jax-step.ts')).jaxStep()
      : await (await import('./tfjs-step.ts')).tfjsStep(racers, engine === 'tfjs, a model each');
  // Never the same twice: an engine that compiles for each rate would be found out.
  let count = 0;
  const rates = () => Float32Array.from({ length: 6 }, (_, lane) => 0.1 + 0.01 * lane + 1e-6 * count);
  const run = () => {
    const before = performance.now();
    step(rates());
    count++;
    return performance.now() - before;
  };
  run();
  const start = performance.now() - begun;
  for (let warm = 0; warm < 50; warm++) run();
  const from = performance.now();
  count = 0;
  let longest = 0;
  while (performance.now() - from < seconds * 1000) longest = Math.max(longest, run());
  return { start, stepsPerSecond: (count / (performance.now() - from)) * 1000, longest };
}
