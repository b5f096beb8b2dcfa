import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { databaseClock } from '../../src/adapters/database-clock.ts';
import { deliveries } from '../../src/adapters/deliveries.ts';
import { pauses } from '../../src/adapters/pauses.ts';
import { type FreshDatabase, freshDatabase, storeKind } from '../stores.ts';

let store: FreshDatabase;

beforeAll(async () => {
  store = await freshDatabase();
});
afterAll(() => store.dispose());

test('a delivery is new to one asker only, until it is forgotten for its age', async () => {
  const { pool } = store.database;
  const processes = [deliveries(pool), deliveries(pool), deliveries(pool)];
  const answers = await Promise.all(processes.map(({ firstTime }) => firstTime('github:1')));
  expect(answers.filter(Boolean)).toHaveLength(1);
  await pool.query("update delivery set at = at - interval '8 days' where id = 'github:1'");
  const [one] = processes;
  expect(await one?.firstTime('github:2')).toBe(true);
  expect(await one?.prune()).toBe(1);
  expect(await one?.firstTime('github:1')).toBe(true);
  expect(await one?.firstTime('github:2')).toBe(false);
});

test.runIf(storeKind !== 'embedded')('claims of several processes take the same things in the same order', async () => {
  const { pool } = store.database;
  const other = await pool.connect();
  await other.query('begin');
  await other.query("insert into delivery (id) values ('order:a')");
  const { claim } = deliveries(pool);
  const claims = Promise.all(['order:b', 'order:a'].map(claim));
  await vi.waitFor(async () => {
    const { rows } = await pool.query("select from pg_locks where not granted and locktype = 'transactionid'");
    expect(rows).toHaveLength(1);
  });
  await other.query("insert into delivery (id) values ('order:b')"); // would wait for the claims, which wait for this
  await other.query('commit');
  other.release();
  expect(await claims).toEqual([false, false]);
});

test('what was written once is remembered long after its delivery would be forgotten', async () => {
  const { pool } = store.database;
  const seen = deliveries(pool);
  const keys = ['post:r.1', 'dispatch:r.deploy.1:1', 'rerun:r.1', 'deployment:r.1:1', 'draft:r.1:1'];
  for (const key of keys) await seen.firstTime(key);
  const before = await seen.firstSeen('post:r.1');
  await pool.query("update delivery set at = at - interval '100 days'");
  await seen.prune();
  expect(await Promise.all(keys.map(seen.firstTime))).toEqual(keys.map(() => false));
  expect((await seen.firstSeen('post:r.1'))?.getTime()).toBeLessThan(before?.getTime() ?? 0);
  await pool.query("update delivery set at = at - interval '301 days'");
  expect(await seen.prune()).toBeGreaterThanOrEqual(keys.length);
  expect(await seen.firstSeen('post:r.1')).toBeUndefined();
});

test('a pause holds for all processes until its time, and only ever grows', async () => {
  let now = new Date('2026-03-02T09:00:00Z');
  const [ours, theirs] = [pauses(store.database.pool, () => now), pauses(store.database.pool, () => now)];
  const [sooner, later] = [new Date('2026-03-02T09:00:10Z'), new Date('2026-03-02T09:00:30Z')];
  expect(await theirs.pausedUntil('slack:chat.update')).toBeUndefined();
  await ours.pauseUntil('slack:chat.update', later, '429');
  await ours.pauseUntil('slack:chat.update', sooner, '429');
  expect(await ours.pausedUntil('slack:chat.update')).toEqual(later);
  expect(await ours.pausedUntil('slack:views.open')).toBeUndefined();
  expect(await theirs.pausedUntil('slack:chat.update')).toEqual(later); // at once, though they had asked before
  now = later;
  expect(await ours.pausedUntil('slack:chat.update')).toBeUndefined();
});

test("the clock shows the database's time, shifted as asked", async () => {
  let shift = 0;
  const clock = await databaseClock(store.database.pool, { shift: () => shift });
  const told = async (): Promise<number> => {
    const { rows } = await store.database.pool.query<{ at: Date }>('select clock_timestamp() as at');
    return rows[0]?.at.getTime() ?? 0;
  };
  const [before, now, after] = [await told(), clock.now().getTime(), await told()];
  expect(now).toBeGreaterThan(before - 1000);
  expect(now).toBeLessThan(after + 1000);
  shift = 3_600_000;
  expect(clock.now().getTime() - now).toBeGreaterThanOrEqual(3_600_000);
  clock.stop();
});

test('a clock that measures another time than ours goes by what it measured, and survives a store that is away', async () => {
  const { pool } = store.database;
  const aheadBy = 86_400_000;
  let away = false;
  const query = async (): Promise<object> => {
    if (away) throw new Error('away');
    return { rows: [{ at: new Date(Date.now() + aheadBy) }] };
  };
  const ahead = Object.assign(Object.create(pool), { query });
  const errors: string[] = [];
  const clock = await databaseClock(ahead, { everyMs: 10, onError: (error) => errors.push(error.message) });
  away = true;
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1));
  expect(clock.now().getTime() - Date.now()).toBeGreaterThan(aheadBy / 2);
  clock.stop();
});
