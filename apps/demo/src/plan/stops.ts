/** Round numbers, about as far from each other in proportion. */
const round = [10, 11, 12, 13, 15, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90];

/** Round numbers from `least` to `most`: a slider along them is logarithmic. It has no place for 0, which is a stop of its own. */
export function digits(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least > 0 ? least : most * 1e-4));
  const powers = Array.from({ length: Math.ceil(Math.log10(most)) - first + 1 }, (_, i) => first + i);
  // Parsed, since products are inexact.
  const between = powers
    .flatMap((power) => round.map((digit) => Number(`${digit}e${power - 1}`)))
    .filter((stop) => stop > least && stop < most);
  return [least, ...between, most];
}

/** At most some hundred numbers at an even, round distance, both ends included. */
export function even(least: number, most: number, whole: boolean): number[] {
  const rough = (most - least) / 120;
  const power = 10 ** Math.floor(Math.log10(rough));
  const distance = Math.max(
    [1, 2, 5, 10].map((digit) => digit * power).find((one) => one >= rough) as number,
    whole ? 1 : 0,
  );
  const first = Math.floor(least / distance) + 1;
  const between: number[] = [];
  for (let i = first; i * distance < most; i++) between.push(Number((i * distance).toPrecision(12)));
  return [least, ...between.filter((stop) => stop > least), most];
}
