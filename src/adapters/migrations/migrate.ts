import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type pg from 'pg';
import * as eventLog from './0001-event-log.ts';
import * as release from './0002-release.ts';
import * as coordination from './0003-coordination.ts';
import * as environmentLock from './0004-environment-lock.ts';
import * as githubLink from './0005-github-link.ts';
import * as membership from './0006-membership.ts';
import * as home from './0007-home.ts';
import * as withdrawing from './0008-withdrawing.ts';
import * as hotfixes from './0009-hotfixes.ts';

/** The schema that Slipway's tables live in. */
export const schema = 'slipway';

/**
 * In order of their names; one that has shipped is never edited, only followed by another. It adds what the version before
 * can do without (a table, a column with a default, an index): while they are upgraded, processes of both run on it. What
 * nobody uses any more goes one version later.
 */
const migrations = {
  '0001-event-log': eventLog,
  '0002-release': release,
  '0003-coordination': coordination,
  '0004-environment-lock': environmentLock,
  '0005-github-link': githubLink,
  '0006-membership': membership,
  '0007-home': home,
  '0008-withdrawing': withdrawing,
  '0009-hotfixes': hotfixes,
};

/** The names of all migrations that this version knows. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/** PostgreSQL 15, https://www.postgresql.org/docs/15/runtime-config-preset.html (server_version_num). */
const oldest = 150_000;

async function unneeded(): Promise<void> {
  throw new Error('A migration of a later version is not to be carried out by this one.');
}

/**
 * What a later version has made of the store already, while both run side by side: a migration only adds what the
 * version before can do without, so this one runs on it as well.
 */
async function laterOnes(db: Kysely<unknown>): Promise<Readonly<Record<string, Migration>>> {
  const table = await sql<{
    made: boolean;
  }>`select to_regclass(${`${schema}.kysely_migration`}) is not null as made`.execute(db);
  if (table.rows[0]?.made !== true) return {};
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(`${schema}.kysely_migration`)}`.execute(db);
  const later = rows.filter(({ name }) => !migrationNames.includes(name));
  return Object.fromEntries(later.map(({ name }) => [name, { up: unneeded }]));
}

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
  const all = { ...migrations, ...(await laterOnes(db)) }; // read before: the migrator holds the embedded store's one session
  const provider = { getMigrations: async () => all };
  const { error } = await new Migrator({ db, provider, migrationTableSchema: schema }).migrateToLatest();
  if (error !== undefined) throw error;
}
