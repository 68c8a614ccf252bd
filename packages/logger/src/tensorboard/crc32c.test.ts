import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, afterByte, masked, START, skip, skipTable } from './crc32c.ts';
import { maskedCrc } from './golden/read-events.ts';

const crc = (bytes: Uint8Array): string => (~after(START, bytes) >>> 0).toString(16);

describe('a checksum', () => {
  // RFC 3720, B.4; and the check of the Rocksoft catalogue.
  it.each([
    ['32 zeros', new Uint8Array(32), '8a9136aa'],
    ['32 ones', new Uint8Array(32).fill(0xff), '62a8ab43'],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, byte) => byte), '46dd794e'],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, byte) => 31 - byte), '113fdb5c'],
    ['digits', Buffer.from('123456789'), 'e3069283'],
    ['nothing', new Uint8Array(0), '0'],
  ])('of %s is as published', (_, bytes, expected) => {
    expect(crc(bytes)).toBe(expected);
  });

  it('is masked as in TensorBoard', () => {
    const bytes = Buffer.from('\x1a\x11CRC test, one two');
    expect(masked(after(START, bytes)) >>> 0).toBe(0x5794d08a);
  });

  it('goes on with a part of the bytes, and byte by byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(100), (bytes, at) => {
        const cut = Math.min(at, bytes.length);
        const whole = after(START, bytes);
        expect(after(after(START, bytes, 0, cut), bytes, cut)).toBe(whole);
        expect(bytes.reduce(afterByte, START)).toBe(whole);
        expect(masked(whole) >>> 0).toBe(maskedCrc(bytes));
      }),
    );
  });
});

describe('a table to skip by', () => {
  it('moves over zeros as one by one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(100), (register, length) => {
        expect(skip(register, skipTable(length))).toBe(after(register, new Uint8Array(length)));
      }),
    );
  });

  it('moves over any bytes, with what they give by themselves', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uint8Array(), (register, bytes) => {
        const moved = skip(register, skipTable(bytes.length)) ^ after(0, bytes);
        expect(moved).toBe(after(register, bytes));
      }),
    );
  });

  it('is made also where names have more lengths than are remembered', () => {
    for (let length = 0; length < 300; length++) {
      expect(skip(-2, skipTable(length))).toBe(after(-2, new Uint8Array(length)));
    }
  });

  it('is one for all names of a length, however many lengths came before', () => {
    for (let length = 0; length < 600; length++) skipTable(length);
    expect(skipTable(1000)).toBe(skipTable(1000));
  });
});
