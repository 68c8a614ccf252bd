/** A measured number at a length that does not jump: three digits that count, two where it is tiny or huge. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  return size < -3 || size > 4
    ? value.toExponential(1).replace('e+', 'e')
    : value.toFixed(Math.max(0, 2 - size));
}

/** A share in percent. */
export function percent(share: number | undefined): string {
  return share === undefined || !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(1)} %`;
}

/** A count with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
