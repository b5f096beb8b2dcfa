import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Append, ReleaseRow } from '../../src/adapters/append-batch.ts';
import { type EventLog, eventLog } from '../../src/adapters/event-log.ts';
import { releases } from '../../src/adapters/releases.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

const noted = z.object({ type: z.literal('Noted'), text: z.string() });
type Noted = z.infer<typeof noted>;

const at = new Date('2026-03-02T09:30:00.123Z');
let store: FreshDatabase;
let log: EventLog<Noted>;
let count = 0;

beforeAll(async () => {
  store = await freshDatabase();
  log = eventLog(store.database.pool, (json) => noted.parse(json));
});
afterAll(() => store.dispose());

const newId = (): string => `release-${++count}`;

function row(id: string, changes: Partial<ReleaseRow> = {}): ReleaseRow {
  return {
    id,
    component: `component-of-${id}`,
    channel: 'C1',
    playbook: 'backend-service',
    semver: '1.2.0',
    status: 'open',
    summary: { title: 'ünïcode ✓' },
    visible: 1,
    dueAt: null,
    startedAt: at,
    ...changes,
  };
}

function note(stream: string, after: number, changes: Partial<Append<Noted>> = {}): Append<Noted> {
  return {
    stream,
    after,
    at,
    events: [{ type: 'Noted', text: `${stream} after ${after}` }],
    row: row(stream),
    ...changes,
  };
}

test('what was appended is read back, with its version, time and a hash', async () => {
  const id = newId();
  const events = ['first', 'nul \u0000, lone \ud800, "quoted" \\ ✓'].map((text) => ({ type: 'Noted' as const, text }));
  expect(await log.append(note(id, 0, { events }))).toEqual({ kind: 'appended', version: 2 });
  expect(await log.append(note(id, 2))).toEqual({ kind: 'appended', version: 3 });
  const stored = await log.read(id);
  expect(stored.map(({ version, event }) => [version, event.text])).toEqual([
    [1, 'first'],
    [2, events[1]?.text],
    [3, `${id} after 2`],
  ]);
  expect(stored.map((one) => one.at)).toEqual([at, at, at]);
  expect(new Set(stored.map(({ hash }) => hash.toString('hex'))).size).toBe(3);
  expect((await log.read(id, 2)).map(({ version }) => version)).toEqual([3]);
});

test('an append after another version than the current one is a conflict, and writes nothing', async () => {
  const id = newId();
  await log.append(note(id, 0));
  expect(await log.append(note(id, 0))).toEqual({ kind: 'conflict' });
  expect(await log.append(note(id, 5))).toEqual({ kind: 'conflict' });
  const elsewhere = eventLog(store.database.pool, (json) => noted.parse(json));
  expect(await elsewhere.append(note(id, 1))).toEqual({ kind: 'appended', version: 2 });
  expect(await log.append(note(id, 1))).toEqual({ kind: 'conflict' });
  expect(await elsewhere.append(note(id, 0))).toEqual({ kind: 'conflict' });
  expect(await log.read(id)).toHaveLength(2);
});

test('a cause leads to one append only, whatever the stream and the version', async () => {
  const [id, other] = [newId(), newId()];
  const cause = `slack:${id}`;
  const elsewhere = eventLog(store.database.pool, (json) => noted.parse(json));
  expect(await log.append(note(id, 0, { causes: new Map([[0, cause]]) }))).toEqual({ kind: 'appended', version: 1 });
  expect(await log.append(note(id, 1, { causes: new Map([[0, cause]]) }))).toEqual({
    kind: 'repeated',
    causes: [cause],
  });
  expect(await log.append(note(id, 0, { causes: new Map([[0, cause]]) }))).toEqual({
    kind: 'repeated',
    causes: [cause],
  });
  expect(await elsewhere.append(note(id, 0, { causes: new Map([[0, cause]]) }))).toEqual({
    kind: 'repeated',
    causes: [cause],
  });
  expect(await log.append(note(other, 0, { causes: new Map([[0, cause]]) }))).toEqual({
    kind: 'repeated',
    causes: [cause],
  });
  expect(await log.read(id)).toHaveLength(1);
  expect(await log.read(other)).toHaveLength(0);
});

test('of appends made together each has its cause, and those that came before are named', async () => {
  const id = newId();
  const events = ['one', 'two', 'three'].map((text) => ({ type: 'Noted' as const, text }));
  const causes = new Map([
    [0, `slack:${id}.one`],
    [2, `slack:${id}.three`],
  ]);
  expect(await log.append(note(id, 0, { events, causes }))).toEqual({ kind: 'appended', version: 3 });
  const later = new Map([
    [0, `slack:${id}.four`],
    [1, `slack:${id}.three`],
  ]);
  const again = note(id, 3, { events: events.slice(0, 2), causes: later });
  expect(await log.append(again)).toEqual({ kind: 'repeated', causes: [`slack:${id}.three`] });
  expect(await log.append({ ...again, after: 0 })).toEqual({ kind: 'repeated', causes: [`slack:${id}.three`] });
  expect(await log.append(note(id, 3, { causes: new Map([[0, `slack:${id}.four`]]) }))).toMatchObject({ version: 4 });
});

test('a component has one open release: the next one is told which', async () => {
  const [id, other] = [newId(), newId()];
  const component = `shared-${id}`;
  await log.append(note(id, 0, { row: row(id, { component, status: 'paused' }) }));
  const second = note(other, 0, { row: row(other, { component }) });
  expect(await log.append(second)).toEqual({ kind: 'taken', by: id });
  expect(await log.read(other)).toHaveLength(0);
  await log.append(note(id, 1, { row: row(id, { component, status: 'closed' }) }));
  expect(await log.append(second)).toEqual({ kind: 'appended', version: 1 });
});

test('fifty appends at once on distinct streams are all written', async () => {
  const before = await log.head();
  const ids = Array.from({ length: 50 }, newId);
  const answers = await Promise.all(ids.map((id) => log.append(note(id, 0))));
  expect(answers).toEqual(ids.map(() => ({ kind: 'appended', version: 1 })));
  expect((await log.head()).position).toBe(before.position + 50);
});

test('of fifty appends at once on one stream and version, one is written', async () => {
  const id = newId();
  const answers = await Promise.all(Array.from({ length: 50 }, () => log.append(note(id, 0))));
  expect(answers.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
  expect(answers.filter(({ kind }) => kind === 'conflict')).toHaveLength(49);
  expect(await log.read(id)).toHaveLength(1);
});

test('writers in several processes agree on who was first', async () => {
  const id = newId();
  const writers = Array.from({ length: 4 }, () => eventLog(store.database.pool, (json) => noted.parse(json)));
  const climb = async (writer: EventLog<Noted>): Promise<number> => {
    let won = 0;
    for (let version = 0; version < 20; version++) {
      const answer = await writer.append(note(id, version));
      if (answer.kind === 'appended') won += 1;
    }
    return won;
  };
  const wins = await Promise.all(writers.map(climb));
  expect(wins.reduce((sum, won) => sum + won, 0)).toBe(20);
  expect((await log.read(id)).map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(await log.verify()).toMatchObject({ kind: 'intact' });
});

test('in a batch with bad ones, only those are refused', async () => {
  const [good, early, taken, poisoned, last] = [newId(), newId(), newId(), newId(), newId()];
  const cause = `slack:${early}`;
  await log.append(note(newId(), 0, { causes: new Map([[0, cause]]) }));
  const open = newId();
  await log.append(note(open, 0));
  const answers = await Promise.allSettled([
    log.append(note(good, 0)),
    log.append(note(early, 0, { causes: new Map([[0, cause]]) })),
    log.append(note(taken, 0, { row: row(taken, { component: `component-of-${open}` }) })),
    log.append(note(poisoned, 0, { row: row(poisoned, { summary: { title: 'nul \u0000' } }) })),
    log.append(note(last, 0)),
  ]);
  expect(answers).toMatchObject([
    { status: 'fulfilled', value: { kind: 'appended' } },
    { status: 'fulfilled', value: { kind: 'repeated', causes: [cause] } },
    { status: 'fulfilled', value: { kind: 'taken', by: open } },
    { status: 'rejected', reason: { code: '22P05' } },
    { status: 'fulfilled', value: { kind: 'appended' } },
  ]);
  expect(await log.read(poisoned)).toHaveLength(0);
});

test('a store that fails while a late one is asked for its cause has written nothing of the batch', async () => {
  const { pool } = store.database;
  const query = async (asked: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> => {
    const text = typeof asked === 'string' ? asked : asked.text;
    if (text.includes('where cause')) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    return pool.query(asked, values);
  };
  const failing = eventLog(Object.assign(Object.create(pool), { query }), (json) => noted.parse(json));
  const [id, other] = [newId(), newId()];
  await failing.append(note(id, 0));
  const late = note(id, 0, { causes: new Map([[0, `slack:${id}`]]) });
  const answers = await Promise.allSettled([failing.append(note(other, 0)), failing.append(late)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await log.read(other)).toEqual([]);
});

test('an append without events is refused', async () => {
  await expect(log.append(note(newId(), 0, { events: [] }))).rejects.toThrow(RangeError);
});

test('what is not of the vocabulary is refused on reading', async () => {
  const id = newId();
  const foreign = eventLog(store.database.pool, (json) => z.looseObject({ type: z.string() }).parse(json));
  await foreign.append({ stream: id, after: 0, at, events: [{ type: 'Foreign' }] });
  await expect(log.read(id)).rejects.toThrow(z.ZodError);
  expect(await releases(store.database.pool, (json) => z.looseObject({}).parse(json)).byId(id)).toBeUndefined();
});

test.each(['update event set body = body', 'delete from event', 'truncate event'])(
  'the store refuses: %s',
  async (sql) => {
    await log.append(note(newId(), 0));
    await expect(store.database.pool.query(sql)).rejects.toThrow('append-only');
  },
);
