import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import type { Settings } from '../environment.ts';
import { type Finding, failing, fine, look, warning } from './finding.ts';

const oldest = 15;
const facts = z.object({ version: z.coerce.number(), name: z.string(), creates: z.boolean(), fsync: z.string() });

async function serverFindings(url: string): Promise<readonly Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_setting('server_version_num') as version, current_database() as name, current_setting('fsync') as fsync,
         has_database_privilege(current_user, current_database(), 'CREATE') as creates`,
    );
    const { version, name, creates, fsync } = facts.parse(rows[0]);
    const major = Math.floor(version / 10_000);
    const found: Finding[] = [];
    if (major < oldest)
      found.push(failing('Store', `PostgreSQL ${major} is too old.`, `Slipway needs PostgreSQL ${oldest} or later.`));
    if (!creates)
      found.push(
        failing(
          'Store',
          `The user may create no schema in ${name}.`,
          `Grant it: GRANT CREATE ON DATABASE ${name} TO …;`,
        ),
      );
    if (fsync !== 'on')
      found.push(warning('Store', 'fsync is off, so a power failure loses what was recorded.', 'Set fsync = on.'));
    return found.length > 0 ? found : [fine('Store', `PostgreSQL ${major}, database ${name}.`)];
  } finally {
    await client.end();
  }
}

/** The nearest folder above that exists: the one in which the data folder would be made. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

async function embeddedFindings(dataDir: string): Promise<readonly Finding[]> {
  accessSync(existing(resolve(dataDir)), constants.W_OK);
  return [
    warning(
      'Store',
      `It is embedded, in ${dataDir}: for trying. It survives a killed process, not a power failure, and serves one process.`,
      'In production set DATABASE_URL.',
    ),
  ];
}

/** Whether the store can be reached and used. Changes nothing in it. */
export function storeFindings({ databaseUrl, dataDir }: Settings): Promise<readonly Finding[]> {
  if (databaseUrl === undefined)
    return look('Store', `Let Slipway write to ${dataDir}, or set DATA_DIR.`, () => embeddedFindings(dataDir));
  return look('Store', 'Start PostgreSQL, or correct DATABASE_URL.', () => serverFindings(databaseUrl));
}
