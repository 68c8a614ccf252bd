/** One database for all runs of an origin; another layout would be another version. */
const DATABASE = 'anneal-logger';
const VERSION = 1;

/** An opening of a run, by name and number. */
export interface Attempt {
  readonly name: string;
  readonly attempt: number;
  /** The id that this opening alone has, whatever its number comes to be. */
  readonly opening: string;
  /** Its header, as a line of JSONL. */
  readonly header: string;
  /** The place of the first row that is here: above 0 where what came before was cleared away. */
  readonly from: number;
  /** How many rows are here. */
  readonly rows: number;
  /** The run has ended; an attempt whose page went stays open. */
  readonly closed: boolean;
}

/** Where a chunk stands: the name of the run, the number of the attempt, the place of its first row. */
export type Place = [name: string, attempt: number, first: number];

/** @throws Error where there is no IndexedDB. */
export function storage(): IDBFactory {
  let found: IDBFactory | undefined;
  try {
    found = globalThis.indexedDB;
  } catch {
    // A frame that may not store anything throws when it asks.
  }
  if (found == null) throw new Error('there is no IndexedDB here; it needs a page or a worker of a browser');
  return found;
}

/** Opens the database, and makes it where there is none. It closes when somebody wants to delete it. */
export function connect(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = storage().open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('attempts', { keyPath: ['name', 'attempt'] });
      request.result.createObjectStore('chunks');
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close();
      resolve(db);
    };
    request.onerror = () => reject(request.error);
  });
}

/**
 * Writes to all there is, in one transaction, which is committed when `work` is done and aborted when it fails.
 *
 * Relaxed: it is done when the system has it. A reload, a crash of the page or of the browser takes nothing then; only a
 * power cut may.
 */
export async function writing<T>(
  db: IDBDatabase,
  work: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction(['attempts', 'chunks'], 'readwrite', { durability: 'relaxed' });
  const worked = work(transaction).then((value) => {
    transaction.commit();
    return value;
  });
  try {
    const [value] = await Promise.all([worked, done(transaction)]);
    return value;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has been aborted already: that is what failed.
    }
    // What a request says then is only that it was aborted.
    throw transaction.error ?? error;
  }
}

/** What a request gives. */
export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the database was closed'));
  });
}

/** Every attempt, or every chunk, of a run. An array comes behind all numbers. */
export function all(name: string): IDBKeyRange {
  return IDBKeyRange.bound([name], [name, []]);
}
