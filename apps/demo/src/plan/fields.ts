import { simulate } from '@anneal/core';
import { monitors } from '../race/setup.ts';
import { type ChoiceField, type ListField, type NumberField, option, withOption } from './field.ts';
import { type Plan, scheduleOf } from './plan.ts';

type Extra = Partial<Pick<NumberField, 'fallback' | 'when' | 'unit'>>;

const number = (
  key: string,
  label: string,
  range: NumberField['range'],
  more: Extra & Partial<Pick<NumberField, 'scale' | 'whole'>>,
): NumberField => ({
  kind: 'number',
  key,
  label,
  unit: 'none',
  scale: 'linear',
  whole: false,
  range,
  ...more,
});

export const rate = (key: string, label: string, more: Extra = {}): NumberField =>
  number(key, label, () => [1e-3, 2], { unit: 'rate', scale: 'log', ...more });

/** A rate that may be 0. */
export const lowRate = (key: string, label: string, more: Extra = {}): NumberField =>
  number(key, label, () => [0, 1], { unit: 'rate', scale: 'log', ...more });

/** A length in steps. */
export const length = (key: string, label: string, more: Extra = {}): NumberField =>
  number(key, label, (steps) => [1, Math.max(2, Math.ceil(steps))], { unit: 'steps', whole: true, ...more });

/** What a cut multiplies by. */
export const factor = (key: string, label: string, most: number, more: Extra = {}): NumberField =>
  number(key, label, () => [0.05, most], { unit: 'share', ...more });

export const share = (
  key: string,
  label: string,
  least: number,
  most: number,
  more: Extra = {},
): NumberField => number(key, label, () => [least, most], { unit: 'share', ...more });

export const times = (
  key: string,
  label: string,
  least: number,
  most: number,
  more: Extra = {},
): NumberField => number(key, label, () => [least, most], { unit: 'times', ...more });

/** How many readings. */
export const readings = (key: string, label: string, most: number, more: Extra = {}): NumberField =>
  number(key, label, () => [0, most], { unit: 'readings', whole: true, ...more });

export const count = (
  key: string,
  label: string,
  least: number,
  most: number,
  more: Extra = {},
): NumberField => number(key, label, () => [least, most], { whole: true, ...more });

export const margin = (key: string, label: string, more: Extra = {}): NumberField =>
  number(key, label, () => [0, 0.1], { unit: 'share', scale: 'log', ...more });

/** An option that is one of a few values. */
export function choice<T extends string | number>(
  key: string,
  label: string,
  values: readonly (readonly [value: T, label: string])[],
  fallback: T,
  when?: ChoiceField['when'],
): ChoiceField {
  return {
    kind: 'choice',
    key,
    label,
    options: values.map(([value, text]) => ({ value: String(value), label: text })),
    get: (plan) => String(option(plan, key) ?? fallback),
    // The empty word stands for an option that is left out.
    set: (plan, chosen) =>
      withOption(plan, key, values.find(([value]) => value !== '' && String(value) === chosen)?.[0]),
    ...(when && { when }),
  };
}

const heard: Readonly<Record<(typeof monitors)[number], string>> = {
  loss: 'the loss of each step',
  val_loss: 'the held-out loss',
  val_acc: 'the held-out accuracy',
};

/** What is listened to. */
export function monitor(inside = '', when?: ChoiceField['when']): ChoiceField {
  const words = monitors.map((name) => [name, heard[name]] as const);
  return choice(`${inside}monitor`, 'Listens to', words, 'loss', when);
}

/** What is listened to by what asks for more or less of it: of an accuracy more is better. */
export function gauge(inside = '', when?: ChoiceField['when']): ChoiceField {
  const field = monitor(inside, when);
  const set = (plan: Plan, value: string) =>
    withOption(field.set(plan, value), `${inside}mode`, value === 'val_acc' ? 'max' : undefined);
  return { ...field, set };
}

export const mode = (inside = '', when?: ChoiceField['when']): ChoiceField =>
  choice(`${inside}mode`, 'Better is', [['min', 'less'] as const, ['max', 'more'] as const], 'min', when);

export const points = (key: string, label: string): ListField => ({ kind: 'points', key, label });
export const milestones = (key: string, label: string): ListField => ({ kind: 'milestones', key, label });

/** The first rate of a plan. */
export function firstRate(plan: Plan | undefined): number {
  return plan === undefined ? Number.NaN : (simulate(scheduleOf(plan), [])[0] as number);
}
