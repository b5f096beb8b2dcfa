import { randomUUID } from 'node:crypto';
import { createPostgresBackend, type PgPool, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { eventLog } from '../src/adapters/event-log.ts';
import { leases } from '../src/adapters/lease.ts';
import { executeOn } from '../src/execute.ts';
import { addEffect, effectJob } from '../src/jobs/effect-job.ts';
import { outages } from '../src/jobs/outages.ts';
import { performStep } from '../src/jobs/perform-step.ts';
import { releaseEvent } from '../src/release/events.ts';
import { owedBy } from '../src/release/owed.ts';
import { plannedStep } from '../src/release/release.ts';
import { type FreshStore, freshStore } from '../test/stores.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { compared } from './rounds.ts';
import { start } from './town.ts';

const atOnce = 8; // as many as a worker of Slipway's runs side by side
const releases = 40;

/** Adds so many jobs and waits until all have run; how many a second. */
async function drained(jobs: number, add: (n: number) => Promise<unknown>, ended: () => number): Promise<number> {
  const [begun, before] = [performance.now(), ended()];
  await Promise.all(Array.from({ length: jobs }, (_, n) => add(n)));
  while (ended() < before + jobs) await new Promise((resolve) => setTimeout(resolve, 2));
  return jobs / ((performance.now() - begun) / 1000);
}

/** Jobs that do nothing, by BullMQ alone on the same backend. */
async function bareJobs({ redisUrl, database }: FreshStore) {
  const name = `bare-${randomUUID()}`;
  const disposable = { removeOnComplete: true, removeOnFail: true };
  let ended = 0;
  const run = async (): Promise<void> => {
    ended += 1;
  };
  const pool = database.poolFor('bullmq') as PgPool; // BullMQ's own words for what it uses of pg's pool
  const redis =
    redisUrl === undefined ? [] : [new Redis(redisUrl), new Redis(redisUrl, { maxRetriesPerRequest: null })];
  const [producer, consumer] = redis;
  const queue =
    producer === undefined
      ? new Queue(name, { connection: pool }, createPostgresBackend)
      : new Queue(name, { connection: producer });
  const worker =
    consumer === undefined
      ? new Worker(name, run, { connection: pool, concurrency: atOnce }, createPostgresBackend)
      : new Worker(name, run, { connection: consumer, concurrency: atOnce });
  return {
    perSecond: (jobs: number) =>
      drained(
        jobs,
        (n) => queue.add('bare', { n }, { ...disposable, jobId: `${randomUUID()}` }),
        () => ended,
      ),
    async close() {
      await worker.close();
      await queue.obliterate({ force: true }).catch(() => undefined);
      await queue.close();
      for (const client of redis) client.disconnect();
    },
  };
}

/** Effects as a worker pays them: the lease, the release read again, a check that reads something new, its record. */
async function effects({ queue, database }: FreshStore) {
  const log = eventLog(database.pool, (json) => releaseEvent.parse(json));
  const execute = executeOn({
    log,
    now: () => new Date(),
    enqueue: () => undefined,
    unrecorded(error) {
      throw error;
    },
  });
  const held = leases(database.pool, 'bench');
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let [ended, read] = [0, 0];
  const ids = Array.from({ length: releases }, (_, n) => `team-${n}-1.5.0-effects`);
  await Promise.all(ids.map((id, n) => execute(id, start(`team-${n}`, n, 'restart'))));
  const run = async () => {
    read += 1;
    return { kind: 'reading' as const, outcome: 'wait' as const, sentence: `Reading ${read}.` };
  };
  const ports = { execute, log: quiet, now: () => new Date(), run, outages: outages() };
  const worker = await queue.work(
    async ({ data }) => {
      const job = effectJob.parse(data);
      await held.hold(`${job.release}/${job.key}`, async (signal) => {
        const release = await execute.load(job.release);
        const owed = release === undefined ? [] : owedBy(release, new Date());
        const one = owed.find((o) => o.key === job.key);
        const planned = one?.effect === 'step' && release !== undefined ? plannedStep(release, one.step) : undefined;
        if (release === undefined || planned === undefined) throw new Error(`${job.key} is not owed.`);
        await performStep(ports, release, planned, signal);
      });
      ended += 1;
    },
    { concurrency: atOnce },
  );
  const first = await execute.load(ids[0] ?? '');
  const key = first === undefined ? undefined : owedBy(first, new Date()).find((o) => o.effect === 'step')?.key;
  if (key === undefined) throw new Error('No step is owed.');
  return {
    perSecond: (jobs: number) =>
      drained(
        jobs,
        (n) => addEffect(queue, ids[n % ids.length] ?? '', { key }, randomUUID()),
        () => ended,
      ),
    close: () => worker.close(),
  };
}

/** Effects paid a second, over bare BullMQ jobs on the same backend. */
export async function effectsBench({ rounds, seconds }: Sizes): Promise<readonly Measured[]> {
  const store = await freshStore();
  const [bare, ours] = [await bareJobs(store), await effects(store)];
  const jobs = Math.max(releases, Math.round(seconds * 100));
  try {
    const numbers = await compared(
      rounds,
      () => ours.perSecond(jobs),
      () => bare.perSecond(jobs),
    );
    return [measured('effects paid, over bare BullMQ jobs', '/s', numbers)];
  } finally {
    await ours.close();
    await bare.close();
    await store.dispose();
  }
}
