import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { createSlackApp, type SlackApp } from '../../../src/adapters/slack/app.ts';
import { boltLogger } from '../../../src/adapters/slack/bolt-logger.ts';

/** A Slack that sends what the real one never should. */
const http = createServer((request, response) => {
  request.resume();
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
});
const sockets = new WebSocketServer({ server: http });
const command = {
  command: '/release',
  text: '',
  user_id: 'U1',
  team_id: 'T1',
  channel_id: 'C1',
  trigger_id: '1',
  response_url: 'http://127.0.0.1:9/response',
};
const acknowledged: string[] = [];
let socket: WebSocket;
let slack: SlackApp;

beforeAll(async () => {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  sockets.on('connection', (connected) => {
    socket = connected;
    connected.on('message', (data) => {
      acknowledged.push(z.object({ envelope_id: z.string() }).parse(JSON.parse(String(data))).envelope_id);
    });
    connected.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
  });
  slack = createSlackApp({
    transport: { kind: 'socket', appToken: 'xapp-1' },
    token: 'xoxb-1',
    apiUrl: `http://127.0.0.1:${address.port}/api/`,
    now: () => new Date(),
    logger: boltLogger({ info: () => undefined, warn: () => undefined, error: () => undefined }),
  });
  slack.app.command('/release', async ({ ack }) => await ack());
  await slack.start();
});
afterAll(async () => {
  await slack.stop();
  sockets.close();
  http.close();
});

test('what is no JSON, or no envelope, ends nothing', async () => {
  for (const text of ['null', '[]', '{', '"x"', '{}']) socket.send(text);
  socket.send(JSON.stringify({ envelope_id: 'still there', type: 'slash_commands', payload: command }));
  await expect.poll(() => acknowledged, { timeout: 5000 }).toContain('still there');
});

test.each([
  ['interactive', null],
  ['interactive', { type: 'block_actions', actions: [] }],
  ['interactive', { type: 'view_submission', user: null }],
  ['interactive', { type: 'something_new' }],
  ['events_api', { type: 'event_callback', event: null }],
  ['something_new', { type: 'x' }],
])('an envelope of type %s with %j ends nothing', async (type, payload) => {
  const id = `${type}-${JSON.stringify(payload)}`;
  socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true }));
  socket.send(JSON.stringify({ envelope_id: `after ${id}`, type: 'slash_commands', payload: command }));
  await expect.poll(() => acknowledged, { timeout: 5000 }).toContain(`after ${id}`);
});
