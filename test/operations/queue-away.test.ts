import { afterAll, expect, it, vi } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { ownRedis } from '../faults/rig/own-redis.ts';
import { slipwayProcess } from '../faults/rig/slipway-process.ts';
import { freshPlace, storeKind } from '../stores.ts';

const onRedis = it.runIf(storeKind === 'redis');
const place = await freshPlace();
afterAll(() => place.remove());

onRedis(
  'a Redis that is away is named in the log, without a stack, and holds up no stop',
  { timeout: 60_000 },
  async () => {
    const sandbox = await startSandbox();
    const redis = await ownRedis();
    const { slack, github } = sandbox;
    const slipway = slipwayProcess({
      name: 'all',
      revives: false,
      environment: {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        GITHUB_TOKEN: github.token,
        GITHUB_API_URL: github.url,
        DATABASE_URL: place.databaseUrl ?? '',
        REDIS_URL: redis.url,
        SWEEP_SECONDS: '1',
        PORT: '0',
      },
    });
    await slipway.start();
    const before = slipway.lines.length;
    await redis.kill();
    const said = () => slipway.lines.slice(before).join('\n');
    await vi.waitFor(() => expect(said()).toContain('The queue (Redis) cannot be reached: '), { timeout: 20_000 });
    expect(await slipway.stop()).toBe(0);
    expect(said()).not.toContain('Not finished after');
    expect(said()).not.toContain('"stack"');
    await redis.remove();
    await sandbox.stop();
  },
);
