import { after, masked, START } from './crc32c.ts';

/** Bytes before the data of a record: its length in eight, and the checksum of these in four. */
export const HEAD = 12;
/** Bytes after it: its checksum. */
export const FOOT = 4;

/** Data as a record file holds it. */
export function record(data: Uint8Array): Buffer {
  const framed = Buffer.alloc(HEAD + data.length + FOOT);
  framed.writeUInt32LE(data.length, 0);
  framed.writeInt32LE(masked(after(START, framed, 0, 8)), 8);
  framed.set(data, HEAD);
  framed.writeInt32LE(masked(after(START, data)), HEAD + data.length);
  return framed;
}
