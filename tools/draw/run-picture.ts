import type { Cause } from '@anneal/core';
import { type Point, round, written } from './line.ts';

/** A finished step of a run. */
export interface Row {
  readonly step: number;
  readonly rate: number;
  readonly causes?: readonly Cause[];
  readonly loss: number;
  readonly valLoss?: number;
}

export interface RunPicture {
  readonly title: string;
  /** One for each step, in order. */
  readonly rows: readonly Row[];
  /** What a cause is called in the picture, in a few words. */
  readonly says: (cause: Cause) => string;
}

const [width, left, right] = [720, 52, 16];
/** Where the labels begin, and where the two charts stand. */
const [words, rates, losses] = [16, { top: 56, floor: 172 }, { top: 204, floor: 372 }];
const height = losses.floor + 26;

/** A run as an SVG that is at home on light and dark pages: its rate, below that its loss, and who acted where. */
export function runPicture({ title, rows, says }: RunPicture): string {
  const x = (step: number) => left + (step / (rows.length - 1)) * (width - left - right);
  const across = (at: number) => `x1="${left}" y1="${round(at)}" x2="${width - right}" y2="${round(at)}"`;

  const most = Math.max(...rows.map(({ rate }) => rate));
  const rateAt = between(0, most, rates);
  const least = Math.min(...rows.map(({ loss }) => loss));
  const worst = Math.max(...rows.map(({ loss }) => loss));
  const lossAt = (loss: number) => between(Math.log(least), Math.log(worst), losses)(Math.log(loss));
  const training = rows.map(({ step, loss }): Point => [x(step), lossAt(loss)]);
  const held = rows.flatMap(({ step, valLoss }): Point[] =>
    valLoss === undefined ? [] : [[x(step), lossAt(valLoss)]],
  );
  const rated = rows.map(({ step, rate }): Point => [x(step), rateAt(rate)]);
  const tens = [0.01, 0.1, 1, 10].filter((loss) => loss > least && loss < worst);

  const line = (kind: string, points: readonly Point[]) =>
    `<polyline class="${kind}" points="${written(points)}"/>`;
  const ruler = (at: number, label: string) =>
    `<line ${across(at)}/><text class="end" x="${left - 8}" y="${round(at + 4)}">${label}</text>`;
  const legend = (at: number, kind: string, label: string) =>
    `<text class="end ${kind}" x="${width - right}" y="${at}">${label}</text>`;

  const marks = marksOf(rows, says).map(({ step, said }) => {
    const at = round(x(step));
    const texts = said.map((one, i) => `<text x="${at + 5}" y="${words + 15 * i}">${one}</text>`);
    return [
      `<line class="mark" x1="${at}" y1="${words - 10}" x2="${at}" y2="${losses.floor}"/>`,
      `<text class="mid" x="${at}" y="${losses.floor + 17}">${step}</text>`,
      ...texts,
    ].join('');
  });
  const end = rows.length - 1;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>polyline,.dots{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}.dots{stroke-width:5;stroke-linecap:round}.rate{--ink:#c2410c}.loss{--ink:#a3a3a3}.held{--ink:#1d4ed8}polyline.loss{stroke-width:1}line{stroke:#e5e5e5}.mark{stroke:#737373;stroke-dasharray:2 3}text{font:12px system-ui,sans-serif;fill:#525252}text.rate,text.held{fill:var(--ink)}.end{text-anchor:end}.mid{text-anchor:middle}@media(prefers-color-scheme:dark){.rate{--ink:#fb923c}.loss{--ink:#737373}.held{--ink:#93c5fd}line{stroke:#404040}.mark{stroke:#a3a3a3}text{fill:#a3a3a3}}</style>
${ruler(rateAt(most), `${most}`)}
${ruler(rateAt(0), '0')}
${tens.map((loss) => ruler(lossAt(loss), `${loss}`)).join('\n')}
${marks.join('\n')}
<text class="mid" x="${left}" y="${losses.floor + 17}">0</text><text class="end" x="${width - right}" y="${losses.floor + 17}">step ${end}</text>
${line('loss', training)}
${line('held', held)}<path class="dots held" d="${held.map(([x, y]) => `M${round(x)},${round(y)}h0`).join('')}"/>
${line('rate', rated)}
${legend(rates.top + 19, 'rate', 'rate')}
${legend(losses.top + 8, 'loss', 'loss')}
${legend(losses.top + 24, 'held', 'valLoss')}
</svg>
`;
}

/** A chart's height for a value. */
const between =
  (low: number, high: number, { top, floor }: { readonly top: number; readonly floor: number }) =>
  (value: number) =>
    floor - ((value - low) / (high - low)) * (floor - top);

/** What acted, step by step; what acted within a few steps stands at the first of them. */
function marksOf(rows: readonly Row[], says: RunPicture['says']) {
  const marks: { readonly step: number; readonly said: string[] }[] = [];
  for (const { step, causes = [] } of rows) {
    if (causes.length === 0) continue;
    const before = marks.at(-1);
    const said = causes.map(says);
    if (before !== undefined && step - before.step < 5) before.said.push(...said);
    else marks.push({ step, said });
  }
  return marks;
}
