/** A value that stands for a bare NaN, which JSON has no place for. */
const nan = '\u0000NaN\u0000';

/** JSON, or what Python and others write for it: with `NaN`, `Infinity` and `-Infinity` where a number may stand. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const plain = withoutBareNumbers(line);
    // Only now, since nearly every line is plain JSON.
    if (plain === line) throw error;
    return JSON.parse(plain, (_, value) => (value === nan ? Number.NaN : value));
  }
}

/** One line that any JSON reader takes, in ASCII, since not every reader's encoding is UTF-8; non-finite numbers as Python writes them. */
export function lineOf(message: unknown): string {
  const text = JSON.stringify(message, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? `\u0000${value}\u0000` : value,
  );
  return `${text
    .replace(/"\\u0000(NaN|-?Infinity)\\u0000"/g, '$1')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** Rewrites what stands outside of strings; read by hand, since a string may be megabytes long. */
function withoutBareNumbers(line: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < line.length) {
    const open = line.indexOf('"', at);
    const outside = line.slice(at, open === -1 ? line.length : open);
    // What is too large to be a number is read as infinite.
    parts.push(outside.replace(/\bInfinity\b/g, '1e999').replace(/\bNaN\b/g, JSON.stringify(nan)));
    if (open === -1) break;
    const close = endOfString(line, open);
    parts.push(line.slice(open, close));
    at = close;
  }
  return parts.join('');
}

/** Behind the quote that closes the string that `open` opens. */
function endOfString(line: string, open: number): number {
  let close = open;
  let isEscaped = true;
  while (isEscaped) {
    close = line.indexOf('"', close + 1);
    if (close === -1) return line.length;
    let slashes = 0;
    while (line[close - 1 - slashes] === '\\') slashes++;
    isEscaped = slashes % 2 === 1;
  }
  return close + 1;
}
