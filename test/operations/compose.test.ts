import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.object({
  image: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.string().optional(),
  command: z.array(z.string()).default([]),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
  read_only: z.boolean().default(false),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const composeFile = z.object({
  services: z.object({ web: service, worker: service, postgres: service, redis: service }),
  volumes: z.record(z.string(), z.unknown()),
});

const compose = composeFile.parse(parse(readFileSync('compose.yml', 'utf8'), { merge: true }));
const { web, worker, postgres, redis } = compose.services;
const variables = [...readFileSync('src/environment.ts', 'utf8').matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map((m) => m[1]);
const example = readFileSync('.env.example', 'utf8');
const written = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);

describe('compose.yml', () => {
  it('runs both roles, each once', () => {
    expect(web.environment['ROLE']).toBe('web');
    expect(worker.environment['ROLE']).toBe('worker');
  });

  it.each([
    ['web', web],
    ['worker', worker],
  ])('tells %s what src/environment.ts reads, keeps secrets in .env, and waits for its stores', (_, one) => {
    expect(Object.keys(one.environment).filter((name) => !variables.includes(name))).toEqual([]);
    expect(Object.keys(one.environment).filter((name) => /TOKEN|SECRET|KEY/.test(name))).toEqual([]);
    expect(one).toMatchObject({
      env_file: '.env',
      read_only: true,
      restart: 'unless-stopped',
      stop_grace_period: '70s',
    });
    expect(one.environment['DATABASE_URL']).toMatch(/\$\{POSTGRES_PASSWORD:\?.*\}@postgres:5432\/slipway$/);
    expect(one.environment['REDIS_URL']).toBe('redis://redis:6379');
    const healthy = { condition: 'service_healthy' };
    expect(one.depends_on).toEqual({ postgres: healthy, redis: healthy });
  });

  it('opens no port to the network but the one for the proxy on the machine', () => {
    const ports = Object.values(compose.services).flatMap((one) => one.ports);
    expect(ports).toEqual(['127.0.0.1:3000:3000']);
  });

  it('pins every image to a version, its own to that of package.json', () => {
    const version: unknown = JSON.parse(readFileSync('package.json', 'utf8')).version;
    expect([web.image, worker.image]).toEqual([`slipway:${version}`, `slipway:${version}`]);
    for (const { image } of [postgres, redis]) expect(image).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+$/);
    expect(Number(/^postgres:(\d+)/.exec(postgres.image)?.[1])).toBeGreaterThanOrEqual(15);
  });

  it('has a Redis that throws nothing away and writes to disk, and stores that outlive their containers', () => {
    expect(redis.command.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(redis.command.join(' ')).toContain('--appendonly yes');
    for (const one of [postgres, redis]) {
      expect(one.healthcheck).toBeDefined();
      expect(Object.keys(compose.volumes)).toContain(one.volumes[0]?.split(':')[0]);
    }
  });
});

describe('.env.example', () => {
  it('holds every variable of src/environment.ts, and what compose.yml asks for besides', () => {
    const asked = [...readFileSync('compose.yml', 'utf8').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    expect(variables).toContain('DATABASE_URL');
    expect(written.toSorted()).toEqual([...new Set([...variables, ...asked])].toSorted());
  });

  it('holds no value where one is needed, and the file that it becomes stays out of git and of the image', () => {
    expect([...example.matchAll(/^[A-Z_]+=(.+)$/gm)]).toEqual([]);
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('.env');
    expect(readFileSync('.dockerignore', 'utf8').split('\n')[0]).toBe('*');
  });
});
