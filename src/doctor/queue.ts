import { Redis } from 'ioredis';
import type { Settings } from '../environment.ts';
import { type Finding, failing, fine, look, warning } from './finding.ts';

const oldest = 6.2; // what BullMQ recommends

async function settingOf(redis: Redis, name: string): Promise<string | undefined> {
  try {
    const answer = await redis.config('GET', name);
    return Array.isArray(answer) ? String(answer[1]) : undefined;
  } catch (error) {
    if (error instanceof Error && /unknown command|NOPERM/i.test(error.message)) return undefined; // hosted Redis hides it
    throw error;
  }
}

async function redisFindings(url: string): Promise<readonly Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let broke: Error | undefined;
  redis.on('error', (error) => {
    broke = error;
  });
  try {
    await redis.connect().catch((error: unknown) => {
      throw broke ?? error; // "Connection is closed" says less than why
    });
    const version = /redis_version:(\d+\.\d+)/.exec(await redis.info('server'))?.[1] ?? '0';
    const found: Finding[] = [];
    if (Number(version) < oldest)
      found.push(failing('Queue', `Redis ${version} is too old.`, `Use Redis ${oldest} or later.`));
    const policy = await settingOf(redis, 'maxmemory-policy');
    if (policy === undefined)
      found.push(
        warning('Queue', 'Redis does not tell its settings.', 'Make sure of maxmemory-policy noeviction and AOF.'),
      );
    else if (policy !== 'noeviction')
      found.push(failing('Queue', `Redis evicts (${policy}): jobs would vanish.`, 'Set maxmemory-policy noeviction.'));
    if ((await settingOf(redis, 'appendonly')) === 'no')
      found.push(
        warning(
          'Queue',
          'Redis keeps no append-only file: what waits is found again by the sweep only.',
          'Set appendonly yes.',
        ),
      );
    return [fine('Queue', `Redis ${version} answers.`), ...found];
  } finally {
    redis.disconnect();
  }
}

/** Whether the queue can be reached, and keeps what it is given. */
export async function queueFindings({ redisUrl, databaseUrl }: Settings): Promise<readonly Finding[]> {
  if (redisUrl !== undefined) return look('Queue', 'Start Redis, or correct REDIS_URL.', () => redisFindings(redisUrl));
  if (databaseUrl === undefined) return [fine('Queue', 'On the embedded store.')];
  return [warning('Queue', 'On PostgreSQL, which carries fewer releases than Redis.', 'In production set REDIS_URL.')];
}
