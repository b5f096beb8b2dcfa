import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { openDatabase } from '../adapters/database.ts';
import { schema } from '../adapters/migrations/migrate.ts';
import { reasonOf } from '../adapters/reason-of.ts';
import { type NotedHead, type Verified, verifyLog } from '../adapters/verify-log.ts';
import { readStorePlace, type StorePlace, setupLine } from '../config.ts';
import { orUsage } from './or-usage.ts';

class NoLog extends Error {}

/** Nothing but reads, in one snapshot: a restored copy, or the store of a Slipway that runs, is left as it is. */
async function verifiedOnServer(databaseUrl: string, noted: NotedHead | undefined): Promise<Verified> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5000,
    options: `-c search_path=${schema}`,
    application_name: 'slipway verify',
  });
  client.on('error', () => undefined); // the question that runs then fails, and says why
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query(
      `select current_database() as name, to_regclass('${schema}.head') is not null as has_log`,
    );
    const { name, has_log } = z.object({ name: z.string(), has_log: z.boolean() }).parse(rows[0]);
    if (!has_log) throw new NoLog(`There is no Slipway log in database ${name}.`);
    return await verifyLog(client, noted);
  } finally {
    await client.end();
  }
}

/** The embedded store opens in one process only, and as Slipway opens it: brought up to date. */
async function verifiedInFolder(dataDir: string, noted: NotedHead | undefined): Promise<Verified> {
  if (!existsSync(join(dataDir, 'store'))) throw new NoLog(`There is no Slipway log in ${dataDir}.`);
  const database = await openDatabase({ dataDir });
  try {
    return await verifyLog(database.pool, noted);
  } finally {
    await database.close();
  }
}

function sentenceOf(verified: Verified): string {
  if (verified.kind === 'intact') return `The log is intact: ${verified.events} events, head ${verified.head}`;
  const { stream, version, why } = verified;
  const where = stream === '(head)' ? `at its head, after event ${version} of all` : `at ${stream}, event ${version}`;
  return `The log is broken ${where}: ${why}.`;
}

async function verify({ databaseUrl, dataDir }: StorePlace, noted: NotedHead | undefined): Promise<number> {
  try {
    const verified = await (databaseUrl === undefined
      ? verifiedInFolder(dataDir, noted)
      : verifiedOnServer(databaseUrl, noted));
    console.log(sentenceOf(verified));
    return verified.kind === 'intact' ? 0 : 1;
  } catch (error) {
    console.error(error instanceof NoLog ? error.message : `The log could not be looked at: ${reasonOf(error)}`);
    return 2;
  }
}

const usage = `npm run verify                              whether the log is as it was written; reads DATABASE_URL or DATA_DIR
npm run verify -- --covers <events>:<head>  and whether it still has a head that was printed earlier
Exit code 0: intact, 1: broken, 2: it could not be looked at.`;

/** What an earlier run printed, as `--covers 1200:5f2c…`; undefined without it. */
function asked(): { readonly noted?: NotedHead; readonly help?: boolean | undefined } {
  const options = { covers: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { covers, help } = parseArgs({ options }).values;
  if (covers === undefined || help === true) return { help };
  const [, events, head] = /^([1-9]\d*):([0-9a-f]{64})$/.exec(covers) ?? [];
  if (events === undefined || head === undefined)
    throw new Error('--covers takes <events>:<head>, as an earlier `npm run verify` printed them.');
  return { noted: { events: Number(events), head } };
}

async function run(): Promise<number> {
  const { noted } = orUsage(usage, asked);
  const { place, problems } = readStorePlace();
  for (const problem of problems) console.error(setupLine(problem));
  return problems.length > 0 ? 2 : await verify(place, noted);
}

process.exitCode = await run();
