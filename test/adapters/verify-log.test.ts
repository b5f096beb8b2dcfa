import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type EventLog, eventLog } from '../../src/adapters/event-log.ts';
import { type Verified, verifyLog } from '../../src/adapters/verify-log.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

const noted = z.object({ type: z.literal('Noted'), n: z.number() });
const at = new Date('2026-03-02T09:30:00.123Z');
let store: FreshDatabase;
let log: EventLog<z.infer<typeof noted>>;

beforeAll(async () => {
  store = await freshDatabase();
  log = eventLog(store.database.pool, (json) => noted.parse(json));
  // More than a page of events, in streams whose names sort otherwise than they were written.
  for (let after = 0; after < 400; after += 100)
    for (const stream of ['b', 'a', 'c']) {
      const events = Array.from({ length: 100 }, (_, n) => ({ type: 'Noted' as const, n: after + n }));
      await log.append({ stream, after, at, events, causes: new Map([[0, `${stream}.${after}`]]) });
    }
});
afterAll(() => store.dispose());

/** What verify says after the owner of the database did this; it is undone afterwards. */
async function verifiedAfter(...statements: string[]): Promise<Verified> {
  const owner = await store.database.pool.connect();
  try {
    await owner.query('begin');
    await owner.query('alter table event disable trigger append_only');
    for (const statement of statements) await owner.query(statement);
    return await verifyLog(owner);
  } finally {
    await owner.query('rollback');
    owner.release();
  }
}

test('a log that nobody touched is intact, and its head says how many events it covers', async () => {
  const { hash } = await log.head();
  expect(await log.verify()).toEqual({ kind: 'intact', events: 1200, head: hash });
  expect(await verifiedAfter()).toMatchObject({ kind: 'intact' });
});

test.each([
  ["body = replace(body, '249', '250')", 'its text'],
  ["at = at + interval '1 ms'", 'its time'],
  ["type = 'Approved'", 'its type'],
  ["cause = 'slack:another'", 'its cause'],
  ["hash = sha256('another')", 'its hash'],
])('an event is found in which somebody changed (%s) %s', async (change) => {
  const verified = await verifiedAfter(`update event set ${change} where stream = 'b' and version = 250`);
  expect(verified).toMatchObject({ kind: 'broken', stream: 'b', version: 250, why: expect.stringContaining('hash') });
});

test('a removed event is found', async () => {
  const verified = await verifiedAfter("delete from event where stream = 'a' and version = 7");
  expect(verified).toEqual({ kind: 'broken', stream: 'a', version: 8, why: 'version 7 is missing' });
});

test('a stream that lost its last event is found by the event after it', async () => {
  const verified = await verifiedAfter("delete from event where stream = 'a' and version = 400");
  expect(verified).toMatchObject({ kind: 'broken', stream: 'c', version: 301, why: expect.stringContaining('1100') });
});

test('a log that lost its last events is found by its head', async () => {
  const verified = await verifiedAfter("delete from event where stream = 'c' and version > 398");
  expect(verified).toMatchObject({
    kind: 'broken',
    stream: '(head)',
    why: 'the head counts 1200 events, there are 1198',
  });
});

test('an event rewritten with a hash that fits is found by the head', async () => {
  const verified = await verifiedAfter(
    `update event set body = '{"type":"Noted","n":1}', hash = sha256(
       (select hash from event where stream = 'c' and version = 399) ||
       convert_to('["c",400,"2026-03-02T09:30:00.123Z","Noted",null,"{\\"type\\":\\"Noted\\",\\"n\\":1}"]', 'UTF8')
     ) where stream = 'c' and version = 400`,
  );
  expect(verified).toMatchObject({ kind: 'broken', stream: '(head)', why: expect.stringContaining('replaced') });
});

test('events in another order are found by the head', async () => {
  const verified = await verifiedAfter(
    'update event set position = -position where position in (5, 105)',
    'update event set position = case position when -5 then 105 else 5 end where position < 0',
  );
  expect(verified).toMatchObject({ kind: 'broken', stream: '(head)', why: expect.stringContaining('reordered') });
});
