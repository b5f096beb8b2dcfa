import { expect, test } from 'vitest';
import { slackClient } from '../../../sandbox/slack/client.ts';
import { startSlack } from '../../../sandbox/slack/start-slack.ts';
import { workspace } from '../../../sandbox/workspace.ts';
import { createSlackApp } from '../../../src/adapters/slack/app.ts';
import { boltLogger } from '../../../src/adapters/slack/bolt-logger.ts';

test('over a socket commands arrive, also after Slack asked to reconnect, and stopping waits for what runs', async () => {
  const server = await startSlack({ world: workspace });
  const local = slackClient(server.controlUrl);
  const heard: string[] = [];
  let finish: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slack = createSlackApp({
    transport: { kind: 'socket', appToken: server.appToken },
    token: server.botToken,
    apiUrl: server.apiUrl,
    now: () => new Date(),
    logger: boltLogger({ info: () => undefined, warn: () => undefined, error: () => undefined }),
  });
  slack.app.command('/release', async ({ ack, body }) => {
    await ack();
    if (body.text === 'slow') await gate;
    heard.push(body.text);
  });
  expect(slack.routes).toEqual({});
  await slack.start();
  const maria = local.person('maria');
  expect((await maria.types('#dev-backend-github', '/release one')).ok).toBe(true);
  expect(await local.disconnect()).toBe(1);
  await maria.until('the new connection', async () => (await maria.types('#dev-backend-github', '/release two')).ok);
  await maria.types('#dev-backend-github', '/release slow');
  const stopped = slack.stop().then(() => heard.push('stopped'));
  finish();
  await stopped;
  expect(heard[0]).toBe('one');
  expect(heard).toContain('two');
  expect(heard.slice(-2)).toEqual(['slow', 'stopped']);
  await server.stop();
}, 30_000);
