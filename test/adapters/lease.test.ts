import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Leases, leases } from '../../src/adapters/lease.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

let store: FreshDatabase;
let ours: Leases;
let theirs: Leases;

beforeAll(async () => {
  store = await freshDatabase();
  ours = leases(store.database.pool, 'ours');
  theirs = leases(store.database.pool, 'theirs');
});
afterAll(() => store.dispose());

const isBusy = { kind: 'busy' };

test('the work of a key is done by one at a time, in this process and in others', async () => {
  const answer = await ours.hold('tag', async () => {
    expect(await theirs.hold('tag', async () => 'never')).toEqual(isBusy);
    expect(await ours.hold('tag', async () => 'never')).toEqual(isBusy);
    expect(await theirs.hold('merge', async () => 'meanwhile')).toEqual({ kind: 'held', value: 'meanwhile' });
    return 'done';
  });
  expect(answer).toEqual({ kind: 'held', value: 'done' });
  expect(await theirs.hold('tag', async () => 'next')).toEqual({ kind: 'held', value: 'next' });
});

test('work that fails gives its lease back', async () => {
  await expect(ours.hold('fail', () => Promise.reject(new Error('made to fail')))).rejects.toThrow('made to fail');
  expect(await theirs.hold('fail', async () => 1)).toEqual({ kind: 'held', value: 1 });
});

test('two processes of one name, such as containers that both are process 1, are two', async () => {
  const namesake = leases(store.database.pool, 'ours');
  await ours.hold('shared-name', async () => {
    expect(await namesake.hold('shared-name', async () => 'never')).toEqual(isBusy);
  });
});

test('the lease of a holder that died is taken over when it ends', async () => {
  await store.database.pool.query("insert into lease values ('orphan', 'ours', now() + interval '3 s')");
  expect(await theirs.hold('orphan', async () => 1)).toEqual(isBusy);
  const takeOver = async (): Promise<void> =>
    expect(await theirs.hold('orphan', async () => 2)).toEqual({ kind: 'held', value: 2 });
  await vi.waitFor(takeOver, { timeout: 15_000, interval: 100 });
});

test('a lease is renewed while the work goes on, and the work is told when it was lost', async () => {
  const { pool } = store.database;
  const until = async (): Promise<number> => {
    const { rows } = await pool.query<{ until: Date }>("select until from lease where key = 'long'");
    return rows[0]?.until.getTime() ?? 0;
  };
  await ours.hold('long', async (signal) => {
    const first = await until();
    await vi.waitFor(async () => expect(await until()).toBeGreaterThan(first), { timeout: 15_000 });
    expect(signal.aborted).toBe(false);
    await pool.query("update lease set holder = 'theirs' where key = 'long'");
    await vi.waitFor(() => expect(signal.aborted).toBe(true), { timeout: 15_000 });
  });
  // What was lost is not given back: it is somebody else's.
  expect(await until()).toBeGreaterThan(0);
});
