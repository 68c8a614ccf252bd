import type { Forecast } from '../forecast.ts';
import { element } from '../page/element.ts';
import { count, figure } from '../words.ts';

const namespace = 'http://www.w3.org/2000/svg';
const [width, height, edge] = [1000, 200, 8];
/** More than a screen shows side by side. */
const most = 1000;

/** The curve of a plan, large. */
export class CurveView {
  readonly element: HTMLElement;
  readonly #line = document.createElementNS(namespace, 'path');
  readonly #svg = document.createElementNS(namespace, 'svg');
  readonly #top = element('span', { className: 'composer-top' });
  readonly #end = element('span', { className: 'composer-end' });
  readonly #unsure = element('span', { className: 'composer-unsure', textContent: 'if it never acts' });

  constructor() {
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#svg.setAttribute('preserveAspectRatio', 'none');
    this.#svg.setAttribute('role', 'img');
    this.#svg.append(this.#line);
    const axis = element(
      'div',
      { className: 'composer-axis' },
      element('span', { textContent: 'step 0' }),
      this.#end,
    );
    this.element = element(
      'div',
      { className: 'composer-curve' },
      this.#top,
      this.#unsure,
      this.#svg as never,
      axis,
    );
  }

  draw({ rates, certain }: Forecast): void {
    const top = Math.max(...rates);
    const shown = Math.min(rates.length, most);
    const points = Array.from({ length: shown }, (_, i) => {
      const share = i / (shown - 1);
      const rate = rates[Math.round(share * (rates.length - 1))] as number;
      const y = height - edge - (rate / (top || 1)) * (height - 2 * edge);
      return `${(share * width).toFixed(1)} ${y.toFixed(1)}`;
    });
    this.#line.setAttribute('d', `M${points.join('L')}`);
    this.#svg.classList.toggle('unsure', !certain);
    this.#unsure.hidden = certain;
    this.#top.textContent = `rate ${figure(top)}`;
    this.#end.textContent = `step ${count(rates.length)}`;
    this.#svg.setAttribute('aria-label', inWords({ rates, certain }));
  }
}

/** What is to be seen. */
export function inWords({ rates, certain }: Forecast): string {
  const top = Math.max(...rates);
  const said = `The rate over ${count(rates.length)} steps${certain ? '' : ', if it never acts'}`;
  const first = figure(rates[0]);
  return `${said}: it begins at ${first}, is highest with ${figure(top)} at step ${count(rates.indexOf(top))}, and ends at ${figure(rates.at(-1))}.`;
}
