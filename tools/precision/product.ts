/** `initial` multiplied by `factor` so many times, one by one, as PyTorch's schedulers do at each drop. */
export function product(initial: number, factor: number, times: number): number {
  let rate = initial;
  for (let n = 0; n < times; n++) rate *= factor;
  return rate;
}
