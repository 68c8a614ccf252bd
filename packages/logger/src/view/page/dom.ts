type Props = Readonly<Record<string, string | number | boolean | EventListener | undefined>>;

/**
 * An element. Strings become text, never markup: what is in a run's file cannot become part of the page.
 *
 * @param props attributes; `on…` are listeners, `true` is an empty attribute, `false` and `undefined` are none.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** The short line in a run's color that stands for it. */
export function swatch(run: number, column = 0): HTMLElement {
  const element = h('span', { class: 'swatch', 'aria-hidden': 'true', 'data-dash': dashOf(run, column) });
  element.style.setProperty('--swatch', `var(--run-${run % COLORS})`);
  return element;
}

/** Which dashes a line has: columns are told apart by them, and runs beyond the last color, too. */
export function dashOf(run: number, column: number): number {
  return (column + Math.floor(run / COLORS)) % 4;
}

/** How many colors there are. */
export const COLORS = 8;

/** A button that is on or off. */
export function toggle(
  pressed: boolean,
  change: () => void,
  ...children: readonly (Node | string)[]
): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'toggle', 'aria-pressed': String(pressed), onclick: change },
    ...children,
  );
}
