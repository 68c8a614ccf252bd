import type { Forecast } from './forecast.ts';

const [width, height, edge] = [72, 22, 2];
/** So many points to the width, so that stairs are stairs and cycles have their tops. */
const most = 4 * width;
const namespace = 'http://www.w3.org/2000/svg';

/** A schedule in the size of a word. One whose future is not known breaks off. */
export function sparkline({ rates, certain }: Forecast, top: number): SVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('class', 'sparkline');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('aria-hidden', 'true');
  const shown = certain ? 1 : 0.5;
  const points = Array.from({ length: most + 1 }, (_, i) => i / most)
    .filter((share) => share <= shown)
    .map((share) => {
      const rate = rates[Math.round(share * (rates.length - 1))] as number;
      return `${(share * width).toFixed(1)} ${(height - edge - (rate / top) * (height - 2 * edge)).toFixed(1)}`;
    });
  const line = document.createElementNS(namespace, 'path');
  line.setAttribute('d', `M${points.join('L')}`);
  svg.append(line);
  if (!certain) {
    const unknown = document.createElementNS(namespace, 'text');
    unknown.setAttribute('x', String(width * 0.7));
    unknown.setAttribute('y', String(height - 6));
    unknown.textContent = '?';
    svg.append(unknown);
  }
  return svg;
}
