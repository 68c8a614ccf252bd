export { find } from './find.ts';
export { race } from './race.ts';
export { show } from './show.ts';
