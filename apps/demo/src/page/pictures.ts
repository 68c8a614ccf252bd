import { byId, setText } from '../dom.ts';
import type { News } from '../race/messages.ts';
import type { Racer } from '../race/setup.ts';
import { percent } from '../words.ts';
import { element } from './element.ts';
import { glyph } from './lanes.ts';
import type { Palette } from './palette.ts';
import type { Standing } from './standings.ts';

type Facts = Extract<News, { type: 'set' }>;
type Answers = Extract<News, { type: 'pictures' }>;

/** How many canvas pixels a picture has on a side; the style sheet says how large it is. */
const side = 256;

/** What each racer answers over the plane, the examples drawn over it. */
export class Pictures {
  readonly #place = byId('pictures');
  readonly #palette: Palette;
  readonly #select: (lane: number) => void;
  readonly #canvases = new Map<number, HTMLCanvasElement>();
  readonly #answers = new Map<number, { readonly size: number; readonly answers: Float32Array }>();
  #examples: HTMLCanvasElement | undefined;
  #facts: Facts | undefined;
  #who = '';
  /** The lanes whose picture is to be drawn with the next frame. */
  readonly #stale = new Set<number>();

  constructor(palette: Palette, select: (lane: number) => void) {
    this.#palette = palette;
    this.#select = select;
  }

  /** Another race: other examples, and nothing answered yet. */
  clear(): void {
    this.#answers.clear();
    this.#redraw();
  }

  hear({ size, pictures }: Answers): void {
    for (const { lane, answers } of pictures) {
      this.#answers.set(lane, { size, answers });
      this.#stale.add(lane);
    }
  }

  /** The colors are others. */
  recolor(): void {
    this.#examples = undefined;
    this.#redraw();
  }

  show(
    racers: readonly Racer[],
    facts: Facts | undefined,
    standings: readonly Standing[],
    focused: number,
  ): void {
    const who = racers.map(({ lane, name }) => `${lane} ${name}`).join('\n');
    if (who !== this.#who) this.#hang(racers);
    this.#who = who;
    if (facts !== this.#facts) {
      this.#facts = facts;
      this.#examples = undefined;
      this.#redraw();
    }
    for (const figure of this.#place.children) {
      const lane = Number((figure as HTMLElement).dataset.lane);
      figure.classList.toggle('focused', lane === focused);
      const standing = standings.find((one) => one.lane === lane);
      const said = standing?.state.startsWith('diverged') ? 'diverged' : percent(standing?.now?.accuracy);
      setText(figure.querySelector('.picture-says') as HTMLElement, said);
    }
    for (const lane of this.#stale) this.#draw(lane);
    this.#stale.clear();
  }

  #hang(racers: readonly Racer[]): void {
    this.#canvases.clear();
    this.#place.replaceChildren(
      ...racers.map(({ lane, name }) => {
        const canvas = element('canvas', { width: side, height: side });
        canvas.role = 'img';
        canvas.ariaLabel = `What ${name} answers over the plane of the examples`;
        canvas.addEventListener('click', () => this.#select(lane));
        this.#canvases.set(lane, canvas);
        this.#stale.add(lane);
        const says = element('span', { className: 'picture-says' });
        const label = element('span', { className: 'picture-name', title: name }, glyph(lane), ` ${name}`);
        const caption = element('figcaption', {}, label, says);
        return element('figure', { className: 'picture', data: { lane: String(lane) } }, canvas, caption);
      }),
    );
  }

  #redraw(): void {
    for (const lane of this.#canvases.keys()) this.#stale.add(lane);
  }

  #draw(lane: number): void {
    const context = this.#canvases.get(lane)?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, side, side);
    const known = this.#answers.get(lane);
    if (known !== undefined) {
      context.imageSmoothingEnabled = true;
      context.drawImage(painted(known.answers, known.size, this.#palette), 0, 0, side, side);
    }
    if (this.#facts === undefined) return;
    this.#examples ??= dotted(this.#facts.examples, this.#palette);
    context.drawImage(this.#examples, 0, 0);
  }
}

/** Class and certainty as color and strength. */
function painted(answers: Float32Array, size: number, { classes }: Palette): HTMLCanvasElement {
  const canvas = element('canvas', { width: size, height: size });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(size, size);
  for (let at = 0; at < answers.length; at++) {
    const answer = answers[at] as number;
    if (!Number.isFinite(answer)) continue;
    const which = Math.floor(answer);
    const [red, green, blue] = classes[which % classes.length] as [number, number, number];
    image.data[4 * at] = red;
    image.data[4 * at + 1] = green;
    image.data[4 * at + 2] = blue;
    image.data[4 * at + 3] = 30 + 190 * Math.min(1, answer - which);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The examples, once for all pictures: a shape for each class, full where it is learned from, hollow where it is held out. */
function dotted(examples: Float32Array, palette: Palette): HTMLCanvasElement {
  const canvas = element('canvas', { width: side, height: side });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const place = (value: number) => (0.5 + 0.47 * value) * side;
  context.lineWidth = 1.5;
  for (let at = 0; at < examples.length; at += 4) {
    const [x = 0, y = 0, which = 0, heldOut = 0] = examples.subarray(at, at + 4);
    const color = `rgb(${palette.classes[which % palette.classes.length]?.join()})`;
    context.beginPath();
    shape(context, which, place(x), place(-y));
    context.fillStyle = heldOut ? palette.paper : color;
    context.strokeStyle = heldOut ? color : palette.paper;
    context.fill();
    context.stroke();
    if (heldOut) continue;
    context.strokeStyle = palette.ink;
    context.globalAlpha = 0.6;
    context.lineWidth = 0.75;
    context.stroke();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
  }
  return canvas;
}

function shape(context: CanvasRenderingContext2D, which: number, x: number, y: number): void {
  const size = 3.6;
  if (which % 3 === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else if (which % 3 === 1) context.rect(x - size * 0.9, y - size * 0.9, 1.8 * size, 1.8 * size);
  else {
    context.moveTo(x, y - 1.2 * size);
    context.lineTo(x + 1.1 * size, y + size);
    context.lineTo(x - 1.1 * size, y + size);
    context.closePath();
  }
}
