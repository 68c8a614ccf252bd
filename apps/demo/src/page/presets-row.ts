import { byId, setText } from '../dom.ts';
import { type Preset, presets } from '../plan/presets.ts';
import { button } from './element.ts';

/** What a race of the visitor's own says in the place of a lesson. */
const own = 'A race of your own: Share gives you a link to it. A lesson above brings its own race.';

export function firstPreset(): Preset {
  return presets[0] as Preset;
}

/** The lessons: each a race that shows one thing. */
export function presetsRow(pick: (preset: Preset) => void): {
  readonly show: (id: string | undefined) => void;
} {
  const buttons = presets.map((preset) => button(preset.title, preset.title, () => pick(preset)));
  byId('presets').append(...buttons);
  return {
    show: (id) => {
      for (const [index, one] of buttons.entries()) one.ariaPressed = String(presets[index]?.id === id);
      setText(byId('lesson'), presets.find((one) => one.id === id)?.lesson ?? own);
    },
  };
}
