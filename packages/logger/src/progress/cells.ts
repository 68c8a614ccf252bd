/** What takes no column: marks on the letter before, joiners, and what a terminal does not print. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

/** What takes two columns: Chinese, Japanese and Korean characters, full-width forms, emoji. */
const TWO =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

const ESCAPE = '\u001b';

/** What moves a cursor or sets a color. */
const CODES = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, 'g');

/** How many columns of a terminal a text takes; colors take none. */
export function cells(text: string): number {
  let sum = 0;
  for (const character of text.replace(CODES, '')) sum += cellsOf(character);
  return sum;
}

/** The beginning of a text that fits into so many columns. */
export function cut(text: string, width: number): string {
  let sum = 0;
  let kept = '';
  for (const character of text) {
    sum += cellsOf(character);
    if (sum > width) break;
    kept += character;
  }
  return kept;
}

/** A text on one line, without what would move a cursor or change a color. */
export function printable(text: string): string {
  // The codes of a terminal go as a whole: `[31m` without its escape character would be noise.
  return text
    .replace(CODES, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function cellsOf(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (NONE.test(character)) return 0;
  return TWO.test(character) ? 2 : 1;
}
