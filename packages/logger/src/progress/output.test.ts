import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Output } from './output.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('Output', () => {
  it('writes to a stream, and leaves no listener on it', async () => {
    const stream = new PassThrough();
    const output = new Output(stream);
    output.write('a\n');
    output.write('b\n');
    await turn();
    expect(String(stream.read())).toBe('a\nb\n');
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('writes no more to a stream that failed later, and nobody hears of it', async () => {
    let writes = 0;
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        writes++;
        setImmediate(() => done(new Error('EPIPE')));
      },
    });
    const output = new Output(stream);
    output.write('a\n');
    await turn();
    await turn();
    output.write('b\n');
    expect(writes).toBe(1);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('writes no more to a stream that throws', () => {
    let writes = 0;
    const output = new Output({
      write() {
        writes++;
        throw new Error('gone');
      },
    });
    output.write('a\n');
    output.write('b\n');
    expect(writes).toBe(1);
  });

  it.each([
    [132, 132],
    [undefined, 80],
    [0, 80],
  ])('takes %s columns as %s', (columns, taken) => {
    expect(new Output({ write() {}, columns }).columns).toBe(taken);
  });
});
