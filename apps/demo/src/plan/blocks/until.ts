import type { Wrapper } from '../block.ts';
import { type ChoiceField, type NumberField, option } from '../field.ts';
import { gauge, margin, mode, monitor, readings, share } from '../fields.ts';
import type { Plan } from '../plan.ts';

type Event = 'plateau' | 'below' | 'above';

const eventOf = (plan: Plan): Event => ('plateau' in plan ? 'plateau' : 'below' in plan ? 'below' : 'above');
const isPlateau = (plan: Plan) => eventOf(plan) === 'plateau';
const isLimit = (plan: Plan) => eventOf(plan) !== 'plateau';

/** Another event, which listens to the same. */
function withEvent({ type, part, ...options }: Plan, event: Event): Plan {
  const heard = option(options as unknown as Plan, 'plateau.monitor') ?? options.monitor ?? 'loss';
  const around = { type, part } as Plan;
  if (event === 'plateau') return { ...around, plateau: { monitor: heard, patience: 5, threshold: 0.01 } };
  return { ...around, monitor: heard, [event]: options.below ?? options.above ?? 0.3 };
}

const event: ChoiceField = {
  kind: 'choice',
  key: 'event',
  label: 'Ends when it',
  options: [
    { value: 'plateau', label: 'stands still' },
    { value: 'below', label: 'falls below' },
    { value: 'above', label: 'rises above' },
  ],
  get: eventOf,
  set: (plan, value) => withEvent(plan, value as Event),
};

const limit = (key: 'below' | 'above'): NumberField => ({
  ...share(key, 'The limit', 0, 2),
  when: (plan) => eventOf(plan) === key,
});

/** Ends a phase on an event, not at a number. */
export const until: Wrapper = {
  role: 'around',
  type: 'until',
  label: 'Until an event',
  short: 'until',
  sentence: 'Runs until something happens, and hands over to what comes after it.',
  formula: 'a(t), until the event; then the next part',
  source: 'Hu et al., “MiniCPM”, 2024',
  frequency: 'event',
  quantity: 'part',
  fields: [
    event,
    monitor('', isLimit),
    limit('below'),
    limit('above'),
    gauge('plateau.', isPlateau),
    mode('plateau.', isPlateau),
    readings('plateau.patience', 'Patience', 50, { fallback: () => 10, when: isPlateau }),
    margin('plateau.threshold', 'Threshold', { fallback: () => 1e-4, when: isPlateau }),
    share('plateau.smoothing', 'Smoothing', 0, 0.99, { fallback: () => 0, when: isPlateau }),
  ],
  make: (part) => ({ type: 'until', part, plateau: { monitor: 'val_loss', patience: 4, threshold: 0.01 } }),
};
