/** The last multiple of `every` that a step has come to: the clock of a staircase. */
export function tickOf(every: number): (step: number) => number {
  // The product may lie a bit above the step that it stands for.
  return (step) => Math.min(step, every * Math.floor(step / every));
}
