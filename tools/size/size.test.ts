import { describe, expect, it } from 'vitest';
import { type Bundle, bundle, everything, exported } from './bundle.ts';
import { combinators, curves, feedback, others } from './exports.ts';
import { limitOf } from './limit-of.ts';
import { limits, tellTales } from './limits.ts';
import { says } from './says.ts';

const known = await exported();
const listed = [...Object.keys(curves), ...combinators, ...feedback, ...others];
const theCurves = Object.keys(curves).filter((name) => known.includes(name));
/** In a state every curve calls itself one, so the word gives nothing away. */
const telling = theCurves.filter((name) => name !== 'curve');
const theCombinators = combinators.filter((name) => known.includes(name));

const bundles = new Map<string, Promise<Bundle>>();
/** One bundle of each kind is enough for all the tests that look at it. */
function of(...names: readonly string[]): Promise<Bundle> {
  const key = names.join();
  const made = bundles.get(key) ?? bundle(names);
  bundles.set(key, made);
  return made;
}

describe('tools/size/exports.ts', () => {
  it('lists every export of core', () => {
    const forgotten = known.filter((name) => !listed.includes(name));
    expect(forgotten, `say in tools/size/exports.ts what these are: ${forgotten.join(', ')}`).toEqual([]);
  });

  it('lists nothing that core does not export', () => {
    const gone = listed.filter((name) => !known.includes(name));
    expect(gone, `core does not export what tools/size/exports.ts lists: ${gone.join(', ')}`).toEqual([]);
  });
});

describe('one curve alone', () => {
  it.each(theCurves)('%s is small', async (name) => {
    const { minified, gzip } = await of(name);
    const limit = limitOf(name);
    expect.soft(minified, 'bytes minified').toBeLessThanOrEqual(limit.minified);
    expect(gzip, 'bytes gzipped').toBeLessThanOrEqual(limit.gzip);
  });

  it.each(theCurves)('%s holds no curve that it does not need', async (name) => {
    const { code } = await of(name);
    const own = [name, ...(curves[name] ?? [])];
    expect(telling.filter((other) => !own.includes(other) && says(code, other))).toEqual([]);
  });

  // Else the test above could not fail.
  it.each(telling)('%s says its name', async (name) => {
    expect(says((await of(name)).code, name)).toBe(true);
  });
});

describe('one more curve, where the others are there already', () => {
  // `curve` itself is no curve more: it makes them, and copies the JSON of their options.
  it.each(theCurves.filter((name) => name !== 'curve'))('%s adds little', async (name) => {
    const others = theCurves.filter((other) => other !== name);
    const [without, all] = await Promise.all([of(...others), of(...theCurves)]);
    expect(all.gzip - without.gzip, 'bytes gzipped').toBeLessThanOrEqual(limits.further.gzip);
  });
});

describe('what is not imported costs nothing', () => {
  it.each(tellTales)('%s is told by the words “%s”', (_, word) => {
    const isThere = everything().includes(word);
    expect(isThere, 'is no longer in what is built; tools/size/limits.ts needs another word').toBe(true);
  });

  const brought = (code: string) =>
    tellTales.filter(([, word]) => code.includes(word)).map(([trade, word]) => `${trade}: ${word}`);

  it.each([...theCurves, ...theCombinators])('%s brings curves alone', async (name) => {
    expect(brought((await of(name)).code)).toEqual([]);
  });

  it('nor does it where all curves and combinators are', async () => {
    expect(brought((await of(...theCurves, ...theCombinators)).code)).toEqual([]);
  });
});
