import { shown } from './shown.ts';

/** Refuses a value that is not what it must be: function, option, rule, value. */
export type Rule = (by: string, option: string, value: unknown) => void;

/** The one way in which a value is refused. */
export function refuse(by: string, option: string, rule: string, value: unknown): never {
  throw new RangeError(`${by}: ${option} must be ${rule}, got ${shown(value)}`);
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

export const finite: Rule = (by, option, value) => {
  if (!isNumber(value)) refuse(by, option, 'a finite number', value);
};
export const positive: Rule = (by, option, value) => {
  if (!isNumber(value) || value <= 0) refuse(by, option, 'a positive number', value);
};
export const notNegative: Rule = (by, option, value) => {
  if (!isNumber(value) || value < 0) refuse(by, option, 'a number from 0 up', value);
};
export const atLeastOne: Rule = (by, option, value) => {
  if (!isNumber(value) || value < 1) refuse(by, option, 'a number from 1 up', value);
};
export const wholeNumber: Rule = (by, option, value) => {
  if (!Number.isSafeInteger(value)) refuse(by, option, 'a whole number', value);
};
export const count: Rule = (by, option, value) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    refuse(by, option, 'a whole number from 0 up', value);
};
/** How many times something is done. */
export const times: Rule = (by, option, value) => {
  if (value !== Infinity && (!Number.isSafeInteger(value) || (value as number) < 1))
    refuse(by, option, 'a whole number from 1 up, or Infinity', value);
};
/** How many times, and not without end. */
export const atLeastOnce: Rule = (by, option, value) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    refuse(by, option, 'a whole number from 1 up', value);
};
/** A length that may be without end. */
export const endless: Rule = (by, option, value) => {
  if (value !== Infinity) positive(by, option, value);
};
/** What a decay may multiply by. */
export const decayFactor: Rule = (by, option, value) => {
  if (!isNumber(value) || value <= 0 || value > 1) refuse(by, option, 'above 0 and at most 1', value);
};
/** Less than all of it. */
export const share: Rule = (by, option, value) => {
  if (!isNumber(value) || value < 0 || value >= 1) refuse(by, option, 'from 0 to below 1', value);
};
/** Strictly between two numbers. */
export const between =
  (low: number, high: number): Rule =>
  (by, option, value) => {
    if (!isNumber(value) || value <= low || value >= high)
      refuse(by, option, `above ${low} and below ${high}`, value);
  };
/** Strictly above a number. */
export const above =
  (low: number): Rule =>
  (by, option, value) => {
    if (!isNumber(value) || value <= low) refuse(by, option, `a number above ${low}`, value);
  };
/** From one number to another. */
export const within =
  (low: number, high: number): Rule =>
  (by, option, value) => {
    if (!isNumber(value) || value < low || value > high) refuse(by, option, `from ${low} to ${high}`, value);
  };
export const metricName: Rule = (by, option, value) => {
  if (typeof value !== 'string' || value === '') refuse(by, option, 'the name of a metric', value);
};
/** Without the signs that shapes are written with. */
export const scheduleName: Rule = (by, option, value) => {
  if (typeof value !== 'string' || !/^[\w$.-]+$/.test(value))
    refuse(by, option, 'the name of a schedule, of letters, digits and $ _ . -', value);
};
export const aFunction: Rule = (by, option, value) => {
  if (typeof value !== 'function')
    throw new TypeError(`${by}: ${option} must be a function, got ${shown(value)}`);
};
export const oneOf =
  (...known: readonly unknown[]): Rule =>
  (by, option, value) => {
    if (!known.includes(value)) refuse(by, option, known.map(shown).join(' or '), value);
  };
/** For what is checked elsewhere. */
export const anything: Rule = () => {};
/** What has a default. */
export const optional =
  (rule: Rule): Rule =>
  (by, option, value) => {
    if (value !== undefined) rule(by, option, value);
  };

/** Steps after the first one. */
export const ascending: Rule = (by, option, value) => {
  const rule = 'a list of positive numbers, ascending';
  if (isFilled(by, option, rule, value)) ascend(by, option, rule, 0, value);
};

/** Pairs of a step and a rate. */
export const points: Rule = (by, option, value) => {
  const rule = 'a list of [step, rate], the steps ascending from 0';
  if (!isFilled(by, option, rule, value)) return;
  for (const [i, pair] of value.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2 || !isNumber(pair[0]) || !isNumber(pair[1]))
      refuse(by, `${option}[${i}]`, 'a pair of numbers [step, rate]', pair);
  }
  const [first, ...rest] = (value as [number, number][]).map(([step]) => step);
  if (first !== 0) refuse(by, `${option}[0][0]`, 'step 0', first);
  ascend(by, option, rule, 0, rest);
};

function isFilled(by: string, option: string, rule: string, value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return refuse(by, option, rule, value);
  if (value.length === 0) throw new RangeError(`${by}: ${option} must be ${rule}, got an empty list`);
  return true;
}

function ascend(by: string, option: string, rule: string, from: number, steps: readonly unknown[]): void {
  let last = from;
  // By their places, since a list may have holes.
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (!isNumber(step) || step <= last)
      throw new RangeError(
        `${by}: ${option} must be ${rule}, got ${shown(step)}${i > 0 ? ` after ${last}` : ''}`,
      );
    last = step;
  }
}
