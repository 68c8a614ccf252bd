import type { Cause } from '../cause.ts';
import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import type { Machine } from '../machine.ts';

/** Where a sequence is, and what its active part remembers. Parts before it are over, those after it have not begun. */
interface Place {
  readonly part: number;
  /** The sequence's own step that is the part's step 0. */
  readonly since: number;
  readonly memory: unknown;
}

/** The machine of a sequence in which some part has feedback. */
export function machineOf(parts: readonly Machine<number>[]): Machine<number, Place> {
  const last = parts.length - 1;
  const at = (part: number) => parts[part] as Machine<number>;
  const span = parts.reduce((sum, part) => sum + part.span, 0);
  const endOf = ({ part, since }: Place) => (part === last ? Infinity : since + at(part).span);

  /** The same place, or, where the clock has come to its end, the start of the part that is due. */
  const settled = (place: Place, clock: number): Place => {
    let here = place;
    while (clock >= endOf(here)) {
      here = {
        part: here.part + 1,
        since: endOf(here),
        memory: at(here.part + 1).begin(clock - endOf(here)),
      };
    }
    return here;
  };
  const remember = (place: Place, memory: unknown): Place =>
    memory === place.memory ? place : { ...place, memory };

  return {
    name: 'sequence',
    span,
    shape: `sequence(${shapes(parts)})`,
    monitors: [...new Set(parts.flatMap(({ monitors }) => monitors))],
    readsAll: parts.some(({ readsAll }) => readsAll),
    begin: (clock) => settled({ part: 0, since: 0, memory: at(0).begin(clock) }, clock),

    next: (place, readings, step, clock) =>
      settled(
        remember(place, at(place.part).next(place.memory, readings, step - place.since, clock - place.since)),
        clock,
      ),

    counts: parts.some(({ counts }) => counts),
    settle: (place, clock) =>
      settled(
        remember(place, at(place.part).settle(place.memory, Math.min(clock, endOf(place)) - place.since)),
        clock,
      ),

    // What belongs to a step before the part began was for a part that is over.
    late: (place, readings, step, clock) =>
      readings.index !== NONE && step < place.since
        ? place
        : settled(
            remember(
              place,
              at(place.part).late(place.memory, readings, step - place.since, clock - place.since),
            ),
            clock,
          ),

    // At its end not `step - since`, which for lengths in fractions may miss the last one by a bit.
    rate: ({ part, since, memory }, step) =>
      at(part).rate(memory, part === last && step >= span ? at(last).span : step - since),

    causes(before, after, path, step) {
      const here = `${path}.parts[${after.part}]`;
      if (before.part === after.part) return at(after.part).causes(before.memory, after.memory, here, step);
      const gone: Cause = { by: 'sequence', path, step, part: after.part, parts: parts.length };
      return [gone, ...at(after.part).causes(at(after.part).begin(0), after.memory, here, step)];
    },

    restore(memory, path, clock) {
      const {
        part,
        since,
        memory: inner,
      } = check.record('resume', path, memory, ['part', 'since', 'memory']);
      check.count('resume', `${path}.part`, part);
      if ((part as number) > last) check.refuse('resume', `${path}.part`, `at most ${last}`, part);
      check.notNegative('resume', `${path}.since`, since);
      if ((since as number) > clock)
        check.refuse('resume', `${path}.since`, `at most the step, ${clock}`, since);
      const place = { part: part as number, since: since as number };
      const restored = at(place.part).restore(inner, `${path}.memory`, clock - place.since);
      return settled({ ...place, memory: restored }, clock);
    },
  };
}

/** The shapes of the parts, with runs of the same one counted: long sequences keep a short name. */
function shapes(parts: readonly Machine[]): string {
  const runs: { shape: string; count: number }[] = [];
  for (const { shape } of parts) {
    const run = runs.at(-1);
    if (run?.shape === shape) run.count++;
    else runs.push({ shape, count: 1 });
  }
  return runs.map(({ shape, count }) => (count === 1 ? shape : `${count}*${shape}`)).join(',');
}
