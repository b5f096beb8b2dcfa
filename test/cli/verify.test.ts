import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src/adapters/database.ts';
import { eventLog } from '../../src/adapters/event-log.ts';
import { type FreshPlace, freshPlace } from '../stores.ts';

const noted = z.object({ type: z.literal('Noted'), n: z.number() });
let place: FreshPlace;
let head = '';

/** The store is closed again before the program looks: the embedded one belongs to one process. */
async function inStore<T>(work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>): Promise<T> {
  const database = await openDatabase(place);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  place = await freshPlace();
  await inStore(async ({ pool }) => {
    const log = eventLog(pool, (json) => noted.parse(json));
    const events = [1, 2, 3].map((n) => ({ type: 'Noted' as const, n }));
    await log.append({ stream: 'billing', after: 0, at: new Date('2026-03-02T09:30:00Z'), events });
    head = (await log.head()).hash;
  });
});
afterAll(() => place.remove());

function verify(environment: Readonly<Record<string, string>> = {}, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/verify.ts', ...args], {
    encoding: 'utf8',
    // No token of Slack or GitHub: an auditor has none.
    env: {
      ...(place.databaseUrl === undefined ? { DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl }),
      ...environment,
    },
  });
  return { status, stdout: stdout.trim(), stderr };
}

it('an intact log: how many events, and the head that covers them', () =>
  expect(verify()).toMatchObject({ status: 0, stdout: `The log is intact: 3 events, head ${head}` }));

it('a head that was noted earlier: whether the log still has it there', () => {
  expect(verify({}, '--covers', `3:${head}`)).toMatchObject({ status: 0 });
  expect(verify({}, '--covers', `2:${head}`)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('at its head, after event 2 of all: another head was noted'),
  });
  expect(verify({}, '--covers', `4:${head}`)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('there are 3'),
  });
  expect(verify({}, '--covers', 'yesterday')).toMatchObject({ status: 2 });
});

it('a log that somebody changed: the first place that does not hold, and exit code 1', async () => {
  await inStore(async ({ pool }) => {
    await pool.query('alter table event disable trigger append_only');
    await pool.query(`update event set body = '{"type":"Noted","n":7}' where version = 2`);
    await pool.query('alter table event enable trigger append_only');
  });
  expect(verify()).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/^The log is broken at billing, event 2: its hash does not follow/),
  });
});

it('a place without a log is told as such: exit code 2', () => {
  const elsewhere = { DATABASE_URL: (place.databaseUrl ?? '').replace(/[^/]*$/, 'postgres') };
  expect(verify(place.databaseUrl === undefined ? { DATA_DIR: 'docs' } : elsewhere)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^There is no Slipway log in (docs|database postgres)\.$/m),
  });
});

it('a log that cannot be looked at is neither: exit code 2', () => {
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  expect(verify(nowhere)).toMatchObject({ status: 2, stderr: expect.stringContaining('could not be looked at') });
  expect(verify({ DATABASE_URL: 'mysql://x' })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('DATABASE_URL does not begin with postgres://'),
  });
});
