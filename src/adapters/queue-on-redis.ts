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
      return new Worker(name, process, { ...options, connection: consumer, prefix });
    },
    async close() {
      await bull.close();
      for (const client of clients) client.disconnect();
    },
  };
}
