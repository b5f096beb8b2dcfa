import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openQueue, type RunningJob, type Worker } from '../../src/adapters/queue.ts';
import { type FreshStore, freshStore } from '../stores.ts';

let store: FreshStore;
let worker: Worker;
const ran: RunningJob[] = [];
const held = new Map<string, PromiseWithResolvers<void>>();

beforeAll(async () => {
  store = await freshStore();
  worker = await store.queue.work(
    async (job) => {
      ran.push(job);
      await held.get(job.id)?.promise;
      if (job.name === 'fail') throw new Error(`${job.id} is made to fail`);
    },
    { concurrency: 5 },
  );
});
afterAll(async () => {
  await worker.close();
  await store.dispose();
});

const runs = (id: string): RunningJob[] => ran.filter((job) => job.id === id);
const hasRun = (id: string, times = 1): Promise<void> =>
  vi.waitFor(() => expect(runs(id)).toHaveLength(times), { timeout: 20_000, interval: 20 });

/** Jobs run in order of their adding, so what was added before this one has been taken once it has run. */
async function afterAllAdded(id: string): Promise<void> {
  await store.queue.add({ name: 'last', id, data: {} });
  await hasRun(id);
}

test('a job runs once, with its name, id and data', async () => {
  await store.queue.add({ name: 'greet', id: 'r1.greet', data: { to: ['wörld ✓'] } });
  await hasRun('r1.greet');
  await afterAllAdded('after-greet');
  expect(runs('r1.greet')).toEqual([{ name: 'greet', id: 'r1.greet', data: { to: ['wörld ✓'] } }]);
});

test('an id that waits is not doubled; one that is done runs again', async () => {
  const twice = { name: 'delayed', id: 'r1.twice', data: {}, delayMs: 300 };
  await Promise.all([store.queue.add(twice), store.queue.add(twice), store.queue.add(twice)]);
  await hasRun('r1.twice');
  await afterAllAdded('after-twice');
  expect(runs('r1.twice')).toHaveLength(1);
  await store.queue.add({ ...twice, delayMs: 0 });
  await hasRun('r1.twice', 2);
});

test('a delayed job runs when it is due, not before', async () => {
  const due = performance.now() + 400;
  await store.queue.add({ name: 'later', id: 'r1.later', data: {}, delayMs: 400 });
  await hasRun('r1.later');
  expect(performance.now()).toBeGreaterThan(due - 20);
});

test('a delay may have parts of a millisecond', async () => {
  await store.queue.add({ name: 'part', id: 'r1.part', data: {}, delayMs: 10.4078459999982 });
  await hasRun('r1.part');
});

test('a delayed job that is added again as due sooner runs sooner; as due later, it stays', async () => {
  await store.queue.add({ name: 'far', id: 'r1.far', data: { n: 1 }, delayMs: 3_600_000 });
  await store.queue.add({ name: 'far', id: 'r1.far', data: { n: 2 }, delayMs: 200 });
  await store.queue.add({ name: 'far', id: 'r1.far', data: { n: 3 }, delayMs: 7_200_000 });
  await hasRun('r1.far');
  expect(runs('r1.far').map(({ data }) => data)).toEqual([{ n: 2 }]);
});

test('a job added while it runs is dropped, for the sweep to find', async () => {
  const hold = Promise.withResolvers<void>();
  held.set('r1.busy', hold);
  const job = { name: 'busy', id: 'r1.busy', data: {} };
  await store.queue.add(job);
  await hasRun('r1.busy');
  await store.queue.add(job);
  hold.resolve();
  await afterAllAdded('after-busy');
  expect(runs('r1.busy')).toHaveLength(1);
  await vi.waitFor(async () => {
    await store.queue.add(job);
    expect(runs('r1.busy').length).toBeGreaterThan(1);
  });
});

test('a job that fails is reported and may be added again', async () => {
  const errors: string[] = [];
  const { database, redisUrl } = store;
  const name = `${store.queueName}-failing`;
  const queue = await openQueue({ database, redisUrl, name, onError: (error) => errors.push(error.message) });
  let tries = 0;
  const failing = await queue.work(
    async () => {
      tries += 1;
      throw new Error('made to fail');
    },
    { concurrency: 1 },
  );
  const job = { name: 'fail', id: 'r1.fail', data: {} };
  await queue.add(job);
  await vi.waitFor(() => expect(errors).toEqual(['The job r1.fail (fail) failed: made to fail']));
  await queue.add(job);
  await vi.waitFor(() => expect(tries).toBe(2));
  await failing.close();
  await queue.close();
});

test('a schedule runs again and again, once for all who assert it', async () => {
  const assert = (): Promise<void> => store.queue.every('sweep', 500, { name: 'sweep', data: {} });
  await Promise.all([assert(), assert(), assert()]);
  const sweeps = (): RunningJob[] => ran.filter(({ name }) => name === 'sweep');
  await vi.waitFor(() => expect(sweeps().length).toBeGreaterThanOrEqual(3), { timeout: 20_000 });
  expect(new Set(sweeps().map(({ id }) => id)).size).toBe(sweeps().length);
});

test('a worker that is closed finishes what it runs', async () => {
  const { database, redisUrl } = store;
  const queue = await openQueue({ database, redisUrl, name: `${store.queueName}-closing` });
  const [started, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let done = false;
  const closing = await queue.work(
    async () => {
      started.resolve();
      await finish.promise;
      done = true;
    },
    { concurrency: 1 },
  );
  await queue.add({ name: 'long', id: 'r1.long', data: {} });
  await started.promise;
  const closed = closing.close();
  finish.resolve();
  await closed;
  expect(done).toBe(true);
  await queue.close();
});

test('a Redis that is down makes an add fail, and neither opening nor closing hangs', async () => {
  const errors: Error[] = [];
  const { database } = store;
  const queue = await openQueue({ database, redisUrl: 'redis://127.0.0.1:1', onError: (error) => errors.push(error) });
  await expect(queue.add({ name: 'lost', id: 'r1.lost', data: {} })).rejects.toThrow('r1.lost');
  await queue.every('sweep', 1000, { name: 'sweep', data: {} });
  const idle = await queue.work(async () => undefined, { concurrency: 1 });
  await vi.waitFor(() => expect(errors.map(({ message }) => message).join()).toContain('ECONNREFUSED'));
  await idle.close();
  await queue.close();
});
