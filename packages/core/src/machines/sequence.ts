import type { Cause } from '../cause.ts';
import * as check from '../check.ts';
import { NONE } from '../clock.ts';
import type { Machine } from './machine.ts';
import { shapesOf, together } from './together.ts';

/** Where a sequence is, and what its active part remembers. Parts before it are over, those after it have not begun. */
interface Place {
  readonly part: number;
  /** The sequence's own step that is the part's step 0. */
  readonly since: number;
  readonly memory: unknown;
  /** The last part that an event ended, and what it remembered then; `null` where none did. */
  readonly ended: { readonly part: number; readonly memory: unknown } | null;
}

/** Parts one after the other, of which some have feedback. */
export function sequence(
  parts: readonly Machine<number>[],
  pathOf: (path: string, part: number) => string = (path, part) => `${path}.parts[${part}]`,
): Machine<number, Place> {
  const last = parts.length - 1;
  const ended = parts[last]?.ended;
  const at = (part: number) => parts[part] as Machine<number>;
  const span = parts.reduce((sum, part) => sum + part.span, 0);
  const lastStart = parts.slice(0, last).reduce((sum, part) => sum + part.span, 0);
  /**
   * Where the clock of the active part stands. At the end of the whole it is at its own: not the difference, which for
   * lengths in fractions may miss it by a bit. (Resumed under another plan, the last part may have begun elsewhere.)
   */
  const local = ({ part, since }: Place, clock: number) =>
    part === last && since === lastStart && clock >= span ? at(last).span : Math.max(0, clock - since);
  const endOf = ({ part, since }: Place) => (part === last ? Infinity : since + at(part).span);

  /** The same place, or, where the clock has come to its end or an event has ended it, the start of the part that is due. */
  const settled = (place: Place, clock: number): Place => {
    let here = place;
    while (here.part < last) {
      const { part, memory } = here;
      const isEnded = at(part).ended?.(memory) === true;
      if (!isEnded && clock < endOf(here)) break;
      const since = Math.min(isEnded ? clock : Infinity, endOf(here));
      here = {
        part: part + 1,
        since,
        memory: at(part + 1).begin(clock - since),
        ended: isEnded ? { part, memory } : here.ended,
      };
    }
    return here;
  };
  /** What ended the last part that an event ended; what else it did on that report no longer acts. */
  const endOfPart = (before: Place, { ended }: Place, path: string, step: number): readonly Cause[] => {
    if (ended === null) return [];
    const { part, memory } = ended;
    const then = before.part === part ? before.memory : at(part).begin(0);
    return at(part)
      .causes(then, memory, pathOf(path, part), step)
      .filter(({ by }) => by === 'until');
  };
  const remember = (place: Place, memory: unknown): Place =>
    memory === place.memory ? place : { ...place, memory };

  const endedIn = (value: unknown, path: string, current: number): Place['ended'] => {
    const { part, memory } = check.record('resume', path, value, ['part', 'memory']);
    check.count('resume', `${path}.part`, part);
    if ((part as number) >= current)
      check.refuse('resume', `${path}.part`, `below the part that is on, ${current}`, part);
    return { part: part as number, memory: at(part as number).restore(memory, `${path}.memory`, Infinity) };
  };

  return {
    name: 'sequence',
    span,
    shape: `sequence(${shapesOf(parts)})`,
    ...together(parts),
    begin: (clock) => settled({ part: 0, since: 0, memory: at(0).begin(clock), ended: null }, clock),

    next: (place, readings, step, clock) =>
      settled(
        remember(place, at(place.part).next(place.memory, readings, local(place, step), local(place, clock))),
        clock,
      ),

    settle: (place, clock) =>
      settled(
        remember(place, at(place.part).settle(place.memory, local(place, Math.min(clock, endOf(place))))),
        clock,
      ),

    // What belongs to a step before the part began was for a part that is over.
    late: (place, readings, step, clock) =>
      readings.index !== NONE && step < place.since
        ? place
        : settled(
            remember(
              place,
              at(place.part).late(place.memory, readings, local(place, step), local(place, clock)),
            ),
            clock,
          ),

    ended: ended && (({ part, memory }) => part === last && ended(memory)),
    asks: (place) => at(place.part).asks(place.memory),
    rate: (place, step) => at(place.part).rate(place.memory, local(place, step)),

    causes(before, after, path, step) {
      const here = pathOf(path, after.part);
      if (before.part === after.part) return at(after.part).causes(before.memory, after.memory, here, step);
      const over = after.ended !== before.ended ? endOfPart(before, after, path, step) : [];
      const gone: Cause = { by: 'sequence', path, step, part: after.part, parts: parts.length };
      return [gone, ...over, ...at(after.part).causes(at(after.part).begin(0), after.memory, here, step)];
    },

    restore(memory, path, clock) {
      const {
        part,
        since,
        memory: inner,
        ended,
      } = check.record('resume', path, memory, ['part', 'since', 'memory', 'ended']);
      check.count('resume', `${path}.part`, part);
      if ((part as number) > last) check.refuse('resume', `${path}.part`, `at most ${last}`, part);
      check.notNegative('resume', `${path}.since`, since);
      if ((since as number) > clock)
        check.refuse('resume', `${path}.since`, `at most the step, ${clock}`, since);
      if (part === 0 && since !== 0) check.refuse('resume', `${path}.since`, '0 in the first part', since);
      const restored = at(part as number).restore(inner, `${path}.memory`, clock - (since as number));
      return {
        part: part as number,
        since: since as number,
        memory: restored,
        ended: ended === null ? null : endedIn(ended, `${path}.ended`, part as number),
      };
    },
  };
}
