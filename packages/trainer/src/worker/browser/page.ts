/** What the tests need on a page, as one object, for their functions run there. */
import * as core from '@anneal/core';
import * as trainer from '@anneal/trainer';
import * as worker from '@anneal/trainer/worker';
import * as rxjs from 'rxjs';

export type Lib = typeof core & typeof trainer & typeof worker & { readonly rxjs: typeof rxjs };

declare global {
  var anneal: Lib;
}

globalThis.anneal = { ...core, ...trainer, ...worker, rxjs };
