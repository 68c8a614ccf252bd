import { byId } from '../dom.ts';
import { type Composer, createComposer } from '../plan/composer.ts';
import type { Racer } from '../race/setup.ts';
import { glyph } from './lanes.ts';

/** How long a run is, and an epoch. */
export interface Lengths {
  readonly steps: number;
  readonly epoch: number;
}

/** The composer for the selected racer, with its name above it. */
export function composerPanel(changed: (schedule: unknown) => void): {
  readonly show: (racer: Racer, run: Lengths) => void;
} {
  let composer: Composer | undefined;
  /** What the composer shows: it is told of another schedule, and not of the one that it has just made. */
  let told = '';
  const keyOf = ({ lane, schedule }: Racer, { steps, epoch }: Lengths) =>
    JSON.stringify([lane, schedule, steps, epoch]);
  let shown: { readonly racer: Racer; readonly run: Lengths } | undefined;
  const turned = (schedule: unknown) => {
    if (shown === undefined) return;
    told = keyOf({ ...shown.racer, schedule }, shown.run);
    changed(schedule);
  };
  const name = byId<HTMLInputElement>('racer-name');
  return {
    show: (racer, run) => {
      if (racer.lane !== shown?.racer.lane) byId('compose-glyph').replaceChildren(glyph(racer.lane));
      if (document.activeElement !== name) name.value = racer.name;
      shown = { racer, run };
      const key = keyOf(racer, run);
      if (key === told) return;
      told = key;
      if (composer === undefined)
        composer = createComposer(byId('composer'), {
          schedule: racer.schedule,
          ...run,
          turned,
          changed: turned,
        });
      else composer.show(racer.schedule, run);
    },
  };
}
