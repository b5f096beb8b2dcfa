import { Redis } from 'ioredis';
import type { Settings } from '../environment.ts';
import { type Finding, look, ok, problem, warning } from './finding.ts';

const oldest = 6.2; // what BullMQ recommends
const nearlyFull = 0.9;
const lastingly = 'in redis.conf, or by CONFIG SET and then CONFIG REWRITE';

/** Hosted Redis hides some commands. */
async function unlessHidden<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && /unknown command|NOPERM/i.test(error.message)) return undefined;
    throw error;
  }
}

async function settingOf(redis: Redis, name: string): Promise<string | undefined> {
  const answer = await unlessHidden(redis.config('GET', name));
  return Array.isArray(answer) && answer[1] !== undefined ? String(answer[1]) : undefined;
}

interface Looked {
  readonly version: string | undefined;
  readonly role: string | undefined;
  readonly policy: string | undefined;
  readonly appends: string | undefined;
  /** Share of maxmemory in use; 0 where there is no bound. */
  readonly full: number;
}

/** A policy may also be read from INFO, which hosted Redis leaves open. */
async function lookInto(redis: Redis): Promise<Looked> {
  const info = await unlessHidden(redis.info());
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info ?? '')?.[1];
  const most = Number(field('maxmemory') ?? 0);
  const aof = field('aof_enabled');
  return {
    version: /^\d+\.\d+/.exec(field('redis_version') ?? '')?.[0],
    role: field('role'),
    policy: (await settingOf(redis, 'maxmemory-policy')) ?? field('maxmemory_policy'),
    appends: (await settingOf(redis, 'appendonly')) ?? (aof === undefined ? undefined : aof === '1' ? 'yes' : 'no'),
    full: most === 0 ? 0 : Number(field('used_memory') ?? 0) / most,
  };
}

function* redisFaults({ version, role, policy, appends, full }: Looked): Generator<Finding> {
  if (version !== undefined && Number(version) < oldest)
    yield problem(
      'queue-too-old',
      'Queue',
      `Redis ${version} is too old for the queue: no step would run.`,
      `Use Redis ${oldest} or later.`,
    );
  if (role === 'slave')
    yield problem(
      'queue-replica',
      'Queue',
      'This Redis is a replica and takes no writes: no step would run.',
      'Let REDIS_URL lead to the primary.',
    );
  if (policy !== undefined && policy !== 'noeviction')
    yield problem(
      'queue-eviction',
      'Queue',
      `Redis throws away what it likes when its memory is full (maxmemory-policy ${policy}): jobs of a release vanish.`,
      `Set maxmemory-policy noeviction ${lastingly}.`,
    );
  if (appends === 'no')
    yield warning(
      'queue-forgets',
      'Queue',
      'Redis keeps no append-only file. Nothing recorded gets lost, but after its restart steps wait until the sweep finds them again.',
      `Set appendonly yes ${lastingly}.`,
    );
  if (policy === undefined || appends === undefined)
    yield warning(
      'queue-silent',
      'Queue',
      'Redis does not tell its settings, so nobody knows whether it keeps what it is given.',
      'Make sure of maxmemory-policy noeviction and appendonly yes where it is hosted.',
    );
  if (full > nearlyFull)
    yield warning(
      'queue-full',
      'Queue',
      `Redis has used ${Math.floor(full * 100)} % of its memory. When it is full it takes no more jobs, and steps wait.`,
      'Raise maxmemory, or see what else is kept there.',
    );
}

async function redisFindings(url: string): Promise<readonly Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5000,
    commandTimeout: 5000,
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
    const looked = await lookInto(redis);
    return [ok('queue', 'Queue', `Redis ${looked.version ?? ''} answers.`.replace('  ', ' ')), ...redisFaults(looked)];
  } finally {
    redis.disconnect();
  }
}

/** Whether the queue can be reached, and keeps what it is given. */
export async function queueFindings({ redisUrl, databaseUrl }: Settings): Promise<readonly Finding[]> {
  const place = { about: 'Queue', unreachable: 'queue-unreachable', refused: 'queue-unreachable', within: 15 } as const;
  const remedy = 'Start Redis, or correct REDIS_URL. Until then clicks are recorded, and no step runs.';
  if (redisUrl !== undefined) return look({ ...place, remedy, server: 'Redis' }, () => redisFindings(redisUrl));
  if (databaseUrl === undefined) return [ok('queue', 'Queue', 'On the embedded store.')];
  const says = 'On PostgreSQL, which carries fewer releases than Redis.';
  return [warning('queue-on-store', 'Queue', says, 'In production set REDIS_URL.')];
}
