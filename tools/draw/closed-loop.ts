import type { Cause } from '@anneal/core';
import { rows } from '../../examples/07-closed-loop.ts';
import type { RunPicture } from './run-picture.ts';

function says(cause: Cause): string {
  switch (cause.by) {
    case 'sequence':
      return `sequence: part ${cause.part + 1} begins`;
    case 'until':
      return cause.on === 'plateau' ? `until: ${cause.monitor} stalls` : 'until';
    case 'backOff':
      return `backOff: cut ${cause.cuts}`;
    default:
      return cause.by;
  }
}

/** The run of the example, with what its schedule did. */
export const closedLoop: RunPicture & { readonly file: string } = {
  file: 'docs/img/closed-loop.svg',
  title: 'A run whose length nobody knows: its rate, and below it its loss',
  rows,
  says,
};
