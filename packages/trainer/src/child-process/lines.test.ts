import { describe, expect, it } from 'vitest';
import { Lines } from './lines.ts';

describe('Lines', () => {
  const text = '{"a":"ä€😀"}\r\n\n  \n{"b":2}\nlast';
  const bytes = Buffer.from(text);

  it.each([1, 2, 3, 5, 7, 100])('are the same in chunks of %i bytes', (size) => {
    const lines = new Lines();
    const cut: string[] = [];
    for (let at = 0; at < bytes.length; at += size) cut.push(...lines.take(bytes.subarray(at, at + size)));
    expect([...cut, ...lines.end()].map((line) => line.trimEnd())).toEqual([
      '{"a":"ä€😀"}',
      '{"b":2}',
      'last',
    ]);
    expect(lines.end()).toEqual([]);
  });

  it.each([1, 2, 100])('are read behind the mark of UTF-8, in chunks of %i bytes', (size) => {
    const marked = Buffer.from('\uFEFF{"a":1}\n\uFEFF{"b":2}\n');
    const lines = new Lines();
    const cut: string[] = [];
    for (let at = 0; at < marked.length; at += size) cut.push(...lines.take(marked.subarray(at, at + size)));
    expect(cut).toEqual(['{"a":1}', '\uFEFF{"b":2}']);
  });

  it('may be very long', () => {
    const lines = new Lines();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const before = performance.now();
    for (let i = 0; i < 500; i++) expect(lines.take(chunk)).toEqual([]);
    expect(lines.take(Buffer.from('\n'))[0]).toHaveLength(500 * 64 * 1024);
    // Joining anew at each chunk would copy 8 GB.
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
