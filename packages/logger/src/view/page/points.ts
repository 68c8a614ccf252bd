type Drawn = readonly (number | null | undefined)[];

/** The places of a line's points that no stroke reaches, since there is a gap (`null`), or nothing, on either side. */
export function alone(ys: Drawn): number[] {
  // Where a line has no point (`undefined`) it goes on.
  const own = ys.flatMap((y, i) => (y === undefined ? [] : [i]));
  const at = (place: number): number | null | undefined => ys[own[place] as number];
  return own.filter((i, place) => ys[i] !== null && at(place - 1) == null && at(place + 1) == null);
}
