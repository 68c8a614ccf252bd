import { lanes as all, free } from '../engine/engine.ts';
import type { Ground } from './ground.ts';
import type { News } from './messages.ts';
import { turn } from './turn.ts';

const size = 48;
/** A picture is asked for a few lines at a time, so that nothing else has to wait long. */
const lines = 4;

/** What each racer answers over the plane, as its weights are now; nothing where it is `over` before it is done. */
export async function pictures(
  { engine, plane }: Ground,
  about: { readonly run: number; readonly step: number; readonly lanes: readonly number[] },
  over: () => boolean,
): Promise<News | undefined> {
  const places = plane.places(size);
  const answers = Array.from({ length: all }, () => new Float32Array(size * size));
  const strips = size / lines;
  const saved = engine.save();
  try {
    for (let strip = 0; strip < strips; strip++) {
      await turn();
      if (over()) return undefined;
      const length = places.length / strips;
      const told = engine.answers(places.slice(strip * length, (strip + 1) * length), saved);
      const share = lines * size;
      answers.forEach((answer, lane) => {
        answer.set(told.subarray(lane * share, (lane + 1) * share), strip * share);
      });
    }
  } finally {
    free(saved);
  }
  const { run, step, lanes } = about;
  const seen = lanes.map((lane) => ({ lane, answers: answers[lane] as Float32Array }));
  return { type: 'pictures', run, step, size, pictures: seen };
}
