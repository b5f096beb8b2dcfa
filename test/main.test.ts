import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { freshPlace } from './stores.ts';

/** Runs the program until it ends, with whatever it writes. */
async function run(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
}

it('a start that fails is told in one line, without the credentials that its error carries', async () => {
  const place = await freshPlace();
  const slack = createServer((_, response) => response.writeHead(500).end());
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  const address = slack.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const secrets = ['xoxb-1-planted-bot', 'xapp-1-planted-app', 'ghp_planted0github', 'planted-pass0'];
  const [bot = '', app = '', github = '', password = ''] = secrets;
  const { out, err, code } = await run({
    SLACK_BOT_TOKEN: bot,
    SLACK_APP_TOKEN: app,
    GITHUB_TOKEN: github,
    SLACK_API_URL: `http://127.0.0.1:${address.port}/api/`,
    REDIS_URL: `redis://:${password}@127.0.0.1:1`,
    DATA_DIR: place.dataDir === '' ? './data' : place.dataDir,
    ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
  });
  slack.close();
  await place.remove();
  expect(code).toBe(1);
  const last: unknown = JSON.parse(out.trim().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({
    level: 60,
    msg: expect.stringContaining('Slack answers auth.test with HTTP 500.'),
  });
  for (const secret of secrets) expect(out + err).not.toContain(secret);
  expect(err).toBe('');
}, 60_000);
