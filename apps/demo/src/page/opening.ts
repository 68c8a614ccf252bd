import { fromHash, type Shared } from '../plan/share.ts';
import type { Table } from '../race/messages.ts';
import type { Setup } from '../race/setup.ts';
import { firstPreset } from './presets-row.ts';
import type { RaceRecord } from './record.ts';
import { type Page, Visit } from './visit.ts';

/** What the page opens with. */
export interface Opening {
  readonly visit: Visit;
  readonly page: Page;
  readonly record: RaceRecord | undefined;
  readonly table: Table | undefined;
  /** Why it is not what the address asked for. */
  readonly message: string | undefined;
}

/** A reload goes on where it was; an address that holds a set-up opens that; anybody else gets the first lesson. */
export async function opening(): Promise<Opening> {
  const { hash } = location;
  const visit = new Visit();
  const before = visit.load(hash);
  if (before !== undefined) return { visit, ...before, message: undefined };
  const lesson = firstPreset();
  const shared = await fromHash(hash, lesson.setup);
  const { setup, message } = shared.setup.data.kind === 'csv' ? withoutFile(shared.setup) : shared;
  const page: Page = {
    setup,
    selected: setup.racers[0]?.lane ?? 0,
    hidden: [],
    heldOut: false,
    tab: 'compose',
    lesson: setup === lesson.setup ? lesson.id : undefined,
    perSecond: '150',
    hash,
  };
  return { visit, page, record: undefined, table: undefined, message };
}

/** A file never leaves the machine that it was opened on, so that a link does not hold it. */
function withoutFile(setup: Setup): Shared {
  return {
    setup: { ...setup, data: { ...setup.data, kind: 'moons' } },
    message:
      'This race was run on a file, which the link does not hold: here it runs on moons, until you choose the file.',
  };
}
