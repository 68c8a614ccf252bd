import { describe, expect, it } from 'vitest';
import { readers } from '../../../../packages/core/src/json/readers.ts';
import { forecast } from '../forecast.ts';
import { monitors } from '../race/setup.ts';
import type { Block, Run } from './block.ts';
import { blockOf, catalogue, leafOf, leftOut, lists, wrappers } from './catalogue.ts';
import { type ChoiceField, numberOf, parameterOf, withOption } from './field.ts';
import { type Plan, refusal, scheduleOf, tidy } from './plan.ts';
import { localRun } from './run.ts';

const run: Run = { steps: 600, epoch: 20, peak: 0.3 };

/** A plan of the block, alone or with something in it. */
function planOf(block: Block): Plan {
  if (block.role === 'list') return block.make([leafOf('linear').make(run), leafOf('constant').make(run)]);
  return block.role === 'around' ? block.make(leafOf('cosineAnnealing').make(run), run) : block.make(run);
}

it('holds every schedule that the JSON of the library knows, or says why not', () => {
  const known = [...catalogue.map(({ type }) => type), ...Object.keys(leftOut)];
  expect(known.toSorted()).toEqual([...readers.keys()].toSorted());
  for (const reason of Object.values(leftOut)) expect(reason).toMatch(/^[A-Z].*\.$/);
});

it('offers each block once', () => {
  for (const key of ['type', 'label', 'short'] as const) {
    const all = catalogue.map((block) => block[key]);
    expect(new Set(all).size).toBe(all.length);
  }
  expect(() => blockOf('tangent')).toThrow("the page has no block called 'tangent'");
  expect([...wrappers, ...lists].every(({ role }) => role === 'around' || role === 'list')).toBe(true);
});

describe.each(catalogue.map((block) => [block.type, block] as const))('%s', (_, block) => {
  it('is explained in one sentence', () => {
    expect(block.sentence).toMatch(/^[A-Z][^.]*(\d\.\d[^.]*)*\.$/);
    expect(block.formula.length).toBeGreaterThan(3);
  });

  it.each([50, 600, 5000])('makes a plan for a run of %d steps', (steps) => {
    const plan =
      block.role === 'list' || block.role === 'around' ? planOf(block) : block.make({ ...run, steps });
    expect(refusal(plan, steps)).toBeUndefined();
    expect(tidy(plan)).toEqual(plan);
    const { rates } = forecast(scheduleOf(plan), steps);
    if (block.role === 'curve' || block.role === 'feedback')
      expect(Math.max(...rates)).toBeLessThanOrEqual(run.peak);
  });

  it('has a field for each of its options, which shows what is in force', () => {
    const plan = planOf(block);
    const { part, parts, type, plateau, ...options } = plan as Record<string, object>;
    const keys = block.fields.map(({ key }) => key);
    for (const key of [...Object.keys(options), ...Object.keys(plateau ?? {}).map((key) => `plateau.${key}`)])
      expect(keys).toContain(key);
    for (const field of block.fields.filter(({ when }) => when === undefined || when(plan))) {
      expect(field.label).toMatch(/^[A-Z]/);
      if (field.kind === 'number') {
        expect(numberOf(plan, field)).not.toBeNaN();
        const { stops } = parameterOf(plan, field, run.steps);
        expect(stops.length).toBeLessThan(160);
        expect(stops).toEqual([...new Set(stops)].toSorted((a, b) => a - b));
        if (field.whole) expect(stops.every(Number.isInteger)).toBe(true);
      }
      if (field.kind === 'choice') expect(field.options.map(({ value }) => value)).toContain(field.get(plan));
    }
  });

  it('can be turned: another value of a field is another schedule', () => {
    const plan = planOf(block);
    for (const field of block.fields.filter(({ when }) => when === undefined || when(plan))) {
      if (field.kind === 'choice') {
        for (const { value } of field.options) {
          const turned = field.set(plan, value);
          expect(refusal(turned, run.steps)).toBeUndefined();
          expect(field.get(turned)).toBe(value);
        }
      }
      if (field.kind !== 'number') continue;
      const { stops } = parameterOf(plan, field, localRun(plan, '$', run).steps);
      const allowed = stops
        .filter((stop) => stop !== numberOf(plan, field))
        .map((stop) => withOption(plan, field.key, stop))
        .filter((turned) => refusal(turned, run.steps) === undefined);
      expect(allowed.length).toBeGreaterThan(0);
      expect(tidy(allowed[0])).not.toEqual(plan);
    }
  });

  it('listens to what a race reports', () => {
    for (const monitor of scheduleOf(planOf(block)).monitors) expect(monitors).toContain(monitor);
  });
});

it('knows that more is better of an accuracy', () => {
  const plateau = leafOf('reduceOnPlateau');
  const heard = plateau.fields.find(({ key }) => key === 'monitor') as ChoiceField;
  const turned = heard.set(plateau.make(run), 'val_acc');
  expect(turned).toMatchObject({ monitor: 'val_acc', mode: 'max' });
  expect(heard.set(turned, 'loss')).not.toHaveProperty('mode');
});
