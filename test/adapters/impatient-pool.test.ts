import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/database.ts';
import { type FreshPlace, freshPlace, storeKind } from '../stores.ts';
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts';

const onServer = test.runIf(storeKind !== 'embedded'); // the embedded store has no connections
let place: FreshPlace;
let proxy: TcpProxy;
let database: Database;

beforeAll(async () => {
  if (storeKind === 'embedded') return;
  place = await freshPlace();
  proxy = await tcpProxy(new URL(place.databaseUrl ?? ''));
  database = await openDatabase({ ...place, databaseUrl: proxy.url, onError: () => undefined });
});
afterAll(async () => {
  if (storeKind === 'embedded') return;
  await database.close();
  await proxy.cut();
  await place.remove();
});

const asked = (): Promise<string> =>
  database.pool.query('select 1').then(
    () => 'answered',
    (error: Error) => error.message,
  );
const known = 'No connection: the store did not answer a moment ago.';

onServer(
  'a silent store costs one statement its patience; those after it fail at once, until it answers again',
  async () => {
    expect(await asked()).toBe('answered');
    proxy.silence();
    expect(await asked()).toContain('timeout');
    expect(await Promise.all([asked(), asked(), asked()])).toEqual([known, known, known]);
    await vi.waitFor(async () => expect(await asked()).toContain('timeout'), { timeout: 20_000, interval: 50 }); // one looks
    proxy.resume();
    await vi.waitFor(async () => expect(await asked()).toBe('answered'), { timeout: 20_000, interval: 50 });
    expect(await Promise.all([asked(), asked(), asked()])).toEqual(['answered', 'answered', 'answered']);
  },
);

onServer('a store that refuses is asked each time, since it answers at once', async () => {
  await proxy.cut();
  expect(await asked()).not.toBe(known);
  expect(await asked()).not.toBe(known);
  await proxy.restore();
  expect(await asked()).toBe('answered');
});
