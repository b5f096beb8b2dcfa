import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ownPostgres } from './own-postgres.ts';
import { type OwnRedis, ownRedis } from './own-redis.ts';
import type { OwnServer } from './own-server.ts';

export type StoreKind = 'embedded' | 'postgres' | 'redis';

/** The store and queue of a fleet. */
export interface FleetStores {
  /** Undefined where the store is embedded. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Undefined where the queue is on the store. */
  readonly redisUrl: string | undefined;
  /** The PostgreSQL that may be killed; there when the stores are the fleet's own and not embedded. */
  readonly postgres: OwnServer | undefined;
  /** The Redis that may be killed and emptied: always the fleet's own. */
  readonly redis: OwnRedis | undefined;
  remove(): Promise<void>;
}

const sharedUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: sharedUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of its own on the server that the tests share. */
async function databaseOnShared(): Promise<Pick<FleetStores, 'databaseUrl' | 'postgres' | 'remove'>> {
  const name = `slipway_faults_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  const url = new URL(sharedUrl);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, postgres: undefined, remove: () => onServer(`drop database ${name} with (force)`) };
}

async function databaseOfOwn(): Promise<Pick<FleetStores, 'databaseUrl' | 'postgres' | 'remove'>> {
  const postgres = await ownPostgres();
  return { databaseUrl: postgres.url, postgres, remove: () => postgres.remove() };
}

/** Makes stores that nobody has written to. Throws where a server is missing. */
export async function storesFor(kind: StoreKind, own: boolean): Promise<FleetStores> {
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-fleet-'));
  const removeFolder = () => rm(dataDir, { recursive: true, force: true });
  if (kind === 'embedded')
    return {
      databaseUrl: undefined,
      redisUrl: undefined,
      postgres: undefined,
      redis: undefined,
      dataDir,
      remove: removeFolder,
    };
  const database = await (own ? databaseOfOwn() : databaseOnShared());
  const redis = kind === 'redis' ? await ownRedis() : undefined;
  return {
    ...database,
    dataDir,
    redis,
    redisUrl: redis?.url,
    async remove() {
      await redis?.remove();
      await database.remove();
      await removeFolder();
    },
  };
}
