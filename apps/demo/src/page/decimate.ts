/** So many points may stand on a pixel; there are two for each bucket, its lowest and its highest. */
const perPixel = 4;

/**
 * Which steps of `count` are worth drawing on so many pixels: all of them, or for each bucket its first one.
 * The buckets begin at multiples of their width, so that what is drawn stands still while more is added.
 */
export function bucketOf(count: number, pixels: number): number {
  return Math.max(1, Math.ceil((2 * count) / (perPixel * Math.max(1, pixels))));
}

/** The steps at which `bucket` wide buckets have their two points. */
export function steps(count: number, bucket: number): Float64Array<ArrayBuffer> {
  if (bucket === 1) return Float64Array.from({ length: count }, (_, step) => step);
  const places: number[] = [];
  for (let from = 0; from < count; from += bucket) {
    places.push(from);
    // The last bucket may have one step alone.
    if (from + 1 < count) places.push(Math.min(from + Math.floor(bucket / 2), count - 1));
  }
  return Float64Array.from(places);
}

/** How many points so many steps have. */
export function pointsOf(count: number, bucket: number): number {
  if (bucket === 1) return count;
  const rest = count % bucket;
  return 2 * Math.floor(count / bucket) + Math.min(rest, 2);
}

/** A column in buckets, into `to`: of each the lowest and the highest value, in the order in which they came. */
export function decimate(column: Float64Array, count: number, bucket: number, to: Float64Array): void {
  if (bucket === 1) {
    to.set(column.subarray(0, count));
    return;
  }
  let place = 0;
  for (let from = 0; from < count; from += bucket) {
    const end = Math.min(from + bucket, count);
    let [low, high] = [from, from];
    for (let step = from; step < end; step++) {
      const value = column[step] as number;
      if (value < (column[low] as number) || Number.isNaN(column[low])) low = step;
      if (value > (column[high] as number) || Number.isNaN(column[high])) high = step;
    }
    to[place++] = column[Math.min(low, high)] as number;
    if (from + 1 < count) to[place++] = column[Math.max(low, high)] as number;
  }
}
