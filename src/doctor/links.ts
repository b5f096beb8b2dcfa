import pg from 'pg';
import { z } from 'zod';
import { schema } from '../adapters/migrations/migrate.ts';
import type { Readable } from '../config.ts';
import { sameLogin } from '../release/accounts.ts';
import { type Finding, warning } from './finding.ts';

const rows = z.array(z.object({ person: z.string(), login: z.string() }));
const patienceMs = 5000;

/**
 * GitHub logins that people have confirmed, by Slack id. None where the store is embedded, which its process alone reads, or
 * cannot be asked: the findings of the store say that.
 */
export async function linkedLogins({ databaseUrl }: Readable): Promise<ReadonlyMap<string, string>> {
  if (databaseUrl === undefined) return new Map();
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });
  try {
    await client.connect();
    const read = await client.query(`select person, login from ${schema}.github_link where ended_at is null`);
    return new Map(rows.parse(read.rows).map(({ person, login }) => [person, login]));
  } catch {
    return new Map(); // a store of before has no links; one that cannot be read is a finding of the store
  } finally {
    await client.end().catch(() => undefined); // a connection that broke has ended already
  }
}

/**
 * Where people have confirmed something else than slipway.yml says.
 * @param linked logins that people have confirmed, by Slack id.
 */
export function linkDifferences({ slipway }: Pick<Readable, 'slipway'>, linked: ReadonlyMap<string, string>) {
  return Object.entries(slipway?.people ?? {}).flatMap(([person, { github }]): readonly Finding[] => {
    const login = linked.get(person);
    if (login === undefined || sameLogin(login, github)) return [];
    const says = `They have confirmed that they are ${login} on GitHub, and slipway.yml says ${github}. What they confirmed wins; what either account wrote counts as theirs.`;
    const fix = `Ask them which is right; correct people in slipway.yml, or let them type ${slipway?.commands.release} link or unlink.`;
    return [warning('link-differs', `Person ${person}`, says, fix)];
  });
}

/** Looks for such differences. */
export async function linkFindings(examined: Readable): Promise<readonly Finding[]> {
  return linkDifferences(examined, await linkedLogins(examined));
}
