/** The polynomial of CRC-32C (Castagnoli), its bits reversed. */
const POLYNOMIAL = 0x82f63b78;

/** What a byte does to a register of zeros. */
const TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? POLYNOMIAL : 0);
  return register;
});

/** Where a checksum begins. */
export const START = -1;

/** The register after some more bytes; `START` before the first. Inverted, it is the CRC-32C of them all. */
export function after(register: number, bytes: Uint8Array, from = 0, to: number = bytes.length): number {
  let state = register;
  for (let at = from; at < to; at++) state = afterByte(state, bytes[at] as number);
  return state;
}

export function afterByte(register: number, byte: number): number {
  return (TABLE[(register ^ byte) & 255] as number) ^ (register >>> 8);
}

/** The checksum as record files hold it: rotated and shifted, since a CRC of data with CRCs in it tells little. */
export function masked(register: number): number {
  const crc = ~register;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) | 0;
}

/**
 * A table that moves a register over so many zero bytes at once: the sum (`^`) of one entry for each of its four bytes.
 *
 * A CRC is linear: over bytes that are always the same it moves as over zeros, plus what these bytes give by themselves.
 */
export function skipTable(length: number): Int32Array {
  const known = skipTables.get(length);
  if (known !== undefined) return known;
  const bits = Array.from({ length: 32 }, (_, bit) => after(1 << bit, new Uint8Array(length)));
  const table = Int32Array.from({ length: 4 * 256 }, (_, entry) => {
    const shift = 8 * (entry >>> 8);
    let sum = 0;
    for (let bit = 0; bit < 8; bit++) if ((entry >>> bit) & 1) sum ^= bits[shift + bit] as number;
    return sum;
  });
  // Names of columns have few lengths; where they are endless, memory is not. The names of one row share theirs anyway.
  if (skipTables.size >= 256) skipTables.clear();
  skipTables.set(length, table);
  return table;
}

const skipTables: Map<number, Int32Array> = new Map();

/** The register, moved by a `skipTable`. */
export function skip(register: number, table: Int32Array): number {
  return (
    (table[register & 255] as number) ^
    (table[256 + ((register >>> 8) & 255)] as number) ^
    (table[512 + ((register >>> 16) & 255)] as number) ^
    (table[768 + (register >>> 24)] as number)
  );
}
