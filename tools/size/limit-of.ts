import { composed } from './exports.ts';
import { limits } from './limits.ts';

/** What a curve alone may weigh. */
export function limitOf(name: string): { readonly minified: number; readonly gzip: number } {
  if (name === 'curve') return limits.maker;
  return composed.includes(name) ? limits.composed : limits.alone;
}
