// How many bytes an app gains from each export of core: `pnpm size`.
import { bundle, exported } from './bundle.ts';
import { combinators, curves, feedback, others } from './exports.ts';
import { limitOf } from './limit-of.ts';
import { limits } from './limits.ts';
import { table } from './table.ts';

const known = await exported();

/** A figure, marked where it is over its limit. */
const marked = (bytes: number, limit = Infinity) =>
  `${bytes.toLocaleString('en')}${bytes > limit ? ' !' : '  '}`;

const theCurves = Object.keys(curves).filter((name) => known.includes(name));
const catalogue = await bundle(theCurves);

async function row(name: string, what: string, limited: boolean): Promise<string[]> {
  const alone = await bundle([name]);
  // On top of all the curves there are; a curve itself, of all the others.
  const others = theCurves.filter((other) => other !== name);
  const further = limited
    ? catalogue.gzip - (await bundle(others)).gzip
    : (await bundle([...theCurves, name])).gzip - catalogue.gzip;
  const { minified, gzip } = limitOf(name);
  return [
    name,
    what,
    marked(alone.minified, limited ? minified : Infinity),
    marked(alone.gzip, limited ? gzip : Infinity),
    // `curve` itself makes curves, and copies the JSON of their options.
    marked(further, limited && name !== 'curve' ? limits.further.gzip : Infinity),
  ];
}

const curveRow = (name: string) => {
  const parts = curves[name] ?? [];
  return row(name, parts.length > 0 ? `curve, with ${parts.join(', ')}` : 'curve', true);
};
const isThere = (name: string) => known.includes(name);
const unknown = known.filter(
  (name) => !(name in curves) && ![...combinators, ...feedback, ...others].includes(name),
);

const rows = await Promise.all([
  ...Object.keys(curves).filter(isThere).map(curveRow),
  ...combinators.filter(isThere).map((name) => row(name, 'combinator', false)),
  ...feedback.filter(isThere).map((name) => row(name, 'feedback', false)),
  ...others.filter(isThere).map((name) => row(name, 'other', false)),
  ...unknown.map((name) => row(name, 'not in exports.ts', false)),
]);
const all = await bundle(known);
rows.push(['all of it', '', marked(all.minified), marked(all.gzip), marked(all.gzip - catalogue.gzip)]);

console.log(
  'Bytes that an app gains, rxjs not counted; the last column is what comes on top of the (other) curves.\n',
);
console.log(table(['export', 'what', 'minified', 'gzip', '+ gzip'], rows));
console.log(
  `\n! over the limit for a curve: ${limits.alone.minified} minified, ${limits.alone.gzip} gzip (made of others: ${limits.composed.minified}, ${limits.composed.gzip}), ${limits.further.gzip} on top`,
);
