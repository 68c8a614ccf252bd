import type { Table } from '../race/messages.ts';
import type { Setup } from '../race/setup.ts';
import { bytesOf, keep, kept, packed } from './keep.ts';
import type { RaceRecord } from './record.ts';

/** What the page was like, beside the race. */
export interface Page {
  readonly setup: Setup;
  readonly selected: number;
  readonly hidden: readonly number[];
  readonly heldOut: boolean;
  readonly tab: string;
  readonly lesson: string | undefined;
  readonly perSecond: string;
  /** What stood in the address when the set-up came from it: another address is another visit. */
  readonly hash: string;
}

const places = { race: 'anneal.race', page: 'anneal.page', table: 'anneal.table' } as const;

/** One visit of the page, which a reload is part of: what is on it is kept by the browser for as long as the tab is there. */
export class Visit {
  #table: Table | undefined;

  save(page: Page, record: RaceRecord, table: Table | undefined): void {
    put(places.page, JSON.stringify({ v: 1, ...page }));
    put(places.race, keep(record));
    if (table === this.#table) return;
    this.#table = table;
    put(places.table, table === undefined ? '' : textOf(table));
  }

  load(
    hash: string,
  ):
    | { readonly page: Page; readonly record: RaceRecord | undefined; readonly table: Table | undefined }
    | undefined {
    try {
      const page = JSON.parse(get(places.page) ?? '') as Page & { v: number };
      if (page.v !== 1 || page.hash !== hash) return undefined;
      this.#table = tableOf(get(places.table));
      // Without its file a race cannot be run again.
      if (page.setup.data.kind === 'csv' && this.#table === undefined) return undefined;
      return { page, record: kept(get(places.race)), table: this.#table };
    } catch {
      return undefined;
    }
  }
}

function put(place: string, text: string): void {
  try {
    sessionStorage.setItem(place, text);
  } catch {
    // Full, or forbidden: then a reload begins anew, and what was there before must not come back in its stead.
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Forbidden altogether.
    }
  }
}

function get(place: string): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}

function textOf({ inputs, labels, ...rest }: Table): string {
  return JSON.stringify({ ...rest, inputs: packed(inputs), labels: packed(labels) });
}

function tableOf(text: string | null): Table | undefined {
  if (!text) return undefined;
  const { inputs, labels, ...rest } = JSON.parse(text);
  return { ...rest, inputs: new Float32Array(bytesOf(inputs).buffer), labels: bytesOf(labels) };
}
