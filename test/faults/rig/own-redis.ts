import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { type OwnServer, serverProcess } from './own-server.ts';

/** A Redis that a test may kill and empty. */
export interface OwnRedis extends OwnServer {
  /** Removes every key, as an operator who is in a hurry does. */
  empty(): Promise<void>;
}

/** Starts a Redis that keeps nothing on disk: killed, it has lost everything. Throws when redis-server is missing. */
export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'slipway-redis-'));
  const url = `redis://127.0.0.1:${port}`;

  async function asked(question: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined); // connect() rejects with it
    try {
      await redis.connect();
      await question(redis);
    } finally {
      redis.disconnect();
    }
  }

  const server = serverProcess({
    command: 'redis-server',
    args: [
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--maxmemory-policy',
      'noeviction',
    ],
    answers: () => asked((redis) => redis.ping()),
  });
  await server.start();
  return {
    ...server,
    url,
    empty: () => asked((redis) => redis.flushall()),
    async remove() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
