import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { RecordEnds } from './record.ts';

const CHUNK = 2 ** 20;

/**
 * Gives a CSV file another header, and each of its records as many empty cells more.
 *
 * It is written anew beside itself and takes its own place when it is whole: whoever reads it, or finds it after a
 * crash, sees the old file or the new one.
 *
 * @throws an error of the system when that cannot be done; then the file is as it was.
 */
export function widen(path: string, header: string, cells: number): void {
  // What is renamed takes the place of a link, and not of the file that it leads to.
  const file = realpathSync(path);
  const beside = besides(file);
  const from = openSync(file, 'r');
  try {
    const stat = fstatSync(from);
    if (!stat.isFile())
      throw new Error('only a file can be given new columns; declare them: { wide: [names] }');
    try {
      const to = openSync(beside, 'w', stat.mode);
      try {
        fchmodSync(to, stat.mode);
        copy(from, to, header, `${','.repeat(cells)}\n`);
        // Without it a power cut may leave the new name with nothing behind it.
        fsyncSync(to);
      } finally {
        closeSync(to);
      }
      renameSync(beside, file);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  } finally {
    closeSync(from);
  }
}

/** Where a file is written anew; what a killed process has left there is of no use to anybody. */
export function besides(file: string): string {
  return `${file}.widening`;
}

function copy(from: number, to: number, header: string, ending: string): void {
  const records = new RecordEnds();
  const end = Buffer.from(ending);
  const buffer = Buffer.alloc(CHUNK);
  let inHeader = true;
  for (;;) {
    const length = readSync(from, buffer, 0, CHUNK, null);
    if (length === 0) return;
    const pieces: Buffer[] = [];
    let copied = 0;
    records.hear(buffer.subarray(0, length), (at) => {
      pieces.push(...(inHeader ? [Buffer.from(header)] : [buffer.subarray(copied, at), end]));
      inHeader = false;
      copied = at + 1;
    });
    if (!inHeader) pieces.push(buffer.subarray(copied, length));
    writeAll(to, Buffer.concat(pieces));
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
