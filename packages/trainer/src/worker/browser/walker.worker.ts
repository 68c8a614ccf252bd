/** A weight that walks down by the rate: with gradient 1 the walk is the sum of the rates. */
import { curve } from '@anneal/core';
import { stepTrainer } from '@anneal/trainer';
import { serve } from '@anneal/trainer/worker';

let w = 0;
let clocked = false;
let breaksAt = Number.POSITIVE_INFINITY;

const walker = stepTrainer(
  (rate: number, step) => {
    if (step === breaksAt) throw new Error('the tank is empty');
    w -= rate;
    return { loss: Math.sin(step) + 1 / (step + 1), w, ...(clocked && { at: Date.now() }) };
  },
  { steps: 200_000 },
);

const sawtooth = (options: { period: number }) =>
  curve((step) => 1 / (1 + (step % options.period)), { name: 'sawtooth', options });

serve(
  {
    ...walker,
    save: async () => w,
    restore: async (saved) => {
      w = saved as number;
    },
  },
  { schedules: { sawtooth } },
);

interface Aside {
  readonly ask?: 'weight';
  readonly breakAt?: number;
  readonly boom?: true;
  readonly clock?: true;
}

/** What the page says beside: to tell the weight, to break in a step, to break elsewhere, to report the time. */
addEventListener('message', ({ data }: MessageEvent<Aside>) => {
  if (data.clock !== undefined) clocked = true;
  if (data.ask !== undefined) postMessage({ weight: w });
  if (data.breakAt !== undefined) breaksAt = data.breakAt;
  if (data.boom !== undefined)
    setTimeout(() => {
      throw new Error('a bug elsewhere');
    });
});
