/** A number as people write it: so many digits, powers of ten where there would be many zeros, no zeros at its end. */
export function figure(value: number, digits: number): string {
  const short = Number(value.toPrecision(digits));
  const size = Math.abs(short);
  if (size >= 1e6 && size < Infinity) return short.toExponential().replace('+', '');
  if (size >= 1000) return String(Math.round(value));
  return short !== 0 && size < 1e-3 ? short.toExponential() : String(short);
}

/** A time in its two largest units: `12s`, `3m20s`, `1h02m`, `2d03h`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)}d${two(hours % 24)}h`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
