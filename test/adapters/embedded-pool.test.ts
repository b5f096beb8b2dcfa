import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { embeddedPool, type MakePool } from '../../src/adapters/embedded-pool.ts';
import { mayBeDone, storeDown } from '../../src/adapters/store-down.ts';
import { type FreshPlace, freshPlace, storeKind } from '../stores.ts';

const embedded = test.runIf(storeKind === 'embedded');
const patience = 1000;
let place: FreshPlace;
let db: PGlite;
let makePool: MakePool;
let pool: pg.Pool;

beforeAll(async () => {
  if (storeKind !== 'embedded') return;
  place = await freshPlace();
  db = await PGlite.create(join(place.dataDir, 'store'));
  makePool = embeddedPool(db, patience);
  pool = makePool();
  await pool.query('create table item (id int primary key, text text)');
});
afterAll(async () => {
  if (storeKind !== 'embedded') return;
  await pool.end();
  await db.close();
  await place.remove();
});

const count = async (where: string): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from item where ${where}`);
  return rows[0]?.n ?? -1;
};

embedded('a transaction is nobody else’s: others wait for its end', async () => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('insert into item values (1)');
  const seen = count('id = 1');
  await client.query('rollback');
  client.release();
  expect(await seen).toBe(0);
});

embedded('a client that is dropped in a transaction leaves nothing of it', async () => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('insert into item values (2)');
  client.release(true);
  expect(await count('id = 2')).toBe(0);
});

embedded('a transaction that is left open is rolled back, its client dropped, and the others go on', async () => {
  const client = await pool.connect();
  const errors: Error[] = [];
  client.on('error', (error) => errors.push(error));
  await client.query('begin');
  await client.query('insert into item values (3)');
  expect(await count('id = 3')).toBe(0);
  expect(errors.map(({ message }) => message).join()).toContain(`held the embedded store for ${patience} ms`);
  // What it did last may have counted, and people are to be told that the store is at fault.
  const [first] = errors;
  expect([storeDown(first), mayBeDone(first)]).toEqual([true, true]);
  await expect(client.query('commit')).rejects.toThrow();
  client.release(true);
});

embedded(
  'an error has its code, in a transaction and out of it, and ends neither the client nor the session',
  async () => {
    await pool.query('insert into item values (4)');
    await expect(pool.query('insert into item values ($1)', [4])).rejects.toMatchObject({
      code: '23505',
      constraint: 'item_pkey',
    });
    await expect(pool.query('selec')).rejects.toMatchObject({ code: '42601' });
    const client = await pool.connect();
    await client.query('begin');
    await expect(client.query('insert into item values ($1)', [4])).rejects.toMatchObject({ code: '23505' });
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('rollback');
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    client.release();
  },
);

embedded('notifications reach who listens, on another connection', async () => {
  const [listener, teller] = [await pool.connect(), await pool.connect()];
  const heard: (string | undefined)[] = [];
  listener.on('notification', ({ payload }) => heard.push(payload));
  await listener.query('listen news');
  await teller.query("notify news, 'first'");
  await teller.query('begin');
  await teller.query("select pg_notify('news', 'second')");
  await teller.query('commit');
  await vi.waitFor(() => expect(heard).toEqual(['first', 'second']));
  listener.release(true);
  teller.release();
});

embedded('pools of different schemas keep their search paths, query by query', async () => {
  await pool.query('create schema other; create table other.item (id int)');
  const other = makePool({ options: '-c search_path=other' });
  const columns = async (of: pg.Pool): Promise<string[]> =>
    (await of.query('select * from item limit 0')).fields.map(({ name }) => name);
  const answers = await Promise.all([columns(pool), columns(other), columns(pool), columns(other)]);
  expect(answers).toEqual([['id', 'text'], ['id'], ['id', 'text'], ['id']]);
  await other.end();
});

embedded('large values and many queries at once come through whole', async () => {
  const text = 'ü✓'.repeat(500_000);
  await pool.query('insert into item values (5, $1)', [text]);
  const { rows } = await pool.query<{ text: string }>('select text from item where id = 5');
  expect(rows[0]?.text === text).toBe(true);
  const numbers = Array.from({ length: 200 }, (_, n) => n);
  const answers = await Promise.all(numbers.map((n) => pool.query<{ n: number }>('select $1::int as n', [n])));
  expect(answers.map((answer) => answer.rows[0]?.n)).toEqual(numbers);
});

embedded('a pool of one connection takes turns with a busy one', async () => {
  const busy = makePool({ max: 10, options: '-c search_path=busy' });
  const done: string[] = [];
  const answered = (of: pg.Pool, name: string) => of.query('select 1').then(() => done.push(name));
  const single = makePool({ max: 1 });
  await Promise.all([
    ...Array.from({ length: 20 }, () => answered(busy, 'busy')),
    ...Array.from({ length: 5 }, () => answered(single, 'single')),
  ]);
  expect(done.lastIndexOf('single')).toBeLessThan(done.lastIndexOf('busy') - 5);
  expect(done).toHaveLength(25);
  await Promise.all([busy.end(), single.end()]);
});

embedded('the prepared statements of a connection end with it', async () => {
  const query = { name: 'same', text: 'select $1::int as n', values: [7] };
  for (const drop of [false, true]) {
    const client = await pool.connect();
    expect((await client.query<{ n: number }>(query)).rows).toEqual([{ n: 7 }]);
    expect((await client.query<{ n: number }>(query)).rows).toEqual([{ n: 7 }]);
    if (drop) await client.query('begin');
    client.release(true);
  }
  const other = await pool.connect();
  expect((await other.query(query)).rows).toEqual([{ n: 7 }]);
  other.release(true);
});

embedded('a client that is dropped while it waits for its turn begins nothing', async () => {
  const [first, second] = [await pool.connect(), await pool.connect()];
  await first.query('begin');
  const waiting = expect(second.query('begin')).rejects.toThrow();
  await nextTurn(); // the message of the second is written in a turn of its own
  second.release(true);
  await waiting;
  await first.query('commit');
  first.release();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

embedded('a prepared statement that was refused does not keep those after it', async () => {
  const query = { name: 'after-a-refused', text: 'select $1::int as n', values: [7] };
  const client = await pool.connect();
  client.on('error', () => undefined);
  await expect(client.query({ name: 'refused', text: 'select from nowhere' })).rejects.toMatchObject({ code: '42P01' });
  await client.query(query);
  client.release(true);
  const other = await pool.connect();
  expect((await other.query(query)).rows).toEqual([{ n: 7 }]);
  other.release(true);
});

embedded('timers run while queries follow each other without a pause', async () => {
  let busy = true;
  const timer = setTimeout(() => {
    busy = false;
  }, 20);
  while (busy) await pool.query('select 1');
  clearTimeout(timer);
  expect(busy).toBe(false);
});
