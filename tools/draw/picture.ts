/** A curve as a small SVG that is at home on light and dark pages. */
export function picture(title: string, rates: readonly number[]): string {
  const [width, height, margin] = [240, 96, 8];
  const top = Math.max(...rates);
  const x = (i: number) => margin + (i / (rates.length - 1)) * (width - 2 * margin);
  const y = (rate: number) => height - margin - (rate / top) * (height - 2 * margin);
  const points = rates.map((rate, i) => `${round(x(i))},${round(y(rate))}`);
  // A step is a jump, not a slope.
  const path = points
    .filter((point, i) => i === 0 || i === points.length - 1 || !between(points, i, point))
    .join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>polyline{fill:none;stroke:#c2410c;stroke-width:2;stroke-linejoin:round}line{stroke:#d4d4d4}@media(prefers-color-scheme:dark){polyline{stroke:#fb923c}line{stroke:#525252}}</style>
<line x1="${margin}" y1="${height - margin}" x2="${width - margin}" y2="${height - margin}"/>
<polyline points="${path}"/>
</svg>
`;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** Whether a point lies level between its neighbours, and adds nothing. */
function between(points: readonly string[], i: number, point: string): boolean {
  const level = (one: string | undefined) => one?.split(',')[1];
  return level(points[i - 1]) === level(point) && level(point) === level(points[i + 1]);
}
