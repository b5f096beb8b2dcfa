import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findingText } from '../../src/doctor/finding.ts';
import { queueFindings } from '../../src/doctor/queue.ts';
import { readEnvironment } from '../../src/environment.ts';
import { storeKind } from '../stores.ts';

async function told(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const found = await queueFindings(readEnvironment(environment).settings);
  return found.map((one) => findingText(one).replace(/Redis \d+\.\d+ answers/, 'Redis N answers'));
}

it('a queue on the store is told, and what cannot be reached without its password', async () => {
  expect(await told({})).toEqual(['ok       Queue: On the embedded store.']);
  expect(await told({ DATABASE_URL: 'postgres://127.0.0.1/slipway' })).toMatchInlineSnapshot(`
    [
      "WARNING  Queue: On PostgreSQL, which carries fewer releases than Redis.
             → In production set REDIS_URL. [queue-on-store]",
    ]
  `);
  expect(await told({ REDIS_URL: 'redis://:swordfish@127.0.0.1:1' })).toMatchInlineSnapshot(`
    [
      "PROBLEM  Queue: Redis does not answer at 127.0.0.1:1 (ECONNREFUSED).
             → Start Redis, or correct REDIS_URL. Until then clicks are recorded, and no step runs. [queue-unreachable]",
    ]
  `);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

it('a Redis of old is told', async () => {
  const old = createServer((socket) => {
    socket.on('data', (data) => {
      const commands = data.toString().split(/(?=\*\d+\r\n)/);
      const info =
        'redis_version:5.0.14\r\nrole:master\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n';
      const answer = (text: string) => (/\binfo\b/i.test(text) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      socket.write(commands.map(answer).join(''));
    });
  }).listen(0, '127.0.0.1');
  await once(old, 'listening');
  const address = old.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  expect(await told({ REDIS_URL: `redis://127.0.0.1:${address.port}` })).toMatchInlineSnapshot(`
    [
      "ok       Queue: Redis N answers.",
      "PROBLEM  Queue: Redis 5.0 is too old for the queue: no step would run.
             → Use Redis 6.2 or later. [queue-too-old]",
    ]
  `);
  old.close();
});

describe.runIf(storeKind === 'redis')('a Redis of one’s own', () => {
  const running: { readonly child: ChildProcess; readonly folder: string }[] = [];
  afterEach(async () => {
    for (const { child, folder } of running.splice(0)) {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
      rmSync(folder, { recursive: true });
    }
  });

  /** Starts one with these settings, and waits until it listens. */
  async function redis(...settings: readonly string[]): Promise<string> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'slipway-redis-'));
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    const child = spawn('redis-server', [...place, ...settings], { stdio: 'ignore' });
    await once(child, 'spawn'); // an error where there is no redis-server
    running.push({ child, folder });
    const listens = async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect').finally(() => socket.destroy());
    };
    await vi.waitFor(listens, { timeout: 20_000 });
    return `redis://127.0.0.1:${port}`;
  }
  const durable = ['--appendonly', 'yes'];

  it('that keeps what it is given is right', async () => {
    const url = await redis(...durable, '--maxmemory-policy', 'noeviction');
    expect(await told({ REDIS_URL: url })).toEqual(['ok       Queue: Redis N answers.']);
  });

  it('that throws jobs away, or forgets them, is told', async () => {
    const url = await redis('--maxmemory-policy', 'allkeys-lru', '--maxmemory', '100mb');
    expect(await told({ REDIS_URL: url })).toMatchInlineSnapshot(`
      [
        "ok       Queue: Redis N answers.",
        "PROBLEM  Queue: Redis throws away what it likes when its memory is full (maxmemory-policy allkeys-lru): jobs of a release vanish.
               → Set maxmemory-policy noeviction in redis.conf, or by CONFIG SET and then CONFIG REWRITE. [queue-eviction]",
        "WARNING  Queue: Redis keeps no append-only file. Nothing recorded gets lost, but after its restart steps wait until the sweep finds them again.
               → Set appendonly yes in redis.conf, or by CONFIG SET and then CONFIG REWRITE. [queue-forgets]",
      ]
    `);
  });

  it('that is nearly full is told', async () => {
    const url = await redis('--maxmemory', '1kb', ...durable);
    expect((await told({ REDIS_URL: url })).at(-1)?.replace(/\d+ %/, 'N %')).toMatchInlineSnapshot(`
      "WARNING  Queue: Redis has used N % of its memory. When it is full it takes no more jobs, and steps wait.
               → Raise maxmemory, or see what else is kept there. [queue-full]"
    `);
  });

  it('that is a replica is told', async () => {
    const url = await redis('--replicaof', '127.0.0.1 1', ...durable);
    expect(await told({ REDIS_URL: url })).toMatchInlineSnapshot(`
      [
        "ok       Queue: Redis N answers.",
        "PROBLEM  Queue: This Redis is a replica and takes no writes: no step would run.
               → Let REDIS_URL lead to the primary. [queue-replica]",
      ]
    `);
  });

  it('that hides its settings tells them by INFO, or it is told that it does not', async () => {
    const url = await redis('--rename-command', 'CONFIG', '', ...durable);
    expect(await told({ REDIS_URL: url })).toEqual(['ok       Queue: Redis N answers.']);
  });

  it('that tells nothing of itself is told', async () => {
    const url = await redis(...durable);
    const admin = new Redis(url);
    await admin.acl('SETUSER', 'default', '-config', '-info').finally(() => admin.disconnect());
    expect(await told({ REDIS_URL: url })).toMatchInlineSnapshot(`
      [
        "ok       Queue: Redis answers.",
        "WARNING  Queue: Redis does not tell its settings, so nobody knows whether it keeps what it is given.
               → Make sure of maxmemory-policy noeviction and appendonly yes where it is hosted. [queue-silent]",
      ]
    `);
  });

  it('that lets nobody in without a password is told', async () => {
    const url = await redis('--requirepass', 'swordfish', ...durable);
    expect((await told({ REDIS_URL: url })).join(' ').replace('\n', ' ')).toMatch(/NOAUTH.*queue-unreachable/);
    const withPassword = url.replace('//', '//:swordfish@');
    expect(await told({ REDIS_URL: withPassword })).toEqual(['ok       Queue: Redis N answers.']);
  });
});
