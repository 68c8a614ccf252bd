import { type Curve, lasting, type Part, sequence } from '../index.ts';

/**
 * One schedule after the other, each from its own step 0, the next from its boundary on, as other systems say it.
 * One whose boundaries are the same has no turn: ours writes the lengths in the parts, which cannot be 0.
 */
export function switching(parts: readonly Curve[], boundaries: readonly number[]): Curve;
export function switching(parts: readonly Part[], boundaries: readonly number[]): Part;
export function switching(parts: readonly Part[], boundaries: readonly number[]): Part {
  const turns = parts.map((part, i) => {
    const [begin, end] = [boundaries[i - 1] ?? 0, boundaries[i]];
    if (end === undefined) return part;
    return end === begin ? undefined : lasting(part, end - begin);
  });
  return sequence(...turns.filter((part) => part !== undefined));
}
