import { nearestStop, nextStop, type Parameter } from './parameter.ts';

/** What a row needs to know of the schedule that it turns. */
export interface Turned {
  readonly name: string;
  readonly parameter: Parameter;
  /** The value in force. */
  readonly value: () => number;
  /** Puts a value in force, or says why it cannot be. */
  readonly turn: (value: number) => string | undefined;
  /** The visitor has let go. */
  readonly settle: () => void;
}

/**
 * One parameter: a label, a slider, and a field for the number in full.
 *
 * A wrong number stays in its field with the reason under it, and the last good one stays in force; Escape brings that
 * one back.
 */
export function parameterRow({ name, parameter, value, turn, settle }: Turned): HTMLElement {
  const { label: text, stops } = parameter;
  const field = input('number');
  field.id = `parameter-${name}`;
  field.step = 'any';
  const slider = input('range');
  slider.max = String(stops.length - 1);
  slider.ariaLabel = `${text}, slider`;
  const label = document.createElement('label');
  label.htmlFor = field.id;
  label.textContent = text;
  const refused = document.createElement('p');
  refused.className = 'refused';
  refused.id = `refused-${name}`;
  refused.role = 'alert';

  const stand = () => {
    slider.value = String(nearestStop(parameter, value()));
    // The slider counts stops; what matters is the value that it stands at.
    slider.ariaValueText = String(value());
  };
  const complain = (reason: string | undefined) => {
    refused.textContent = reason ?? '';
    field.ariaInvalid = String(reason !== undefined);
    if (reason === undefined) field.removeAttribute('aria-describedby');
    else field.setAttribute('aria-describedby', refused.id);
  };
  const show = () => {
    field.value = String(value());
    complain(undefined);
    stand();
  };

  slider.addEventListener('input', () => {
    const reason = turn(stops[slider.valueAsNumber] as number);
    show();
    complain(reason);
  });
  slider.addEventListener('change', settle);
  field.addEventListener('input', () => {
    // -0 would be shown as 0 in the code.
    complain(turn(field.valueAsNumber + 0));
    stand();
  });
  field.addEventListener('change', settle);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      show();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      // By itself the field would move by 1, which is a large step for a rate.
      event.preventDefault();
      const reason = turn(nextStop(parameter, value(), event.key === 'ArrowUp'));
      show();
      complain(reason);
      settle();
    }
  });
  show();

  const row = document.createElement('div');
  row.className = 'parameter';
  row.append(label, slider, field, refused);
  return row;
}

function input(type: string): HTMLInputElement {
  const element = document.createElement('input');
  element.type = type;
  // Some browsers bring back what was there before a reload, and would be out of step with the page.
  element.autocomplete = 'off';
  return element;
}
