import type pg from 'pg';
import { z } from 'zod';
import { migrationNames, schema } from '../adapters/migrations/migrate.ts';
import { type Finding, ok, problem } from './finding.ts';

/** What must refuse a change of an event: the triggers of the first migration. */
const guards = ['append_only', 'no_truncate'];

const migrated = z.array(z.object({ name: z.string() }));
const guarding = z.array(z.object({ name: z.string() }));
const rights = z.array(z.object({ lacking: z.string() }));

const rightsQuestion = `select privilege || ' on ' || relation as lacking
  from (values ('event', 'SELECT'), ('event', 'INSERT'), ('head', 'SELECT'), ('head', 'UPDATE'), ('release', 'SELECT'),
    ('release', 'INSERT'), ('release', 'UPDATE'), ('delivery', 'INSERT'), ('lease', 'INSERT'), ('pause', 'INSERT')) as needed(relation, privilege)
  where not has_table_privilege(current_user, $1 || '.' || relation, privilege)`;

async function guardFindings(client: pg.Client): Promise<readonly Finding[]> {
  const { rows } = await client.query(
    `select tgname as name from pg_trigger where tgrelid = ($1 || '.event')::regclass and tgenabled in ('O', 'A')`,
    [schema],
  );
  const there = guarding.parse(rows).map(({ name }) => name);
  const gone = guards.filter((name) => !there.includes(name));
  if (gone.length === 0) return [];
  return [
    problem(
      'store-open-log',
      'Store',
      `The log can be rewritten: its ${gone.length === 1 ? 'trigger' : 'triggers'} ${gone.join(' and ')} ${gone.length === 1 ? 'is' : 'are'} gone or switched off. What a release recorded proves nothing any more.`,
      `Find out who did that and when; then ALTER TABLE ${schema}.event ENABLE TRIGGER …, or restore the backup where it is gone.`,
    ),
  ];
}

async function rightFindings(client: pg.Client): Promise<readonly Finding[]> {
  const used = await client.query(`select has_schema_privilege(current_user, $1, 'USAGE') as usable`, [schema]);
  const usable = z.object({ usable: z.boolean() }).parse(used.rows[0]).usable;
  const { rows } = usable
    ? await client.query(rightsQuestion, [schema])
    : { rows: [{ lacking: `USAGE on ${schema}` }] };
  const lacking = rights.parse(rows).map((row) => row.lacking);
  if (lacking.length === 0) return [];
  return [
    problem(
      'store-no-append',
      'Store',
      `The user of DATABASE_URL lacks ${lacking.join(', ')}, so nothing can be recorded and no click goes through.`,
      `Connect as the owner of the schema ${schema}, or grant that to the user.`,
    ),
  ];
}

/** Whether Slipway's tables are as this version knows them, refuse changes, and take events from this user. */
export async function logFindings(
  client: pg.Client,
  { name, creates }: { readonly name: string; readonly creates: boolean },
): Promise<readonly Finding[]> {
  const known = await client.query(
    `select exists (select from pg_class where relname = 'kysely_migration' and relnamespace::regnamespace::text = $1) as there`,
    [schema],
  );
  const there = z.object({ there: z.boolean() }).parse(known.rows[0]).there;
  if (!there)
    return creates
      ? [ok('store', 'Store', `It is empty: Slipway makes its tables in ${name} when it starts.`)]
      : [
          problem(
            'store-no-create',
            'Store',
            `The user of DATABASE_URL may create no schema in ${name}, so Slipway does not start.`,
            `Grant it: GRANT CREATE ON DATABASE ${name} TO …;`,
          ),
        ];
  const rightFaults = await rightFindings(client);
  if (rightFaults.length > 0) return rightFaults;
  const { rows } = await client.query(`select name from ${schema}.kysely_migration`);
  const done = migrated.parse(rows).map((row) => row.name);
  const unknown = done.filter((one) => !migrationNames.includes(one));
  if (unknown.length > 0)
    return [
      problem(
        'store-newer',
        'Store',
        `A newer Slipway has worked on ${name} (${unknown.join(', ')}): this version does not start on it.`,
        'Start the newer version, or restore the backup that was made before.',
      ),
    ];
  const waiting = migrationNames.filter((one) => !done.includes(one));
  const update = `The next start brings its tables up to date (${waiting.join(', ')}).`;
  return [...(waiting.length === 0 ? [] : [ok('store', 'Store', update)]), ...(await guardFindings(client))];
}
