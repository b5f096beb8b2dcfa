import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type pg from 'pg';
import * as eventLog from './0001-event-log.ts';
import * as release from './0002-release.ts';
import * as coordination from './0003-coordination.ts';

/** The schema that Slipway's tables live in. */
export const schema = 'slipway';

/** In order of their names; one that has shipped is never edited, only followed by another. */
const migrations = { '0001-event-log': eventLog, '0002-release': release, '0003-coordination': coordination };

/** PostgreSQL 15, https://www.postgresql.org/docs/15/runtime-config-preset.html (server_version_num). */
const oldest = 150_000;

/**
 * Brings the store's schema up to date. Several processes may do so at once: Kysely takes an advisory lock.
 *
 * @param pool one without statement timeout, since waiting for another process's migration is not a failure.
 * @throws when the server is too old, cannot be reached, or a migration fails (nothing of it is kept then).
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const server = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(
    db,
  );
  const version = server.rows[0]?.version ?? 0;
  if (version < oldest)
    throw new Error(`PostgreSQL ${Math.floor(version / 10_000)} is too old: Slipway needs 15 or later.`);
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider, migrationTableSchema: schema }).migrateToLatest();
  if (error !== undefined) throw error;
}
