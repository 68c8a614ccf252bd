import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, double, message, unless, varint, whole } from './wire.ts';

const hex = (content: Uint8Array): string => Buffer.from(content).toString('hex');

describe('a varint', () => {
  it.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 35, 2 ** 53 - 1])(
    'of %d is as elsewhere',
    (value) => {
      expect(hex(varint(value))).toBe(hex(new BinaryWriter().uint64(BigInt(value)).finish()));
    },
  );

  it('of any whole number is as elsewhere', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(hex(varint(value))).toBe(hex(new BinaryWriter().uint64(BigInt(value)).finish()));
      }),
    );
  });
});

it('fields are as elsewhere', () => {
  const writer = new BinaryWriter();
  writer.tag(1, 1).double(-0.1).tag(2, 0).int64(300).tag(15, 2).string('é');
  writer.tag(16, 2).fork().tag(1, 2).bytes(Uint8Array.of(1, 2)).join();
  const inner = message(16, bytes(1, Buffer.of(1, 2)));
  expect(hex(Buffer.concat([double(1, -0.1), whole(2, 300), bytes(15, 'é'), inner]))).toBe(
    hex(writer.finish()),
  );
});

it('what stands for the default is not written', () => {
  expect(unless(0, 0, varint)).toHaveLength(0);
  expect(unless(0, 7, varint)).toEqual(varint(7));
});
