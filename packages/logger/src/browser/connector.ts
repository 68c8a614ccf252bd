import { connect } from './database.ts';

/** How long the database may take to open, in milliseconds: shorter than `log` waits at the end. */
const LONGEST = 3000;

/** Opens the database. While it is being deleted and another page holds it, it does not open: that is not waited for. */
export class Connector {
  #asked: { readonly db: Promise<IDBDatabase>; readonly at: number } | undefined;

  /** @throws Error when it has been asked for for too long. It still is, once, however often this is called. */
  async connect(): Promise<IDBDatabase> {
    this.#asked ??= { db: connect(), at: performance.now() };
    const { db, at } = this.#asked;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let late = false;
    const lateness = new Promise<never>((_, reject) => {
      const giveUp = (): void => {
        late = true;
        const cause = 'another page holds it while it is deleted; close that page';
        reject(new Error(`the database did not open within ${LONGEST / 1000} s: ${cause}`));
      };
      timer = setTimeout(giveUp, Math.max(0, at + LONGEST - performance.now()));
    });
    try {
      return await Promise.race([db, lateness]);
    } finally {
      clearTimeout(timer);
      if (!late) this.#asked = undefined;
    }
  }

  /** What opens now is not wanted any more. */
  close(): void {
    this.#asked?.db.then(
      (db) => db.close(),
      () => {},
    );
    this.#asked = undefined;
  }
}
