/** Whether the least value of a metric is its best, as far as its name tells: so it is with losses and errors. */
export function lessIsBetter(name: string): boolean {
  return /loss|err|cost|nll|perplexity|ppl|mse|mae/i.test(name);
}
