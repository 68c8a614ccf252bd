/** How a lane is told from the others where its color cannot be: by its dash and by its marker. */
export interface Lane {
  /** Lengths of dashes and gaps in CSS pixels; none is a solid line. */
  readonly dash: readonly number[];
  /** The marker in a square from −1 to 1, as an SVG path. */
  readonly marker: string;
  /** What the marker is called. */
  readonly shape: string;
}

/** The six lanes. Their colors are `--lane-0` to `--lane-5` of the style sheet. */
export const lanes: readonly Lane[] = [
  { dash: [], shape: 'circle', marker: 'M-0.9 0A0.9 0.9 0 1 1 0.9 0A0.9 0.9 0 1 1 -0.9 0Z' },
  { dash: [8, 4], shape: 'square', marker: 'M-0.8 -0.8H0.8V0.8H-0.8Z' },
  { dash: [2, 3], shape: 'triangle', marker: 'M0 -1L1 0.8H-1Z' },
  { dash: [10, 3, 2, 3], shape: 'diamond', marker: 'M0 -1.1L1.1 0L0 1.1L-1.1 0Z' },
  { dash: [5, 3], shape: 'wedge', marker: 'M0 1L1 -0.8H-1Z' },
  {
    dash: [14, 3, 2, 3, 2, 3],
    shape: 'cross',
    marker: 'M-1 -0.4H-0.4V-1H0.4V-0.4H1V0.4H0.4V1H-0.4V0.4H-1Z',
  },
];

export function laneOf(lane: number): Lane {
  return lanes[lane] as Lane;
}

/** The lowest lane that nobody runs in. */
export function freeLane(taken: readonly { readonly lane: number }[]): number | undefined {
  return lanes.map((_, lane) => lane).find((lane) => !taken.some((racer) => racer.lane === lane));
}

const namespace = 'http://www.w3.org/2000/svg';

/** A lane's dash and marker in the size of a letter. It says nothing to those who cannot see it: the name beside it does. */
export function glyph(lane: number): SVGElement {
  const { dash, marker } = laneOf(lane);
  const svg = svgElement('svg', { class: 'glyph', viewBox: '0 0 30 12', 'aria-hidden': 'true' });
  svg.style.setProperty('--lane', `var(--lane-${lane})`);
  svg.append(
    svgElement('path', { class: 'glyph-line', d: 'M1 6H29', 'stroke-dasharray': dash.join(' ') }),
    svgElement('path', { class: 'glyph-marker', d: marker, transform: 'translate(15 6) scale(4.6)' }),
  );
  return svg;
}

export function svgElement(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}
