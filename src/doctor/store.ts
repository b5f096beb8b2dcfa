import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { folderTaken } from '../adapters/folder-lock.ts';
import type { Settings } from '../environment.ts';
import { aheadOf, clockFinding } from './clock.ts';
import { type Finding, look, ok, problem, warning } from './finding.ts';
import { logFindings } from './store-log.ts';

const oldest = 15;
const noSuchDatabase = '3D000'; // https://www.postgresql.org/docs/current/errcodes-appendix.html
const facts = z.object({
  version: z.coerce.number(),
  name: z.string(),
  creates: z.boolean(),
  fsync: z.string(),
  commits: z.string(),
  writes: z.boolean(),
  encoding: z.string(),
  at: z.date(),
});
type Facts = z.output<typeof facts>;

const question = `select current_setting('server_version_num') as version, current_database() as name,
  current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
  not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' as writes,
  pg_encoding_to_char(encoding) as encoding, clock_timestamp() as at,
  has_database_privilege(current_user, current_database(), 'CREATE') as creates
  from pg_database where datname = current_database()`;

function* serverFaults({ version, name, fsync, commits, writes, encoding }: Facts): Generator<Finding> {
  const major = Math.floor(version / 10_000);
  if (major < oldest)
    yield problem(
      'store-too-old',
      'Store',
      `PostgreSQL ${major} is too old: Slipway does not start on it.`,
      `Use PostgreSQL ${oldest} or later.`,
    );
  if (!writes)
    yield problem(
      'store-read-only',
      'Store',
      `${name} takes no writes: it is a replica, or read-only by its settings. Nothing can be recorded.`,
      'Let DATABASE_URL lead to the primary.',
    );
  if (encoding !== 'UTF8')
    yield problem(
      'store-encoding',
      'Store',
      `${name} is encoded in ${encoding}, so what people write in other scripts cannot be recorded.`,
      "Make another database: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;",
    );
  const off = [...(fsync === 'on' ? [] : ['fsync']), ...(commits === 'off' ? ['synchronous_commit'] : [])];
  if (off.length > 0)
    yield warning(
      'store-durability',
      'Store',
      `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off, so a power failure loses what was recorded last.`,
      `Set ${off.map((setting) => `${setting} = on`).join(' and ')}.`,
    );
}

async function serverFindings(url: string, now: () => Date): Promise<readonly Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  try {
    await client.connect();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === noSuchDatabase)) throw error;
    const says = `There is no database ${client.database}, so Slipway does not start.`;
    const fix = `Create it: CREATE DATABASE ${client.database} ENCODING 'UTF8' TEMPLATE template0; or correct DATABASE_URL.`;
    return [problem('store-unreachable', 'Store', says, fix)];
  }
  try {
    const asked = now().getTime();
    const { rows } = await client.query(question);
    const read = facts.parse(rows[0]);
    const clock = clockFinding('clock-store', 'the database', aheadOf(read.at, asked, now().getTime()));
    const faults = [...serverFaults(read), ...(await logFindings(client, read))];
    const fine = ok('store', 'Store', `PostgreSQL ${Math.floor(read.version / 10_000)}, database ${read.name}.`);
    return [...(faults.some(({ grade }) => grade !== 'ok') ? [] : [fine]), ...faults, clock];
  } finally {
    await client.end();
  }
}

/** The nearest folder above that exists: the one in which the data folder would be made. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

const megabyte = 1024 * 1024;
/** Bytes below which the next release may not fit, and below which a start does not. */
const room = { little: 1024 * megabyte, none: 100 * megabyte };

/** Bytes that may still be written to a folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function* folderFindings(dataDir: string, free: number): Generator<Finding> {
  yield warning(
    'store-embedded',
    'Store',
    `It is embedded, in ${dataDir}: for trying. It survives a killed process, not a power failure, and serves one process.`,
    'In production set DATABASE_URL.',
  );
  if (folderTaken(join(resolve(dataDir), 'store')))
    yield warning(
      'store-taken',
      'Store',
      `A process has ${dataDir} open, a running Slipway perhaps. A second one does not start on it.`,
      'If none should be running, find and stop it; or set DATA_DIR or DATABASE_URL.',
    );
  if (free < room.little)
    yield (free < room.none ? problem : warning)(
      'store-disk',
      'Store',
      `${Math.floor(free / megabyte)} MB are free for ${dataDir}. Once the disk is full nothing can be recorded.`,
      'Make room, or set DATA_DIR to a larger disk.',
    );
}

async function embeddedFindings(dataDir: string, roomIn: typeof freeBytes): Promise<readonly Finding[]> {
  const folder = existing(resolve(dataDir));
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    const says = `Slipway may not write to ${folder}, so it does not start.`;
    return [problem('store-folder', 'Store', says, `Let its user write there, or set DATA_DIR.`)];
  }
  return [...folderFindings(dataDir, roomIn(folder))];
}

/** Whether the store can be reached and written to, and still refuses changes of what was recorded. Changes nothing in it. */
export function storeFindings(
  { databaseUrl, dataDir }: Settings,
  now: () => Date,
  roomIn = freeBytes,
): Promise<readonly Finding[]> {
  const place = { about: 'Store', unreachable: 'store-unreachable', refused: 'store-unreachable', within: 15 } as const;
  if (databaseUrl === undefined)
    return look({ ...place, remedy: `See what is wrong with ${dataDir}.` }, () => embeddedFindings(dataDir, roomIn));
  const remedy = 'Start PostgreSQL, or correct DATABASE_URL. Slipway does not start without it.';
  return look({ ...place, remedy, server: 'PostgreSQL' }, () => serverFindings(databaseUrl, now));
}
