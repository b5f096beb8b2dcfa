import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { freePort } from '../faults/rig/free-port.ts';
import { freshPlace } from '../stores.ts';

const sandbox = await startSandbox();
const place = await freshPlace();
const taken = createServer().listen(await freePort(), '127.0.0.1');
afterAll(async () => {
  taken.close();
  await sandbox.stop();
  await place.remove();
});

function takenPort(): string {
  const address = taken.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `${address.port}`;
}

/** What a start with these mistakes logs last. */
async function lastLine(mistakes: Readonly<Record<string, string>>): Promise<unknown> {
  const { slack, github } = sandbox;
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_API_URL: github.url,
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      DATA_DIR: place.dataDir,
      PORT: '0',
      ...mistakes,
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect([code, err]).toEqual([1, '']);
  return JSON.parse(out.trim().split('\n').at(-1) ?? '');
}

it.each([
  ['SLACK_BOT_TOKEN', () => 'xoxb-wrong', 'Slack does not accept the token: invalid_auth. Put the bot token of the'],
  ['SLACK_APP_TOKEN', () => 'xapp-wrong', 'Put an app-level token (xapp-…) from the app’s Basic Information page into'],
  ['PORT', takenPort, 'is taken by another process: stop that one, or set PORT.'],
  [
    'DATABASE_URL',
    () => 'postgres://nobody@127.0.0.1:1/none',
    'could not be opened: connect ECONNREFUSED 127.0.0.1:1.',
  ],
])(
  'a wrong %s is told in one sentence with what to do',
  async (variable, wrong, told) => {
    const line = await lastLine({ [variable]: wrong() });
    expect(line).toMatchObject({ level: 60, msg: expect.stringContaining(told) });
    expect(line).toMatchObject({ msg: expect.stringContaining(variable) });
    expect(line).toMatchObject({ msg: expect.stringMatching(/^Slipway cannot start\. .* Run `npm run doctor`/) });
    expect(line).not.toHaveProperty('err');
  },
  60_000,
);
