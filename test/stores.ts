import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Database, openDatabase } from '../src/adapters/database.ts';
import { openQueue, type Queue } from '../src/adapters/queue.ts';

/** Which store the tests run on: embedded (the default), PostgreSQL, or PostgreSQL with its queue on Redis. */
export const storeKind = readKind(process.env['TEST_STORE'] ?? 'embedded');
const serverUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redisServerUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

function readKind(kind: string): 'embedded' | 'postgres' | 'redis' {
  if (kind === 'embedded' || kind === 'postgres' || kind === 'redis') return kind;
  throw new Error(`TEST_STORE is ${kind}; it may be embedded, postgres or redis.`);
}

/** Where a store and a queue of their own can be opened, by this process or another. */
export interface FreshPlace {
  /** Undefined when the store is embedded. */
  readonly databaseUrl: string | undefined;
  /** The embedded store's folder. */
  readonly dataDir: string;
  /** Undefined when the queue is on the database. */
  readonly redisUrl: string | undefined;
  readonly queueName: string;
  /** Removes all of it; whoever opened it has closed it before. */
  remove(): Promise<void>;
}

/** A store that nobody has written to. */
export interface FreshDatabase extends FreshPlace {
  readonly database: Database;
  /** Closes and removes it. */
  dispose(): Promise<void>;
}

/** A store and a queue that nobody has written to. */
export interface FreshStore extends FreshDatabase {
  readonly queue: Queue;
}

/** Makes a place for a test; the embedded one takes about 0.2 s once its template is there. */
export async function freshPlace(): Promise<FreshPlace> {
  const store = storeKind === 'embedded' ? await folder() : await databaseOnServer();
  const redisUrl = storeKind === 'redis' ? redisServerUrl : undefined;
  if (redisUrl !== undefined) await expectRedis(redisUrl);
  const queueName = `test-${randomBytes(6).toString('hex')}`;
  return {
    ...store,
    redisUrl,
    queueName,
    async remove() {
      if (redisUrl !== undefined) await dropKeys(redisUrl, `slipway:${queueName}*`);
      await store.remove();
    },
  };
}

/** Makes a store of its own for a test. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const place = await freshPlace();
  const database = await openDatabase(place);
  return {
    ...place,
    database,
    async dispose() {
      await database.close();
      await place.remove();
    },
  };
}

/** Makes a store and a queue of their own for a test. Workers are to be closed before `dispose`. */
export async function freshStore(): Promise<FreshStore> {
  const fresh = await freshDatabase();
  const queue = await openQueue({ ...fresh, name: fresh.queueName });
  return {
    ...fresh,
    queue,
    async dispose() {
      await queue.close();
      await fresh.dispose();
    },
  };
}

type StorePlace = Pick<FreshPlace, 'databaseUrl' | 'dataDir' | 'remove'>;

async function folder(): Promise<StorePlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  await cp(await template(), dataDir, { recursive: true });
  return { databaseUrl: undefined, dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

async function databaseOnServer(): Promise<StorePlace> {
  const name = `slipway_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, dataDir: '', remove: () => onServer(`drop database ${name} with (force)`) };
}

async function expectRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  try {
    await redis.connect();
  } catch (error) {
    throw new Error(`TEST_STORE=redis needs the Redis of TEST_REDIS_URL (${url}).`, { cause: error });
  } finally {
    redis.disconnect();
  }
}

async function dropKeys(url: string, pattern: string): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys(pattern);
  if (keys.length > 0) await redis.unlink(...keys);
  redis.disconnect();
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query(statement);
  } catch (error) {
    throw new Error(`TEST_STORE=${storeKind} needs the PostgreSQL of TEST_DATABASE_URL (${serverUrl}).`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

/**
 * A data folder with an empty, migrated store, to copy: 0.2 s where making one takes 2 to 5 s. It stays among the
 * temporary files, named after what it was made from.
 */
async function template(): Promise<string> {
  const root = join(import.meta.dirname, '..');
  const migrations = join(root, 'src/adapters/migrations');
  const made = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const file of readdirSync(migrations).sort()) made.update(readFileSync(join(migrations, file)));
  const folder = join(tmpdir(), `slipway-template-${made.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(join(tmpdir(), 'slipway-draft-'));
  const database = await openDatabase({ dataDir: draft });
  const queue = await openQueue({ database }); // for its tables
  await queue.close();
  await database.close();
  await rename(draft, folder).catch(async (error: unknown) => {
    if (!existsSync(folder)) throw error; // Otherwise another worker was quicker.
    await rm(draft, { recursive: true, force: true });
  });
  return folder;
}
