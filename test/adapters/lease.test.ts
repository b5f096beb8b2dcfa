import type pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../src/adapters/database.ts';
import { type Leases, leases } from '../../src/adapters/lease.ts';
import { type FreshDatabase, freshDatabase, freshPlace, storeKind } from '../stores.ts';

let store: FreshDatabase;
let ours: Leases;
let theirs: Leases;

beforeAll(async () => {
  store = await freshDatabase();
  ours = leases(store.database.pool, 'ours');
  theirs = leases(store.database.pool, 'theirs');
});
afterAll(() => store.dispose());

const isBusy = { kind: 'busy', freeInMs: undefined };
const isTheirs = { kind: 'busy', freeInMs: expect.any(Number) };

test('the work of a key is done by one at a time, in this process and in others', async () => {
  const answer = await ours.hold('tag', async () => {
    expect(await theirs.hold('tag', async () => 'never')).toEqual(isTheirs);
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
    expect(await namesake.hold('shared-name', async () => 'never')).toEqual(isTheirs);
  });
});

test('the lease of a holder that died is taken over when it ends', async () => {
  await store.database.pool.query("insert into lease values ('orphan', 'ours', now() + interval '3 s')");
  const busy = await theirs.hold('orphan', async () => 1);
  if (busy.kind !== 'busy') throw new Error('The lease was not kept.');
  expect(busy.freeInMs).toBeGreaterThan(0);
  expect(busy.freeInMs).toBeLessThanOrEqual(3000);
  const takeOver = async (): Promise<void> =>
    expect(await theirs.hold('orphan', async () => 2)).toEqual({ kind: 'held', value: 2 });
  await vi.waitFor(takeOver, { timeout: 15_000, interval: 100 });
});

test.runIf(storeKind === 'embedded')(
  'an embedded store that is opened again knows no lease of a process that died',
  async () => {
    const place = await freshPlace();
    const first = await openDatabase(place);
    await first.pool.query("insert into lease values ('orphan', 'dead', now() + interval '1 h')");
    await first.close();
    const second = await openDatabase(place);
    expect(await leases(second.pool, 'next').hold('orphan', async () => 1)).toEqual({ kind: 'held', value: 1 });
    await second.close();
    await place.remove();
  },
);

test('a lease is counted from before it was asked for, however late the answer came', async () => {
  const { pool } = store.database;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    if (text.startsWith('update lease')) throw new Error('away');
    const answer = await pool.query(text, values);
    if (text.startsWith('insert into lease')) vi.advanceTimersByTime(1500);
    return answer;
  };
  const late = leases(Object.assign(Object.create(pool), { query }), 'late', () => undefined);
  await late.hold('late', async (signal) => {
    await vi.advanceTimersByTimeAsync(1000);
    expect(signal.aborted).toBe(true); // 2.5 s after the question: half a second before another may have it
  });
});

test('a store that does not answer a renewal keeps no lease: the work is told before another may have it', async () => {
  const { pool } = store.database;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let renewals = 0;
  const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    if (!text.startsWith('update lease')) return await pool.query(text, values);
    renewals += 1;
    return await new Promise(() => undefined); // never
  };
  const slow = leases(Object.assign(Object.create(pool), { query }), 'slow', () => undefined);
  await slow.hold('slow', async (signal) => {
    await vi.advanceTimersByTimeAsync(2000);
    expect(signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(signal.aborted).toBe(true);
    expect(renewals).toBe(1);
  });
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
