import type { Axis } from './clock.ts';
import { h, swatch } from './dom.ts';
import { type Line, placeAt } from './line.ts';
import { placeText, valueText } from './words.ts';

/** What the lines are at a place: for the eye a box beside the cursor, for the ear a sentence. */
export class Readout {
  readonly element: HTMLElement = h('div', { class: 'readout', hidden: true });

  show(lines: readonly Line[], x: number, axis: Axis, left: number, width: number): void {
    const columns = new Set(lines.map(({ column }) => column)).size;
    const items = values(lines, x).map(([line, value]) =>
      h(
        'li',
        {},
        swatch(line.run, line.dash),
        h('span', { class: 'who' }, columns > 1 ? `${line.name} · ${line.column}` : line.name),
        h('b', {}, value),
      ),
    );
    this.element.replaceChildren(h('strong', {}, placeText(x, axis)), h('ul', {}, ...items));
    this.element.hidden = items.length === 0;
    // On the side of the cursor where there is more room.
    const right = left > width / 2;
    this.element.style.left = right ? 'auto' : `${left + 14}px`;
    this.element.style.right = right ? `${width - left + 14}px` : 'auto';
    this.element.style.maxWidth = `${Math.max(width / 2 + Math.abs(left - width / 2) - 18, 120)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

/** The lines that are there, with their values in words. */
function values(lines: readonly Line[], x: number): [Line, string][] {
  return lines.flatMap((line): [Line, string][] => {
    const place = placeAt(line, x);
    return place === undefined ? [] : [[line, valueText(line.ys[place] as number)]];
  });
}

/** The same as a sentence. */
export function said(lines: readonly Line[], x: number, axis: Axis): string {
  const each = values(lines, x).map(([{ name, column }, value]) => `${name}, ${column}: ${value}`);
  return `${placeText(x, axis)}; ${each.length === 0 ? 'no values' : each.join('; ')}`;
}
