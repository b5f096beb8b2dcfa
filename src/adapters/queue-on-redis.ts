import { Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { type Backing, disposable } from './queue-backing.ts';

/** Before the names of all keys. */
const prefix = 'slipway';

/** Half a second between tries, for ever: a queue that is down costs no click and comes back by itself. */
const reconnect = {
  connectTimeout: 1000,
  retryStrategy: (tries: number): number => Math.min(tries * 100, 500),
} satisfies RedisOptions;
/** An `add` fails at once while Redis is away. */
const producing = { ...reconnect, enableOfflineQueue: false, maxRetriesPerRequest: 0 } satisfies RedisOptions;
/** A worker's commands wait for Redis to come back: BullMQ demands null. */
const consuming = { ...reconnect, maxRetriesPerRequest: null } satisfies RedisOptions;

/**
 * BullMQ's close waits for the worker's question for a job, so without end while Redis is away. Then only what runs is
 * waited for; the job of it that is left is given to a worker again, who finds in the log that it was done.
 */
function closeOf(consumer: Redis, worker: Pick<Worker, 'close'>, running: ReadonlySet<Promise<void>>) {
  return async (): Promise<void> => {
    if (consumer.status !== 'ready') await Promise.allSettled(running);
    await worker.close(consumer.status !== 'ready');
  };
}

/** BullMQ on Redis. Returns before there is a connection. */
export function queueOnRedis(url: string, name: string, onError: (error: Error) => void): Backing {
  const producer = new Redis(url, producing);
  const clients = [producer];
  producer.on('error', onError);
  const bull = new Queue(name, { connection: producer, prefix, defaultJobOptions: disposable });
  bull.on('error', onError);
  return {
    queue: bull,
    patienceMs: 500,
    worker(process, options) {
      const consumer = new Redis(url, consuming);
      consumer.on('error', onError);
      clients.push(consumer);
      const running = new Set<Promise<void>>();
      const run: typeof process = (job) => {
        const work = process(job).finally(() => running.delete(work));
        running.add(work);
        return work;
      };
      const worker = new Worker(name, run, { ...options, connection: consumer, prefix });
      return { on: worker.on.bind(worker), close: closeOf(consumer, worker, running) };
    },
    async close() {
      await bull.close();
      for (const client of clients) client.disconnect();
    },
  };
}
