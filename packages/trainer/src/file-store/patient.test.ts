import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { insisted, synced } from './patient.ts';

describe('synced', () => {
  // fsync of a folder there is EINVAL.
  it.skipIf(process.platform !== 'linux' || !existsSync('/proc/self'))(
    'is no failure on a file system that brings no folder to the disk',
    async () => {
      await expect(synced('/proc')).resolves.toBeUndefined();
    },
  );

  it('says what else is wrong', async () => {
    await expect(synced('/no/such/folder')).rejects.toThrow('ENOENT');
  });
});

describe('insisted', () => {
  /** A rename that fails a number of times. */
  const failing = (times: number, code: string) => {
    let tries = 0;
    const rename = async () => {
      if (++tries <= times) throw Object.assign(new Error(code), { code });
    };
    return { rename, tries: () => tries };
  };

  it.each(['EPERM', 'EBUSY', 'EACCES'])('tries again on Windows after %s', async (code) => {
    const { rename, tries } = failing(3, code);
    await insisted(rename, 'win32');
    expect(tries()).toBe(4);
  });

  it('gives up in the end, at once elsewhere, and where no file is in use', async () => {
    const never = failing(99, 'EBUSY');
    await expect(insisted(never.rename, 'win32')).rejects.toThrow('EBUSY');
    expect(never.tries()).toBe(7);
    const elsewhere = failing(1, 'EPERM');
    await expect(insisted(elsewhere.rename, 'linux')).rejects.toThrow('EPERM');
    const gone = failing(1, 'ENOENT');
    await expect(insisted(gone.rename, 'win32')).rejects.toThrow('ENOENT');
    expect([elsewhere.tries(), gone.tries()]).toEqual([1, 1]);
  });
});
