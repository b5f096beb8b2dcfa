import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { ends, lenaSigns } from '../journeys/acts.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { readLog } from './rig/read-log.ts';

let fleet: Fleet | undefined;
afterAll(() => fleet?.dispose());

// Put together here, so that nobody's scanner takes this file for a leak.
const token = ['gh', 'p_0123456789abcdefghijABCDEFGHIJ0123'].join('');
const key = ['xox', 'b-9999999999-plantedplantedplanted'].join('');

/** All that the queue and the store hold, as text: its jobs, its tables. */
async function kept({ stores }: Fleet): Promise<string> {
  const { databaseUrl, redisUrl } = stores;
  const parts: string[] = [];
  if (databaseUrl !== undefined) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of rows)
      parts.push(JSON.stringify((await client.query(`select to_jsonb(t)::text from ${name} t`)).rows));
    await client.end();
  }
  if (redisUrl !== undefined) {
    const redis = new Redis(redisUrl);
    for (const name of await redis.keys('*'))
      parts.push(name, (await redis.dumpBuffer(name))?.toString('latin1') ?? '');
    redis.disconnect();
  }
  return parts.join('\n');
}

it('a token that somebody wrote where none belongs is in no log, job, event, message or body', async () => {
  fleet = await startFleet({ store: storeKind, web: 1, workers: 1, environment: { LOG_LEVEL: 'trace' } });
  const { billing, github, slack, person, slackServer, githubServer } = fleet;
  const [maria, lena] = [person('maria'), person('lena')];
  await billing.autofinish('ci.yml', 'success');
  await billing.pushes('ana-d', 'dev', { 'src/a.ts': 'export {};\n' }, `feat: use ${token}\n\nand ${key}`);
  const branch = { head: 'x/keys', base: 'dev', title: `fix: rotate ${key}`, body: token };
  await billing.pushes('ben-w', 'x/keys', { 'src/b.ts': 'export {};\n' }, 'fix: b', { from: 'dev' });
  await billing.merges('ben-w', (await billing.opensPullRequest('ben-w', branch)).number);

  // In a form it is refused at its field, and nothing else that was typed is lost.
  await maria.types(backend, '/release start');
  await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
  const form = {
    'Which features?': ['tax-rounding'],
    'Rollout plan': 'All at once',
    'What to watch after the deployment': 'Errors',
  };
  await maria.fills({ ...form, 'Rollout plan': `With ${token}` });
  const { errors } = await maria.submits();
  expect(errors).toEqual({ 'Rollout plan': expect.stringContaining('looks like a token') });
  await maria.closes();

  await maria.types(backend, '/release start');
  await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
  await maria.fills(form);
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await maria.sees(backend, 'please answer the checklist *Expectations*');
  await maria.types(backend, `/release pause because of ${key}`);
  await maria.sees(backend, 'looks like a token');
  await maria.clicks('Open checklist', { in: backend });
  await maria.sees('modal', 'Release discipline holds');
  await maria.fills({
    'Release discipline holds (scope, timing, people on hand)': ['Done'],
    'Ready to roll back, and the rollout plan says how': ['Done'],
    'Documentation links are right': ['Done'],
  });
  expect(await maria.submits()).toEqual({ kind: 'closed' });
  await lena.sees(backend, 'and sign: *Backend lead signs*');
  await lenaSigns(fleet);
  await ends(fleet, 'publish.yml');
  await maria.sees(backend, 'main is merged back into dev');

  const secrets = [
    token,
    key,
    slackServer.botToken,
    slackServer.signingSecret,
    githubServer.token,
    githubServer.webhookSecret,
  ];
  const places = {
    logs: fleet.processes.flatMap(({ lines }) => lines).join('\n'),
    store: await kept(fleet),
    slack: JSON.stringify(await slack.calls()),
    github: JSON.stringify((await github.calls()).filter(({ method }) => method !== 'GET').map(({ body }) => body)),
    releases: JSON.stringify(await billing.releases()),
    events: JSON.stringify((await readLog(fleet)).map(({ event }) => event)),
  };
  expect(places.github).toContain('token removed'); // the notes told of that commit, without it
  const found = Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret.slice(0, 8)}…`),
  );
  expect(found).toEqual([]);
}, 300_000);
