import { open } from 'node:fs/promises';

/** What a file system says that does not bring folders to the disk, or a system that does not open them. */
const cannot = new Set(['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR']);

/** Comes back when the disk knows the names in a folder; where a folder cannot be asked, the file is in place all the same. */
export async function synced(folder: string): Promise<void> {
  try {
    const opened = await open(folder, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!cannot.has(codeOf(error))) throw error;
  }
}

/** What Windows may say while somebody, such as a virus scanner or a reader, has one of the two files open. */
const inUse = new Set(['EPERM', 'EBUSY', 'EACCES']);

/** How long to wait before each further try, in milliseconds. */
const pauses = [10, 20, 50, 100, 200, 500];

/** Does a rename, and does it again a few times where a file that is in use can be in its way. */
export async function insisted(
  rename: () => Promise<void>,
  platform: string = process.platform,
): Promise<void> {
  for (const pause of pauses) {
    try {
      await rename();
      return;
    } catch (error) {
      if (platform !== 'win32' || !inUse.has(codeOf(error))) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  await rename();
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code);
