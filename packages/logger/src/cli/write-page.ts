import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { reasonOf } from '../report.ts';
import { MARK } from '../view/page.ts';

/**
 * Writes a page, whole or not at all.
 *
 * @throws Error when the place is taken by a file that is no such page, or cannot be written.
 */
export async function writePage(file: string, html: string, force: boolean): Promise<void> {
  // What is no file, as a device, would be gone; so would a link.
  const there = await stat(file).catch(() => undefined);
  if (there && !there.isFile())
    throw new Error(`'${file}' cannot be written: it is there already, and no file`);
  const place = there ? await realpath(file) : file;
  if (!force && !(await isOurs(file))) {
    throw new Error(
      `'${file}' is there already, and no page of ours; name another --out, or write over it with --force`,
    );
  }
  const beside = `${place}.${process.pid}.tmp`;
  try {
    await writeFile(beside, html);
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    const { code } = error as { code?: unknown };
    const why = code === 'ENOENT' ? 'there is no such folder' : reasonOf(error);
    throw new Error(`'${file}' cannot be written: ${why}`, { cause: error });
  }
}

/** Whether the place is free, or taken by an older page. */
async function isOurs(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code: string }).code)) return undefined;
    throw new Error(`'${file}' cannot be written: ${reasonOf(error)}`, { cause: error });
  });
  if (handle === undefined) return true;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MARK.length), 0, MARK.length, 0);
    return bytesRead === 0 || buffer.toString('utf8', 0, bytesRead) === MARK;
  } catch (error) {
    throw new Error(`'${file}' cannot be written: ${reasonOf(error)}`, { cause: error });
  } finally {
    await handle.close();
  }
}
