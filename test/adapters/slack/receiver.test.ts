import { createHmac } from 'node:crypto';
import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpServer, httpServer } from '../../../src/adapters/http-server.ts';
import { createSlackApp, type SlackApp } from '../../../src/adapters/slack/app.ts';
import { boltLogger } from '../../../src/adapters/slack/bolt-logger.ts';

const secret = 'shhh';
const form = 'application/x-www-form-urlencoded';
const at = (): number => Math.floor(Date.now() / 1000);
const command = {
  command: '/release',
  text: 'help',
  user_id: 'U0MARIA',
  team_id: 'T0SLIPWAY',
  channel_id: 'C0BACKEND',
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:9/response',
};

interface Rig {
  readonly url: string;
  readonly heard: string[];
  readonly errors: string[];
  readonly server: HttpServer;
  readonly slack: SlackApp;
}
let rigs: Rig[] = [];
afterEach(async () => {
  for (const { server, slack } of rigs) {
    await server.stop();
    await slack.stop();
  }
  rigs = [];
});

/** A Bolt app behind the receiver, on a port of its own. */
async function listening(listen: (app: App) => void = () => undefined): Promise<Rig> {
  const errors: string[] = [];
  const heard: string[] = [];
  const logger = boltLogger({
    info: () => undefined,
    warn: () => undefined,
    error: (_, message) => void errors.push(message),
  });
  const slack = createSlackApp({
    transport: { kind: 'http', signingSecret: secret },
    token: 'xoxb-1',
    now: () => new Date(),
    logger,
  });
  slack.app.command(/./, async ({ ack, body }) => {
    heard.push(body.text);
    await ack();
  });
  listen(slack.app);
  const routes = { ...slack.routes, 'GET /healthz': async () => ({ status: 200, body: 'ok' }) };
  const server = httpServer({ routes, onError: (error) => errors.push(String(error)) });
  const port = await server.listen(0, '127.0.0.1');
  await slack.start();
  const rig = { url: `http://127.0.0.1:${port}`, heard, errors, server, slack };
  rigs.push(rig);
  return rig;
}

interface Sent {
  readonly type?: string;
  readonly seconds?: number;
  readonly signature?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(rig: Rig, body: string, { type = form, seconds = at(), signature, headers }: Sent = {}) {
  const signed = `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
  return fetch(`${rig.url}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': signature ?? signed,
      ...headers,
    },
  });
}
const fields = (given: Readonly<Record<string, string>>): string => new URLSearchParams(given).toString();
const payload = (json: unknown): string => fields({ payload: JSON.stringify(json) });
const openedHome = (how: object) => ({ type: 'event_callback', event: { type: 'app_home_opened', ...how } });

describe('what is let in', () => {
  test('a signed command', async () => {
    const rig = await listening();
    expect((await send(rig, fields(command))).status).toBe(200);
    expect(rig.heard).toEqual(['help']);
  });

  test('one whose content type names a charset', async () => {
    const rig = await listening();
    expect((await send(rig, fields(command), { type: `${form}; charset=utf-8` })).status).toBe(200);
    expect(rig.heard).toEqual(['help']);
  });

  test('the questions that Slack asks of a URL', async () => {
    const rig = await listening();
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    expect(await (await send(rig, challenge, { type: 'application/json' })).json()).toEqual({ challenge: 'abc' });
    expect((await send(rig, fields({ ssl_check: '1', token: 'x' }), { signature: 'v0=none' })).status).toBe(200);
  });

  test('other routes, and nothing else', async () => {
    const rig = await listening();
    expect(await (await fetch(`${rig.url}/healthz?x=1`)).text()).toBe('ok');
    expect((await fetch(`${rig.url}/healthz`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${rig.url}/constructor`)).status).toBe(404);
  });
});

describe('what is kept out', () => {
  test('a wrong signature, and none', async () => {
    const rig = await listening();
    expect((await send(rig, fields(command), { signature: `v0=${'0'.repeat(64)}` })).status).toBe(401);
    expect((await send(rig, fields(command), { signature: 'v0=' })).status).toBe(401);
    expect((await fetch(`${rig.url}/slack/events`, { method: 'POST', body: fields(command) })).status).toBe(401);
    expect(rig.heard).toEqual([]);
  });

  test.each([-301, 301])('a request of %i seconds from now', async (seconds) => {
    const rig = await listening();
    expect((await send(rig, fields(command), { seconds: at() + seconds })).status).toBe(401);
    expect(rig.heard).toEqual([]);
  });

  test('the same request again', async () => {
    const rig = await listening();
    const seconds = at();
    expect((await send(rig, fields(command), { seconds })).status).toBe(200);
    expect((await send(rig, fields(command), { seconds })).status).toBe(409);
    expect(rig.heard).toEqual(['help']);
  });

  test('more than a megabyte', async () => {
    const rig = await listening();
    const answer = send(rig, 'x'.repeat(1024 * 1024 + 1)).then(({ status }) => status);
    expect(await answer).toBe(413);
  });

  test.each([
    ['payload=null', 'payload=null', form],
    ['a payload that is no JSON', 'payload={', form],
    ['JSON null', 'null', 'application/json'],
    ['no JSON', '{', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['an event that is null', JSON.stringify({ type: 'event_callback', event: null }), 'application/json'],
    ['a Home that nobody opened', JSON.stringify(openedHome({ tab: 'home' })), 'application/json'],
    ['a Home opened by a list', JSON.stringify(openedHome({ tab: 'home', user: ['U0'] })), 'application/json'],
    ['a click without a click', payload({ type: 'block_actions', user: { id: 'U0' }, actions: [] }), form],
    ['a click of nobody', payload({ type: 'block_actions', actions: [{ action_id: 'a', type: 'button' }] }), form],
    ['a submission without a view', payload({ type: 'view_submission', user: { id: 'U0' } }), form],
    ['a type that nobody knows', payload({ type: 'something_new', user: { id: 'U0' } }), form],
    ['a command of nobody', fields({ command: '/release' }), form],
    ['a command of somebody with an endless id', fields({ ...command, user_id: 'U'.repeat(21) }), form],
    ['a command in a channel that is a path', fields({ ...command, channel_id: '../C0' }), form],
    ['a command of 4,001 characters', fields({ ...command, text: 'x'.repeat(4001) }), form],
  ])('%s, which is no delivery, or which Bolt would die of or hang on', async (_, body, type) => {
    const rig = await listening();
    expect((await send(rig, body, { type })).status).toBe(400);
    expect((await send(rig, fields(command))).status).toBe(200);
  });
});

test('an event is acknowledged though nobody listens, so that Slack does not repeat it; a click that nobody hears is not', async () => {
  const rig = await listening();
  const event = { type: 'event_callback', team_id: 'T0SLIPWAY', event: { type: 'new_kind_of_event' } };
  expect((await send(rig, JSON.stringify(event), { type: 'application/json' })).status).toBe(200);
  const click = {
    type: 'block_actions',
    user: { id: 'U0MARIA' },
    team: { id: 'T0SLIPWAY' },
    trigger_id: '1.2.3',
    actions: [{ action_id: 'a', type: 'button' }],
  };
  expect((await send(rig, payload(click))).status).toBe(404);
});

test('a handler that throws is told, and its request may come again', async () => {
  let fails = true;
  const rig = await listening((app) => {
    app.shortcut('x', async ({ ack }) => {
      if (fails) throw new Error('not now');
      await ack();
    });
  });
  const body = payload({ type: 'shortcut', callback_id: 'x', user: { id: 'U0' }, team: { id: 'T0' }, trigger_id: '1' });
  const seconds = at();
  expect((await send(rig, body, { seconds })).status).toBe(500);
  expect(rig.errors.join()).toContain('not now');
  fails = false;
  expect((await send(rig, body, { seconds })).status).toBe(200);
});

test('stopping waits for a handler that has acknowledged and still works', async () => {
  let finish: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const done: string[] = [];
  const rig = await listening((app) => {
    app.action('slow', async ({ ack }) => {
      await ack();
      await gate;
      done.push('handler');
    });
  });
  const click = {
    type: 'block_actions',
    user: { id: 'U0MARIA' },
    team: { id: 'T0SLIPWAY' },
    trigger_id: '1.2.3',
    actions: [{ action_id: 'slow', type: 'button' }],
  };
  expect((await send(rig, payload(click))).status).toBe(200);
  await rig.server.stop();
  const stopped = rig.slack.stop().then(() => void done.push('stopped'));
  finish();
  await stopped;
  expect(done).toEqual(['handler', 'stopped']);
  rigs = [];
});
