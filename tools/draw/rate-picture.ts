import { found, readings } from '../../examples/10-find-rate.ts';
import { type Point, round, written } from './line.ts';

const [width, height, left, right, top, floor] = [720, 260, 44, 16, 30, 216];

/** The range test of the example: the loss and its average against the rate, with the band and the marks. */
export function ratePicture(): string {
  const [first, last] = [readings[0]?.rate as number, readings.at(-1)?.rate as number];
  const x = (rate: number) =>
    left + (Math.log(rate / first) / Math.log(last / first)) * (width - left - right);
  // What is higher than twice the start is out of the picture.
  const most = 2 * (readings[0]?.loss as number);
  const y = (loss: number) => floor - (Math.min(loss, most) / most) * (floor - top);
  const line = (kind: 'loss' | 'smoothed') => {
    const points = readings.map((reading): Point => [x(reading.rate), y(reading[kind])]);
    return `<polyline class="${kind}" points="${written(points)}"/>`;
  };
  const [low, high] = (found?.band ?? [first, first]).map(x) as [number, number];
  const marks = (['valley', 'slide', 'minimum'] as const).map((name) => {
    const at = round(x(found?.[name] ?? first));
    return `<line class="mark" x1="${at}" y1="${top - 6}" x2="${at}" y2="${floor}"/><text class="mid" x="${at}" y="${top - 11}">${name}</text>`;
  });
  const decades = Array.from({ length: 10 }, (_, i) => i - 7).map(
    (decade) => `<text class="mid" x="${round(x(10 ** decade))}" y="${floor + 17}">1e${decade}</text>`,
  );
  const levels = [0, 1, 2].map((loss) => {
    const at = round(y(loss));
    return `<line x1="${left}" y1="${at}" x2="${width - right}" y2="${at}"/><text class="end" x="${left - 8}" y="${at + 4}">${loss}</text>`;
  });
  const title = 'A range test: the loss at each rate, its average, and the band between valley and slide';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>polyline{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}.loss{--ink:#a3a3a3}.smoothed{--ink:#1d4ed8}polyline.loss{stroke-width:1}rect{fill:#c2410c;opacity:.15}line{stroke:#e5e5e5}.mark{stroke:#c2410c;stroke-dasharray:2 3}text{font:12px system-ui,sans-serif;fill:#525252}text.smoothed{fill:var(--ink)}.end{text-anchor:end}.mid{text-anchor:middle}@media(prefers-color-scheme:dark){.loss{--ink:#737373}.smoothed{--ink:#93c5fd}rect{fill:#fb923c}line{stroke:#404040}.mark{stroke:#fb923c}text{fill:#a3a3a3}}</style>
${levels.join('\n')}
<rect x="${round(low)}" y="${top}" width="${round(high - low)}" height="${floor - top}"/>
${marks.join('\n')}
${decades.join('\n')}
<text x="${left}" y="${floor + 36}">rate</text>
<text class="end" x="${width - right}" y="${floor + 36}">loss in grey, <tspan class="smoothed">its average</tspan> in blue</text>
${line('loss')}
${line('smoothed')}
</svg>
`;
}
