import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { embeddedPool, type MakePool } from './embedded-pool.ts';
import { lockFolder } from './folder-lock.ts';
import { ImpatientPool } from './impatient-pool.ts';
import { migrate, schema } from './migrations/migrate.ts';
import { reasonOf } from './reason-of.ts';

/** The one store of a process: a PostgreSQL, or one that runs inside the process and keeps its files in a folder. */
export interface Database {
  readonly kind: 'postgres' | 'embedded';
  /**
   * Connections that see Slipway's own tables. On a PostgreSQL each statement ends in time, by an error if need
   * be, and at once while the server is known not to answer; an embedded store has no such limit.
   */
  readonly pool: pg.Pool;
  /** Connections of their own for a library with tables of its own in `schema` (made once a schema, closed with the rest). */
  poolFor(schema: string): pg.Pool;
  /** Waits for every connection to be given back: queues on the database are closed before it. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL 15 or later; without it the store is embedded. */
  readonly databaseUrl?: string | undefined;
  /** Folder that the embedded store lives in. */
  readonly dataDir: string;
  /** Whom its statements are for, and so how long they may take: clicks (also of a process that does all) where nothing is said. */
  readonly patienceFor?: keyof typeof patienceMs | undefined;
  /** Hears of connections that break while nobody uses them; a warning of the process by default. */
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * So long a statement, or a connection, is waited for, in milliseconds. A click: after the 300 of asking whether it is
 * new, one of a silent store, so that a person has a true answer within two of Slack's three seconds; what follows fails
 * at once (ImpatientPool). Jobs outwait a store that stands still for a moment, as it does at a checkpoint or while it
 * fails over: a job that gives up on the note of what it is about to do has to look for what it may not have done.
 */
const patienceMs = { clicks: 1500, jobs: 5000 } as const;

/** The server gives up first, so a statement whose client gave up was lost with its server, not running. */
function patience(of: keyof typeof patienceMs) {
  const ms = patienceMs[of];
  return { connectionTimeoutMillis: ms, statement_timeout: ms - 100, query_timeout: ms };
}

interface Store {
  readonly kind: Database['kind'];
  readonly makePool: MakePool;
  /** For the statements of clicks. */
  readonly makeQuickPool: MakePool;
  close(): Promise<void>;
}

/**
 * Opens the store and brings its schema up to date.
 *
 * @throws FolderTaken when another process has the embedded store's folder; an error when PostgreSQL is unreachable.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir, onError = (error) => process.emitWarning(error) } = options;
  const store = databaseUrl === undefined ? await openEmbedded(dataDir) : openServer(databaseUrl);
  const pools = new Map<string, pg.Pool>();
  const open = (searchPath: string, config: pg.PoolConfig, makePool = store.makePool): pg.Pool => {
    const pool = makePool({
      application_name: 'slipway',
      keepAlive: true,
      ...config,
      options: `-c search_path=${searchPath}`,
    });
    // Each client reports for itself, borrowed or idle. The pool repeats what idle ones say, and would throw if unheard.
    pool.on('connect', (client) => client.on('error', onError));
    pool.on('error', () => undefined);
    return pool;
  };
  const close = async (): Promise<void> => {
    await Promise.all([...pools.values()].map((pool) => pool.end()));
    await store.close();
  };
  try {
    const migrating = open(schema, { max: 2, connectionTimeoutMillis: 5000 });
    await prepare(migrating, store.kind).finally(() => migrating.end());
  } catch (error) {
    await store.close();
    throw new Error(`The store (${store.kind}) could not be opened: ${reasonOf(error)}`, { cause: error });
  }
  const pool = open(
    schema,
    store.kind === 'postgres' ? { max: 10, ...patience(options.patienceFor ?? 'clicks') } : { max: 1 },
    store.makeQuickPool,
  );
  pools.set(schema, pool);
  return {
    kind: store.kind,
    pool,
    poolFor(other) {
      const made = pools.get(other) ?? open(other, { max: 10, connectionTimeoutMillis: 5000 });
      pools.set(other, made);
      return made;
    },
    close,
  };
}

async function prepare(pool: pg.Pool, kind: Database['kind']): Promise<void> {
  await migrate(pool);
  // The folder's lock says that whoever held a lease there is dead: his work need not wait until it ends.
  if (kind === 'embedded') await pool.query('delete from lease');
}

function openServer(connectionString: string): Store {
  return {
    kind: 'postgres',
    makePool: (config) => new pg.Pool({ ...config, connectionString }),
    makeQuickPool: (config) => new ImpatientPool({ ...config, connectionString }),
    close: () => Promise.resolve(),
  };
}

/** 8 MB of shared buffers instead of 128 MB: 190 MB of resident memory instead of 560 MB, measured. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'];
/** Segments of 1 MB instead of 16 MB: a first start in two thirds of the time, and a smaller folder. */
const initDbStartParams = ['--wal-segsize=1'];

async function openEmbedded(dataDir: string): Promise<Store> {
  await mkdir(dataDir, { recursive: true });
  const folder = join(dataDir, 'store');
  const unlock = lockFolder(folder);
  try {
    await createFolder(folder);
    return embedded(await PGlite.create({ dataDir: folder, startParams }), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Creates the folder beside its place and moves it there, so that a process killed meanwhile leaves no half a store. */
async function createFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  const created = await PGlite.create({ dataDir: draft, startParams, initDbStartParams });
  await created.close();
  await rename(draft, folder);
}

function embedded(db: PGlite, unlock: () => void): Store {
  const makePool = embeddedPool(db);
  return {
    kind: 'embedded',
    makePool,
    makeQuickPool: makePool,
    close: () => db.close().finally(unlock),
  };
}
