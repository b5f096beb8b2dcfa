import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentLocks } from '../../src/adapters/environment-locks.ts';
import { type FreshDatabase, freshDatabase } from '../stores.ts';

let store: FreshDatabase;
beforeAll(async () => {
  store = await freshDatabase();
});
afterAll(() => store.dispose());

const holder = (release: string, attempt = 1) => ({ release, step: 'deploy-production', attempt });

test('an environment of a repository has one holder, until it is taken over from exactly that one', async () => {
  const { lockEnvironment } = environmentLocks(store.database.pool);
  expect(await lockEnvironment('acme/billing', 'production', holder('a'))).toEqual(holder('a'));
  expect(await lockEnvironment('acme/billing', 'production', holder('b'))).toEqual(holder('a'));
  expect(await lockEnvironment('acme/billing', 'production', holder('a', 2), holder('b'))).toEqual(holder('a'));
  expect(await lockEnvironment('acme/billing', 'staging', holder('b'))).toEqual(holder('b'));
  expect(await lockEnvironment('acme/web', 'production', holder('b'))).toEqual(holder('b'));
  expect(await lockEnvironment('acme/billing', 'production', holder('b'), holder('a'))).toEqual(holder('b'));
  expect(await lockEnvironment('acme/billing', 'production', holder('c'), holder('a'))).toEqual(holder('b'));
});

test('of many who want it at the same time one gets it', async () => {
  const { lockEnvironment } = environmentLocks(store.database.pool);
  const all = Array.from({ length: 20 }, (_, n) => holder(`release-${n}`));
  const got = await Promise.all(all.map((one) => lockEnvironment('acme/billing', 'canary', one)));
  expect(new Set(got.map(({ release }) => release)).size).toBe(1);
});
