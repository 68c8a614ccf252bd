import { type Point, written } from './line.ts';

/** One setting of what is drawn. */
export interface Line {
  readonly label: string;
  readonly rates: readonly number[];
}

export interface Picture {
  readonly title: string;
  /** The second line is dashed, and lighter. */
  readonly lines: readonly Line[];
  /** The rate at the base line. Default 0. */
  readonly base?: number;
  /** Draws each line to its own height, from its lowest rate to its highest: for rates that cannot be compared. */
  readonly apart?: boolean;
}

const [width, height, margin, legend] = [240, 112, 8, 16];
const floor = height - legend;

/** Curves as a small SVG that is at home on light and dark pages. */
export function picture({ title, lines, base = 0, apart = false }: Picture): string {
  const every = lines.flatMap(({ rates }) => rates);
  const drawn = lines.map(({ label, rates }, i) => {
    const [low, high] = apart ? [Math.min(...rates), Math.max(...rates)] : [base, Math.max(...every)];
    const points = rates.map((rate, step): Point => {
      const x = margin + (step / (rates.length - 1)) * (width - 2 * margin);
      // Lines that stand apart keep clear of the base line, which is not their zero.
      const share = (rate - low) / (high - low);
      return [x, floor - (apart ? 8 + share * (floor - margin - 8) : share * (floor - margin))];
    });
    const kind = i === 0 ? '' : ' class="other"';
    const left = i === 0 ? margin : Math.min(width / 2, width - roomFor(label));
    const words = `<text x="${left + 22}" y="${height - 3}">${label}</text>`;
    const sample = `<polyline${kind} points="${left},${height - 6} ${left + 17},${height - 6}"/>`;
    return `<polyline${kind} points="${written(points)}"/>\n${sample}${words}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>polyline{fill:none;stroke:#c2410c;stroke-width:2;stroke-linejoin:round}.other{stroke:#e8955f;stroke-width:1.6;stroke-dasharray:5 3}line{stroke:#d4d4d4}text{font:10px system-ui,sans-serif;fill:#737373}@media(prefers-color-scheme:dark){polyline{stroke:#fb923c}.other{stroke:#c98a5e}line{stroke:#525252}text{fill:#a3a3a3}}</style>
<line x1="${margin}" y1="${floor}" x2="${width - margin}" y2="${floor}"/>
${drawn.reverse().join('\n')}
</svg>
`;
}

/** What a label takes beside its sample, in the widest of the usual fonts. */
const roomFor = (label: string) => 22 + 6 * label.length;
