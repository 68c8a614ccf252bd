/** The most that an app may gain, in bytes; what it pays for rxjs is not in them. */
export const limits = {
  /** One curve of a formula of its own, with all that makes it a schedule. */
  alone: { minified: 2950, gzip: 1525 },
  /** One that is made of other curves, or of lists. */
  composed: { minified: 4150, gzip: 2100 },
  /** `curve` itself, which also copies the JSON of what a schedule of one's own says of itself. */
  maker: { minified: 4850, gzip: 2300 },
  /** One more curve, where the others are there already. */
  further: { gzip: 300 },
} as const;

/** Words that only one trade says: where curves and combinators are bundled and a word turns up, that trade came along. */
export const tellTales: readonly (readonly [trade: string, word: string])[] = [
  ['feedback', 'bestAt'],
  ['feedback', 'nonFinite'],
  ['feedback', 'no report carried'],
  ['fromJSON', 'fromJSON'],
  ['describe', 'no gain >'],
  ['describe', 'begins at step'],
];
