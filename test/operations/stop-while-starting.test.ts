import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it, vi } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { freePort } from '../faults/rig/free-port.ts';
import { freshPlace } from '../stores.ts';

const sandbox = await startSandbox();
const place = await freshPlace();
afterAll(async () => {
  await sandbox.stop();
  await place.remove();
});

/** Process 1 of a container does not even die of a signal that nobody hears, so a stop would take the whole grace period. */
it('a stop that comes while Slipway still starts is heard, and ends it with code 0', async () => {
  const { slack, github } = sandbox;
  const port = await freePort();
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_API_URL: github.url,
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      DATA_DIR: place.dataDir,
      PORT: `${port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const ended = once(child, 'close');
  const alive = async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).ok).toBe(true);
  await vi.waitFor(alive, { timeout: 60_000, interval: 5 });
  child.kill('SIGTERM');
  expect(await ended, said).toEqual([0, null]);
});
