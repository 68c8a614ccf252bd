import { element } from '../page/element.ts';
import { parameterRow } from '../parameter-row.ts';
import type { Run } from './block.ts';
import {
  type ChoiceField,
  type Field,
  type ListField,
  type NumberField,
  numberOf,
  option,
  parameterOf,
  withOption,
} from './field.ts';
import type { Plan } from './plan.ts';

/** What a row needs to know of the block that it turns. */
export interface Turning {
  /** Told apart from the rows of other composers. */
  readonly id: string;
  readonly run: Run;
  /** What an epoch's lengths are counted in here. */
  readonly unit: 'steps' | 'epochs';
  readonly block: () => Plan;
  /** Puts a block in force, or says why it cannot be. */
  readonly turn: (block: Plan) => string | undefined;
  readonly settle: () => void;
  /** There are other rows to be shown. */
  readonly again: () => void;
}

/** The row of a field: what can be turned of a block. */
export function rowOf(field: Field, turning: Turning): HTMLElement {
  if (field.kind === 'choice') return choiceRow(field, turning);
  return field.kind === 'number' ? numberRow(field, turning) : listRow(field, turning);
}

const idOf = (key: string, { id }: Turning): string => `${id}-${key.replace('.', '-')}`;

function numberRow(field: NumberField, turning: Turning): HTMLElement {
  const { block, turn, settle, run, unit } = turning;
  const parameter = parameterOf(block(), field, run.steps);
  if (!Number.isFinite(numberOf(block(), field))) return unsetRow(field, turning, parameter.stops);
  const counted = field.unit === 'steps' ? unit : field.unit === 'readings' ? 'readings' : undefined;
  return parameterRow({
    name: idOf(field.key, turning),
    parameter: { ...parameter, label: counted ? `${field.label}, ${counted}` : field.label },
    value: () => tidied(numberOf(block(), field)),
    turn: (value) => turn(withOption(block(), field.key, value)),
    settle,
  });
}

/** A number that follows from others, without the last digits that quotients leave. */
const tidied = (value: number): number => Number(value.toPrecision(12));

/** A limit that there is none of yet. */
function unsetRow(field: NumberField, turning: Turning, stops: readonly number[]): HTMLElement {
  const set = element('button', { type: 'button', textContent: 'None: set one' });
  set.id = idOf(field.key, turning);
  set.ariaLabel = `${field.label}: none, set one`;
  set.addEventListener('click', () => {
    const { block, turn, settle, again } = turning;
    const value = numberOf(block(), field) < 0 ? stops[0] : stops.at(-1);
    turn(withOption(block(), field.key, value));
    settle();
    again();
  });
  return element('div', { className: 'parameter' }, element('span', { textContent: field.label }), set);
}

function choiceRow(field: ChoiceField, turning: Turning): HTMLElement {
  const { block, turn, settle, again } = turning;
  const value = field.get(block());
  const known = field.options.some((one) => one.value === value);
  const options = known ? field.options : [...field.options, { value, label: value }];
  const select = element('select', { id: idOf(field.key, turning), autocomplete: 'off' });
  select.append(...options.map((one) => element('option', { value: one.value, textContent: one.label })));
  select.value = value;
  const refused = element('p', { className: 'refused', role: 'alert' });
  select.addEventListener('change', () => {
    const reason = turn(field.set(block(), select.value));
    refused.textContent = reason ?? '';
    if (reason !== undefined) {
      select.value = field.get(block());
      return;
    }
    settle();
    again();
  });
  const label = element('label', { htmlFor: select.id, textContent: field.label });
  return element('div', { className: 'parameter choice-row' }, label, select, refused);
}

/** A table of steps, or of steps with their rates. */
function listRow(field: ListField, turning: Turning): HTMLElement {
  const { block, turn, settle, again, unit } = turning;
  const isPoints = field.kind === 'points';
  const id = idOf(field.key, turning);
  const given = option(block(), field.key) as (number | [number, number])[];
  const pairs = given.map((entry) => (typeof entry === 'number' ? [entry] : [...entry]));
  const refused = element('p', { className: 'refused', role: 'alert' });
  const tell = (list: number[][]): boolean => {
    const reason = turn(withOption(block(), field.key, isPoints ? list : list.map(([step]) => step)));
    refused.textContent = reason ?? '';
    return reason === undefined;
  };
  const become = (list: number[][]) => {
    if (!tell(list)) return;
    settle();
    again();
  };
  const input = (value: number, row: number, column: number): HTMLElement => {
    const what = column === 0 ? unit.slice(0, -1) : 'rate';
    const made = element('input', { type: 'number', step: 'any', value: String(value), autocomplete: 'off' });
    made.id = `${id}-${row}-${column}`;
    made.ariaLabel = `${field.label} ${row + 1}, ${what}`;
    // The table begins with the run.
    made.disabled = isPoints && row === 0 && column === 0;
    made.addEventListener('input', () => {
      const list = pairs.map((pair) => [...pair]);
      (list[row] as number[])[column] = made.valueAsNumber;
      const taken = tell(list);
      made.ariaInvalid = String(!taken);
      if (taken) (pairs[row] as number[])[column] = made.valueAsNumber;
    });
    made.addEventListener('change', settle);
    return made;
  };
  const rows = pairs.map((pair, row) => {
    const away = element('button', { type: 'button', textContent: '−', id: `${id}-less-${row}` });
    away.ariaLabel = `Remove ${field.label.toLowerCase()} ${row + 1}`;
    away.ariaDisabled = String(pairs.length === 1 || (isPoints && row === 0));
    away.addEventListener('click', () => {
      if (away.ariaDisabled === 'false') become(pairs.filter((_, i) => i !== row));
    });
    return element(
      'div',
      { className: 'table-row' },
      ...pair.map((value, column) => input(value, row, column)),
      away,
    );
  });
  const more = element('button', { type: 'button', textContent: 'Add one', id: `${id}-more` });
  more.addEventListener('click', () => {
    const [step = 0, rate = 0] = pairs.at(-1) as number[];
    const next = Math.round(step + Math.max(1, (turning.run.steps - step) / 2));
    become([...pairs, isPoints ? [next, rate] : [next]]);
  });
  const legend = element('legend', {
    textContent: isPoints ? `${field.label}: ${unit.slice(0, -1)}, rate` : `${field.label}, ${unit}`,
  });
  return element('fieldset', { className: 'table' }, legend, ...rows, more, refused);
}
