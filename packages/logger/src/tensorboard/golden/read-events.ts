import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decoded, type Event } from './schema.ts';

/** A checksum by its definition, bit by bit. */
function crc32c(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0x82f63b78 : 0);
  }
  return ~register >>> 0;
}

export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * The data of all records up to the first that is torn or broken, and how many bytes these take. What follows such a one is
 * out of reach.
 */
export function readRecords(bytes: Buffer): { readonly data: Buffer[]; readonly end: number } {
  const data: Buffer[] = [];
  let end = 0;
  while (end + 12 <= bytes.length) {
    const length = Number(bytes.readBigUInt64LE(end));
    if (bytes.readUInt32LE(end + 8) !== maskedCrc(bytes.subarray(end, end + 8))) break;
    if (end + 16 + length > bytes.length) break;
    const content = bytes.subarray(end + 12, end + 12 + length);
    if (bytes.readUInt32LE(end + 12 + length) !== maskedCrc(content)) break;
    data.push(content);
    end += 16 + length;
  }
  return { data, end };
}

export function readEvents(file: string): Event[] {
  return readRecords(readFileSync(file)).data.map((data) => decoded('Event', data) as unknown as Event);
}

/** The event files of a folder, in the order in which TensorBoard reads them. */
export function eventFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.includes('tfevents'));
  return names.sort().map((name) => join(folder, name));
}

/** What is shown of each tag: steps and numbers. */
export type Shown = Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;

/** The scalars of a folder as TensorBoard's loader in Python keeps them: the start of a session drops what is not before it. */
export function shownByPython(folder: string): Shown {
  const tags = new Map<string, [number, number][]>();
  for (const { step, what } of eventFiles(folder).flatMap(readEvents)) {
    if (what.case === 'sessionLog' && what.value.status === 1) {
      for (const [tag, points] of tags)
        tags.set(
          tag,
          points.filter(([at]) => at < step),
        );
    }
    for (const [tag, value] of scalars(what)) {
      tags.set(tag, [...(tags.get(tag) ?? []), [Number(step), value]]);
    }
  }
  return Object.fromEntries(tags);
}

/** And as its loader in Rust does: a point drops those of its tag that are not before it. */
export function shownByRust(folder: string): Shown {
  const tags = new Map<string, [number, number][]>();
  for (const { step, what } of eventFiles(folder).flatMap(readEvents)) {
    for (const [tag, value] of scalars(what)) {
      const before = (tags.get(tag) ?? []).filter(([at]) => at < step);
      tags.set(tag, [...before, [Number(step), value]]);
    }
  }
  return Object.fromEntries(tags);
}

/** The scalars of an event by their tags. */
export function scalars(what: Event['what']): [string, number][] {
  if (what.case !== 'summary') return [];
  return what.value.value.flatMap(({ tag, value }): [string, number][] =>
    value.case === 'simpleValue' ? [[tag, value.value as number]] : [],
  );
}

/** The texts of a folder by their tags, with their steps, in order. */
export function texts(folder: string): [tag: string, step: number, text: string][] {
  return eventFiles(folder)
    .flatMap(readEvents)
    .flatMap(({ step, what }) =>
      what.case !== 'summary'
        ? []
        : what.value.value.flatMap(({ tag, value, metadata }): [string, number, string][] => {
            if (metadata?.pluginData?.pluginName !== 'text') return [];
            const [content] = (value.value as { stringVal: Uint8Array[] }).stringVal;
            return [[tag, Number(step), Buffer.from(content as Uint8Array).toString()]];
          }),
    );
}
