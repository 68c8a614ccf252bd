/** What the tests need on a page, as one object, for their functions run there. */
import * as logger from '@anneal/logger';
import * as stored from '@anneal/logger/browser';
import * as testing from '@anneal/logger/testing';
import * as rxjs from 'rxjs';
import { train } from './train.ts';

type Lib = typeof logger & typeof stored & typeof testing & { rxjs: typeof rxjs; train: typeof train };

declare global {
  var anneal: Lib;
  /** Whether this page is about to reload itself. */
  var reloads: boolean;
}

globalThis.anneal = { ...logger, ...stored, ...testing, rxjs, train };

/** `/?run=name`: trains as soon as the script runs, from where it was when the page went. */
const run = new URLSearchParams(location.search).get('run');
if (run !== null) globalThis.training = train(run);

/** After how many milliseconds the page reloads itself: each time it is loaded, the next of them. */
const [moment, ...more] = JSON.parse(sessionStorage.getItem('reloads') ?? '[]') as number[];
sessionStorage.setItem('reloads', JSON.stringify(more));
globalThis.reloads = moment !== undefined;
if (moment !== undefined) setTimeout(() => location.reload(), moment);
