import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { ReleaseRow } from '../../src/adapters/append-batch.ts';
import { eventLog } from '../../src/adapters/event-log.ts';
import { type ListedRelease, type Releases, releases } from '../../src/adapters/releases.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

const summary = z.strictObject({ title: z.string() });
const day = (n: number): Date => new Date(Date.UTC(2026, 2, n, 9, 0, 0, 123));
let store: FreshDatabase;
let lists: Releases<z.infer<typeof summary>>;

const ids = (rows: readonly ListedRelease<object>[]): string[] => rows.map(({ id }) => id);

beforeAll(async () => {
  store = await freshDatabase();
  lists = releases(store.database.pool, (json) => summary.parse(json));
  const log = eventLog(store.database.pool, () => ({ type: 'Noted' }));
  const start = async (n: number, changes: Partial<ReleaseRow>): Promise<void> => {
    const id = `r${n}`;
    const same = {
      id,
      channel: 'C1',
      playbook: 'backend',
      semver: `1.${n}.0`,
      summary: { title: id },
      visible: 1,
      dueAt: null,
    };
    const row = { ...same, component: `component-${n}`, status: 'open' as const, startedAt: day(n), ...changes };
    await log.append({ stream: id, after: 0, at: day(n), events: [{ type: 'Started' }], row });
    await lists.markShown(id, 1);
  };
  await start(1, { component: 'api', status: 'closed' });
  await start(2, { component: 'api' });
  await start(3, { channel: 'C2', status: 'paused' });
  await start(4, { status: 'cancelled', visible: 2 });
  await start(5, { status: 'closed', dueAt: day(20) });
  await start(6, { component: 'api', status: 'closed' });
});
afterAll(() => store.dispose());

test('a release is found by its id, with all that was written of it', async () => {
  expect(await lists.byId('r2')).toEqual({
    id: 'r2',
    component: 'api',
    channel: 'C1',
    playbook: 'backend',
    semver: '1.2.0',
    status: 'open',
    summary: { title: 'r2' },
    version: 1,
    visible: 1,
    shown: 1,
    dueAt: null,
    startedAt: day(2),
    updatedAt: day(2),
  });
  expect(await lists.byId('r99')).toBeUndefined();
});

test('one whose summary cannot be read hides no other, and is told of once', async () => {
  const errors: string[] = [];
  const picky = releases(
    store.database.pool,
    (json) => summary.extend({ title: z.string().refine((title) => title !== 'r2', 'from another time') }).parse(json),
    (error) => errors.push(error.message),
  );
  expect(ids(await picky.listOpen())).toEqual(['r3']);
  expect(ids(await picky.owedNow(day(21)))).toEqual(['r3', 'r4', 'r5']);
  expect(errors).toEqual(['The summary of r2 cannot be read.']);
  await expect(picky.byId('r2')).rejects.toThrow('from another time');
  await expect(picky.openOf('api')).rejects.toThrow('from another time');
});

test('open and paused ones are listed, by component, by channel and all', async () => {
  expect((await lists.openOf('api')).map(({ id }) => id)).toEqual(['r2']);
  expect(await lists.openOf('component-4')).toEqual([]);
  expect(ids(await lists.openIn('C1'))).toEqual(['r2']);
  expect(ids(await lists.openIn('C2'))).toEqual(['r3']);
  expect(ids(await lists.listOpen())).toEqual(['r2', 'r3']);
});

test('recent ones are listed latest first', async () => {
  expect(ids(await lists.recent({ limit: 3 }))).toEqual(['r6', 'r5', 'r4']);
  expect(ids(await lists.recent({ component: 'api', limit: 9 }))).toEqual(['r6', 'r2', 'r1']);
});

test('what may owe something: open, a card behind, a timer due', async () => {
  expect(ids(await lists.owedNow(day(19)))).toEqual(['r2', 'r3', 'r4']);
  expect(ids(await lists.owedNow(day(20)))).toEqual(['r2', 'r3', 'r4', 'r5']);
});

test('what the card shows never goes back', async () => {
  await lists.markShown('r1', 7);
  await lists.markShown('r1', 3);
  expect((await lists.byId('r1'))?.shown).toBe(7);
});

test('one that is being withdrawn is listed and swept beside the next release of its component, which goes first', async () => {
  const own = await freshDatabase();
  try {
    const log = eventLog(own.database.pool, () => ({ type: 'Noted' }));
    const both = releases(own.database.pool, (json) => summary.parse(json));
    const start = async (id: string, status: ReleaseRow['status'], n: number) => {
      const same = {
        channel: 'C1',
        playbook: 'backend',
        semver: '1.0.0',
        summary: { title: id },
        visible: 1,
        dueAt: null,
      };
      const row = { ...same, id, component: 'api', status, startedAt: day(n) };
      const appended = await log.append({ stream: id, after: 0, at: day(n), events: [{ type: 'Started' }], row });
      await both.markShown(id, 1);
      return appended.kind;
    };
    expect(await start('bad', 'withdrawing', 1)).toBe('appended');
    expect(ids(await both.openOf('api'))).toEqual(['bad']);
    expect(await start('next', 'open', 2)).toBe('appended');
    expect(await start('third', 'open', 3)).toBe('taken');
    expect(ids(await both.openOf('api'))).toEqual(['bad', 'next']);
    expect(ids(await both.listOpen())).toEqual(['bad', 'next']);
    expect(ids(await both.openIn('C1'))).toEqual(['bad', 'next']);
    expect(ids(await both.owedNow(day(4)))).toEqual(['bad', 'next']);
  } finally {
    await own.dispose();
  }
});
