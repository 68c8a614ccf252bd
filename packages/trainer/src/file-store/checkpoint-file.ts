import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';

/** The version of the form of the file. */
const version = 1;

/** `anneal checkpoint 1 <bytes> <sha256>`: what it is, how long it is, and what it must be to the bit. */
const header = /^anneal checkpoint (\d+) (\d+) ([0-9a-f]{64})\n/;
const longestHeader = 128;

/** A value as the bytes of a file: a line that says what it is, and the value as `v8.serialize` writes it. */
export function toFile(value: unknown): Uint8Array {
  const body = serialize(value);
  const line = `anneal checkpoint ${version} ${body.length} ${digest(body)}\n`;
  return Buffer.concat([Buffer.from(line, 'latin1'), body]);
}

/** The value in the bytes of a file; throws with what is wrong with them. */
export function fromFile(file: Buffer): unknown {
  const found = header.exec(file.toString('latin1', 0, longestHeader));
  if (found === null) throw new Error('it is no checkpoint that fileStore has written');
  const [line, of, length, sha] = found as unknown as [string, string, string, string];
  if (Number(of) !== version)
    throw new Error(`it is of version ${of}, and this release reads version ${version}`);
  const body = file.subarray(line.length);
  if (body.length !== Number(length))
    throw new Error(`it is torn: ${body.length} bytes of a checkpoint of ${length} are there`);
  if (digest(body) !== sha) throw new Error('it is damaged: its bytes are not those that were written');
  return deserialize(body);
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
