/** What the keys need to know of a chart. */
export interface KeyedChart {
  readonly label: string;
  /** The places that the cursor can be at, in order. */
  readonly places: () => readonly number[];
  /** What is at a place, in words. */
  readonly said: (x: number) => string;
  /** Puts the cursor at a place, or takes it away. */
  readonly move: (x: number | undefined) => void;
  /** Zooms by a factor around a place; without a factor, back to all. */
  readonly zoom: (factor?: number, around?: number) => void;
}

/**
 * Makes a chart work by keyboard: arrows move the cursor by a point, with Shift by ten, Page Up and Page Down by a tenth of
 * what is seen, Home and End to its ends; plus and minus zoom around it, 0 shows all again, Escape lets go. To assistive
 * technology it is a slider along the axis.
 */
export function chartKeys(element: HTMLElement, chart: KeyedChart): void {
  let at: number | undefined;
  element.tabIndex = 0;
  element.setAttribute('role', 'slider');
  element.setAttribute('aria-label', chart.label);
  const tell = (x: number): void => {
    const places = chart.places();
    element.setAttribute('aria-valuemin', String(places[0] ?? 0));
    element.setAttribute('aria-valuemax', String(places.at(-1) ?? 0));
    element.setAttribute('aria-valuenow', String(x));
    element.setAttribute('aria-valuetext', chart.said(x));
  };
  const put = (by: number): void => {
    const places = chart.places();
    if (places.length === 0) return;
    const here = places.findIndex((x) => x >= (at ?? Infinity));
    const next = Math.max(0, Math.min(places.length - 1, (here < 0 ? places.length - 1 : here) + by));
    at = places[next] as number;
    chart.move(at);
    tell(at);
  };
  const last = chart.places().at(-1);
  tell(last ?? 0);
  element.addEventListener('focus', () => element.matches(':focus-visible') && put(0));
  element.addEventListener('blur', () => chart.move(undefined));
  element.addEventListener('keydown', (event) => {
    const tenth = Math.ceil(chart.places().length / 10);
    const stride = event.shiftKey ? 10 : 1;
    const zoom = (factor?: number) => () => {
      chart.zoom(factor, at);
      put(0);
    };
    const moves: Record<string, () => void> = {
      ArrowLeft: () => put(-stride),
      ArrowDown: () => put(-stride),
      ArrowRight: () => put(stride),
      ArrowUp: () => put(stride),
      PageDown: () => put(-tenth),
      PageUp: () => put(tenth),
      Home: () => put(-Infinity),
      End: () => put(Infinity),
      '+': zoom(0.5),
      '=': zoom(0.5),
      '-': zoom(2),
      '0': zoom(),
      Escape: () => chart.move(undefined),
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  });
}
