import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../src/adapters/database.ts';
import { eventLog } from '../../src/adapters/event-log.ts';
import { freshPlace, storeKind } from '../stores.ts';
import { runProgram } from './programs/run.ts';
import { tcpProxy } from './tcp-proxy.ts';

test('a process killed in the middle of appending has lost nothing that it was told is written', async () => {
  const place = await freshPlace();
  const writer = runProgram(
    'append-forever.ts',
    place.dataDir,
    ...(place.databaseUrl === undefined ? [] : [place.databaseUrl]),
  );
  onTestFinished(() => writer.kill());
  await vi.waitFor(() => expect(writer.lines.length, writer.complaints()).toBeGreaterThan(200), { timeout: 20_000 });
  await writer.kill();

  const database = await openDatabase(place);
  const log = eventLog(database.pool, () => ({ type: 'Noted' }));
  for (const stream of ['a', 'b', 'c', 'd', 'e']) {
    const told = writer.lines.filter((line) => line.startsWith(stream)).length;
    expect((await log.read(stream)).length).toBeGreaterThanOrEqual(told);
  }
  expect(await log.verify()).toMatchObject({ kind: 'intact' });
  await database.close();
  await place.remove();
});

test('several processes may start on one new store at once', async () => {
  const place = await freshPlace();
  const open = (): ReturnType<typeof openDatabase> => openDatabase(place);
  if (storeKind === 'embedded') {
    const database = await open();
    await expect(open()).rejects.toThrow('is open in another process');
    const other = runProgram('append-forever.ts', place.dataDir);
    expect(await other.ended()).toBe(1);
    expect(other.complaints()).toContain('set DATABASE_URL');
    await database.close();
  }
  const databases = await Promise.all(storeKind === 'embedded' ? [open()] : [open(), open(), open(), open()]);
  for (const { pool, close } of databases) {
    expect((await pool.query('select position from head')).rows).toEqual([{ position: '0' }]);
    await close();
  }
  await place.remove();
});

test('a store that a later version has migrated is opened: while they are upgraded, both run on it', async () => {
  const place = await freshPlace();
  const first = await openDatabase(place);
  await first.pool.query(
    "insert into kysely_migration (name, timestamp) values ('9999-of-a-later-version', '2099-01-01T00:00:00.000Z')",
  );
  await first.close();
  const again = await openDatabase(place);
  expect((await again.pool.query('select position from head')).rows).toEqual([{ position: '0' }]);
  await again.close();
  await place.remove();
});

test.runIf(storeKind !== 'embedded')(
  'a PostgreSQL that is away or silent makes a statement fail soon, and is used again when it is back',
  { timeout: 15_000 },
  async () => {
    const place = await freshPlace();
    const proxy = await tcpProxy(new URL(place.databaseUrl ?? ''));
    const errors: Error[] = [];
    const database = await openDatabase({
      dataDir: '',
      databaseUrl: proxy.url,
      onError: (error) => errors.push(error),
    });
    const ask = (): Promise<unknown> => database.pool.query('select 1');
    await ask();

    proxy.silence();
    await expect(ask()).rejects.toThrow('timeout');
    await expect(ask()).rejects.toThrow('did not answer a moment ago');
    proxy.resume();
    await vi.waitFor(ask, { timeout: 10_000 });

    const idle = await database.pool.connect();
    await idle.query('begin');
    await proxy.cut();
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0));
    idle.release(true);
    await expect(ask()).rejects.toThrow('ECONNREFUSED');
    await proxy.restore();
    await ask();

    await database.close();
    await proxy.cut();
    await place.remove();
  },
);

test.runIf(storeKind !== 'embedded')(
  'a PostgreSQL that is slow for a moment fails a click, and a job waits for it',
  { timeout: 15_000 },
  async () => {
    const place = await freshPlace();
    const clicks = await openDatabase(place);
    const jobs = await openDatabase({ ...place, patienceFor: 'jobs' });
    await clicks.pool.query('create table held ()');
    const holder = await clicks.pool.connect();
    await holder.query('begin');
    await holder.query('lock table held');
    const job = jobs.pool.query('select count(*)::int as count from held');
    await expect(clicks.pool.query('select from held')).rejects.toThrow('timeout');
    await holder.query('commit');
    holder.release();
    expect((await job).rows).toEqual([{ count: 0 }]);
    await Promise.all([clicks.close(), jobs.close()]);
    await place.remove();
  },
);

test.each(['127.0.0.1', 'localhost'])(
  'a PostgreSQL that cannot be reached at the start (%s) is an error that says so',
  async (host) => {
    const opening = openDatabase({ dataDir: '', databaseUrl: `postgres://postgres:secret@${host}:1/postgres` });
    await expect(opening).rejects.toThrow('(postgres) could not be opened');
    await expect(opening).rejects.toThrow('ECONNREFUSED');
  },
);
