/** What the keys need to know of a chart. */
export interface KeyedChart {
  readonly label: string;
  /** How many steps it shows. */
  readonly steps: () => number;
  /** The step to begin at. */
  readonly start: () => number;
  /** What is at a step, in words. */
  readonly said: (step: number) => string;
  /** Puts the cursor on a step, or takes it away. */
  readonly move: (step: number | undefined) => void;
}

/**
 * Makes the cursor of a chart work by keyboard: arrows for a step, with Shift for ten, Page Up and Page Down for a tenth
 * of the run, Home and End for its ends, Escape to let go. To assistive technology it is a slider along the steps.
 */
export function chartKeys(element: HTMLElement, chart: KeyedChart): void {
  let at = 0;
  element.tabIndex = 0;
  element.role = 'slider';
  element.ariaLabel = chart.label;
  element.ariaValueMin = '0';
  const put = (step: number) => {
    at = Math.max(0, Math.min(chart.steps() - 1, step));
    chart.move(at);
    element.ariaValueMax = String(chart.steps() - 1);
    element.ariaValueNow = String(at);
    element.ariaValueText = chart.said(at);
  };
  element.ariaValueNow = '0';
  element.ariaValueMax = String(chart.steps() - 1);
  element.ariaValueText = chart.said(0);
  element.addEventListener('focus', () => {
    at = chart.start();
    if (element.matches(':focus-visible')) put(at);
  });
  element.addEventListener('blur', () => chart.move(undefined));
  element.addEventListener('keydown', (event) => {
    const tenth = Math.ceil(chart.steps() / 10);
    const stride = event.shiftKey ? 10 : 1;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => put(at - stride),
      ArrowDown: () => put(at - stride),
      ArrowRight: () => put(at + stride),
      ArrowUp: () => put(at + stride),
      PageDown: () => put(at - tenth),
      PageUp: () => put(at + tenth),
      Home: () => put(0),
      End: () => put(chart.steps() - 1),
      Escape: () => chart.move(undefined),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  });
}
