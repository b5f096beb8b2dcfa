import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/database.ts';
import { openQueue, type Queue, type Worker } from '../../src/adapters/queue.ts';
import { type FreshPlace, freshPlace, storeKind } from '../stores.ts';
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts';

const onServer = test.runIf(storeKind !== 'embedded');
let place: FreshPlace;
let proxy: TcpProxy;
let database: Database;
let queue: Queue;
let worker: Worker;
const ran: string[] = [];
const errors: string[] = [];

beforeAll(async () => {
  if (storeKind === 'embedded') return;
  place = await freshPlace();
  const { redisUrl, databaseUrl = '' } = place;
  proxy = await tcpProxy(new URL(redisUrl ?? databaseUrl));
  const onError = (error: Error): void => void errors.push(error.message);
  database = await openDatabase({ ...place, databaseUrl: redisUrl === undefined ? proxy.url : databaseUrl, onError });
  const name = place.queueName;
  queue = await openQueue({ database, redisUrl: redisUrl === undefined ? undefined : proxy.url, name, onError });
  worker = await queue.work(async ({ name: job, id }) => void ran.push(job === 'sweep' ? job : id), { concurrency: 2 });
  await queue.add({ name: 'effect', id: 'before', data: {} });
  await hasRun('before');
});
afterAll(async () => {
  if (storeKind === 'embedded') return;
  await worker.close();
  await queue.close();
  await database.close();
  await proxy.cut();
  await place.remove();
});

const hasRun = (id: string): Promise<void> =>
  vi.waitFor(() => expect(ran, errors.join('\n')).toContain(id), { timeout: 20_000, interval: 20 });

/** Adds it until the queue takes it, as the sweep does. */
const addInTheEnd = (id: string): Promise<void> =>
  vi.waitFor(() => queue.add({ name: 'effect', id, data: {} }), { timeout: 20_000, interval: 100 });

onServer(
  'a queue that is cut off refuses at once, and goes on by itself when it is back',
  { timeout: 50_000 },
  async () => {
    await proxy.cut();
    await expect(queue.add({ name: 'effect', id: 'lost', data: {} })).rejects.toThrow();
    await proxy.restore();
    await addInTheEnd('after-cut');
    await hasRun('after-cut');
  },
);

onServer(
  'a queue that is silent refuses after half a second, and goes on when it is back',
  { timeout: 50_000 },
  async () => {
    proxy.silence();
    await expect(queue.add({ name: 'effect', id: 'lost', data: {} })).rejects.toThrow('within 500 ms');
    proxy.resume();
    await addInTheEnd('after-silence');
    await hasRun('after-silence');
  },
);

onServer('a schedule comes back when the queue has lost everything', { timeout: 50_000 }, async () => {
  await queue.every('sweep', 1000, { name: 'sweep', data: {} });
  await hasRun('sweep');
  if (place.redisUrl === undefined) {
    await database.poolFor('bullmq').query('truncate job, scheduler cascade');
  } else {
    const redis = new Redis(place.redisUrl);
    await redis.unlink(await redis.keys(`slipway:${place.queueName}:*`));
    redis.disconnect();
  }
  ran.length = 0;
  await vi.waitFor(() => expect(ran.length).toBeGreaterThanOrEqual(2), { timeout: 20_000 });
});
