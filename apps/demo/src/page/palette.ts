/** The colors of what is drawn on canvases: those of the page's style sheet, since a canvas knows nothing of it. */
export interface Palette {
  ink: string;
  quiet: string;
  faint: string;
  line: string;
  paper: string;
  accent: string;
  /** Of each lane. */
  lanes: string[];
  /** Of each class in the pictures, as red, green and blue. */
  classes: [number, number, number][];
}

const names = ['ink', 'quiet', 'faint', 'line', 'paper', 'accent'] as const;
const [laneCount, classCount] = [6, 6];

/** The palette of the moment. It follows the system and the page's own switch, and says so. */
export function livePalette(changed: () => void): Palette {
  const palette = { lanes: [], classes: [] } as unknown as Palette;
  const probe = document.createElement('span');
  probe.hidden = true;
  // Forced colors would replace what is asked for.
  probe.style.setProperty('forced-color-adjust', 'none');
  const color = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const read = () => {
    document.body.append(probe);
    for (const name of names) palette[name] = color(name);
    palette.lanes = Array.from({ length: laneCount }, (_, lane) => color(`lane-${lane}`));
    palette.classes = Array.from({ length: classCount }, (_, one) => rgb(color(`class-${one}`)));
    probe.remove();
  };
  const again = () => {
    read();
    changed();
  };
  read();
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
    matchMedia(query).addEventListener('change', again);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return palette;
}

function rgb(color: string): [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}
