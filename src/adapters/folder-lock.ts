import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const busy = 5;

/** Another live process has the data folder. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

/**
 * Holds a folder for this process until the returned function is called.
 *
 * The lock is SQLite's file lock on `<folder>.lock`: atomic, seen through shared volumes, and dropped by the kernel at
 * any death, kill -9 included, so a file left behind means nothing. (A file holding a process id outlives its process,
 * and a Unix socket cannot be taken over without a race.)
 *
 * @throws FolderTaken when another process, or this one, has the folder open.
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(`${folder}.lock`);
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'errcode' in error && error.errcode === busy)) throw error;
    throw new FolderTaken(
      `${folder} is open in another process. Stop that one, give this one another DATA_DIR, or set DATABASE_URL: a PostgreSQL can be shared.`,
      { cause: error },
    );
  }
  return () => lock.close();
}

/** Whether a process holds a folder, this one included. Only looks: makes no lock and no file. */
export function folderTaken(folder: string): boolean {
  if (!existsSync(`${folder}.lock`)) return false;
  const lock = new DatabaseSync(`${folder}.lock`, { readOnly: true });
  try {
    lock.exec('select 1 from sqlite_master');
    return false;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return true;
    throw error;
  } finally {
    lock.close();
  }
}
