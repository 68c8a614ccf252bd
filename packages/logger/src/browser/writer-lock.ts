/** How long it waits for another writer to let go, in milliseconds: longer than a page takes that is being reloaded. */
const LONGEST = 3000;

/**
 * Makes the caller the one writer of a run in this origin, until it calls what it gets. Where the browser has no locks (a
 * page that was not served securely) all may write.
 *
 * @param waits is called when there is another writer, which is then waited for a while: it may be the page that this
 * one has replaced. Without it nobody is waited for.
 * @throws Error when there is another writer.
 */
export async function writerLock(name: string, waits?: () => void): Promise<() => void> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (locks === undefined) return () => {};
  const at = `anneal-logger:${name}`;
  const free = await held(locks, at, { ifAvailable: true });
  if (free !== undefined) return free;
  waits?.();
  const release = waits && (await waited(locks, at));
  if (release !== undefined) return release;
  throw new Error(
    'the run is being written already, in another tab or by another sink; end it there, or choose another name',
  );
}

async function waited(locks: LockManager, at: string): Promise<(() => void) | undefined> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), LONGEST);
  try {
    return await held(locks, at, { signal: patience.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** The lock lasts until the returned function is called; nothing where it was to be had at once, and is not. */
function held(locks: LockManager, at: string, options: LockOptions): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    locks
      .request(at, options, (lock) => {
        if (lock === null) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
