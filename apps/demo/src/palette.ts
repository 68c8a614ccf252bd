/** The colors of the charts: those of the page's style sheet, since a canvas knows nothing of it. */
export interface Palette {
  ink: string;
  quiet: string;
  faint: string;
  line: string;
  paper: string;
  accent: string;
  cool: string;
}

const names = ['ink', 'quiet', 'faint', 'line', 'paper', 'accent', 'cool'] as const;

/** The palette of the moment. It follows the system from light to dark and back, and says so. */
export function livePalette(changed: () => void): Palette {
  const palette = {} as Palette;
  const read = () => {
    const style = getComputedStyle(document.documentElement);
    for (const name of names) palette[name] = style.getPropertyValue(`--${name}`).trim();
  };
  read();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    read();
    changed();
  });
  return palette;
}
