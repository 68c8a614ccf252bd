import { shown } from './shown.ts';

/** What a schedule says: a rate, or one for each group, and what acted to make it so. */
export interface Ran {
  readonly rate: number | Readonly<Record<string, number>>;
  readonly causes: readonly unknown[];
}

/**
 * What an operator has answered: a rate, or a decision with one.
 *
 * @throws RangeError when there is no rate in it.
 */
export function answerOf(answer: unknown, when: string): Ran {
  const { rate, causes } = isDecision(answer) ? answer : { rate: answer, causes: [] };
  const rates: unknown[] =
    typeof rate === 'object' && rate !== null && !Array.isArray(rate) ? Object.values(rate) : [rate];
  if (rates.length === 0) throw wrong(rate, when);
  for (const one of rates) {
    if (!(typeof one === 'number' && one >= 0 && one < Infinity)) throw wrong(one, when);
  }
  return { rate: rate as Ran['rate'], causes };
}

function wrong(rate: unknown, when: string): RangeError {
  return new RangeError(`a rate must be a finite number from 0 up, got ${shown(rate)} ${when}`);
}

/** Only a decision has a list in it: in a record of groups all are numbers. */
function isDecision(answer: unknown): answer is Ran {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'rate' in answer &&
    Array.isArray((answer as { causes?: unknown }).causes)
  );
}
