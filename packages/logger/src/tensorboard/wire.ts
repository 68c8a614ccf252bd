/** Messages of Protocol Buffers, as far as event files need them: what is written once in a while, not the rows. */

const [VARINT, FIXED_64, BYTES] = [0, 1, 2];

/** A whole number from 0 to 2^53 - 1, seven bits a byte, the lowest first. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** A field with bytes: a text, or a message in a message. It is written where it is empty, too. */
export function bytes(field: number, value: string | Buffer): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + BYTES), varint(content.length), content]);
}

/** A message in a message, by its fields. */
export function message(field: number, ...fields: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(fields));
}

export function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + FIXED_64), content]);
}

export function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8 + VARINT), varint(value)]);
}

/** What stands for the default is not written, as every encoder does. */
export function unless<T>(standard: T, value: T, write: (value: T) => Buffer): Buffer {
  return value === standard ? Buffer.alloc(0) : write(value);
}
