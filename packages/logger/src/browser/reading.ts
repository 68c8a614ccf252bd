import { recover } from './attempts.ts';
import { connect } from './database.ts';

/** Lends the database, with what pages that are gone have left behind; where there is no room for that, it stays where it is. */
export async function lent<T>(use: (db: IDBDatabase) => Promise<T>, name?: string): Promise<T> {
  const db = await opened(name);
  try {
    return await use(db);
  } finally {
    db.close();
  }
}

/** The database with what pages that are gone have left behind. */
export async function opened(name?: string): Promise<IDBDatabase> {
  const db = await connect();
  await recover(db, name).catch(() => {});
  return db;
}
