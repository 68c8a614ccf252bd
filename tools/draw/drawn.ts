import { pictures } from './catalog.ts';
import { closedLoop } from './closed-loop.ts';
import { picture } from './picture.ts';
import { ratePicture } from './rate-picture.ts';
import { runPicture } from './run-picture.ts';

/** What `pnpm draw` writes: file by file, drawn from what the code does. */
export const drawn: readonly (readonly [file: string, svg: string])[] = [
  ...pictures.map((one) => [one.file, picture(one)] as const),
  [closedLoop.file, runPicture(closedLoop)],
  ['docs/img/find-rate.svg', ratePicture()],
];
