import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Bare, bare, record } from './bare-app.ts';
import { rig } from './bolt-app.ts';

const events = (app: Bare, type: string) =>
  app.received.filter(
    ({ payload }) => payload['type'] === 'event_callback' && record(payload['event'])['type'] === type,
  );

describe('over HTTP', () => {
  test('a command is a signed form with all its fields', async () => {
    await using app = await bare();
    await app.client.person('maria').types('#dev', '/release start @kenji  now ');
    const [one] = app.received;
    expect(one?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    const at = one?.headers['x-slack-request-timestamp'];
    const expected = createHmac('sha256', app.slack.signingSecret)
      .update(`v0:${String(at)}:${one?.raw ?? ''}`)
      .digest('hex');
    expect(one?.headers['x-slack-signature']).toBe(`v0=${expected}`);
    expect(Math.abs(Date.now() / 1000 - Number(at))).toBeLessThan(60);
    expect(one?.payload).toEqual({
      token: expect.any(String),
      team_id: 'T0ACME',
      team_domain: 'acme',
      channel_id: 'C0DEV',
      channel_name: 'dev',
      user_id: 'U0MARIA',
      user_name: 'maria',
      command: '/release',
      text: 'start @kenji  now',
      api_app_id: 'A0SLIPWAY',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining('/response/commands/T0ACME/'),
      trigger_id: expect.any(String),
    });
  });

  test('an interaction is a form with one field, an event is JSON', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await maria.shortcut('any');
    expect(app.received[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(app.received[0]?.raw).toMatch(/^payload=%7B/);
    const { ts } = await maria.types('#dev', 'hello @slipway & all');
    await app.client.until('both events came', () => app.received.length === 3);
    expect(app.received[1]?.headers['content-type']).toBe('application/json');
    expect(events(app, 'app_mention')[0]?.payload).toMatchObject({
      type: 'event_callback',
      team_id: 'T0ACME',
      api_app_id: 'A0SLIPWAY',
      event_id: expect.stringMatching(/^Ev/),
      event_time: expect.any(Number),
      authorizations: [
        { enterprise_id: null, team_id: 'T0ACME', user_id: 'U0SLIPWAY', is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
      event: {
        type: 'app_mention',
        user: 'U0MARIA',
        text: 'hello <@U0SLIPWAY> &amp; all',
        ts,
        channel: 'C0DEV',
        team: 'T0ACME',
        event_ts: ts,
      },
    });
    expect(events(app, 'message')[0]?.payload['event']).toMatchObject({
      channel_type: 'channel',
      client_msg_id: expect.any(String),
    });
  });

  test('an event that is not acknowledged is tried again, and says so', async () => {
    await using app = await bare({ retryDelaysMs: [0, 10, 10], ackTimeoutMs: 1000 });
    let tries = 0;
    app.answer = () => (++tries === 1 ? { status: 500 } : tries === 2 ? undefined : {});
    await app.client.person('maria').opens('home');
    expect(await app.client.idle()).toBe(0);
    const heard = events(app, 'app_home_opened').map(({ headers, payload }) => [
      payload['event_id'],
      headers['x-slack-retry-num'],
      headers['x-slack-retry-reason'],
    ]);
    const [id] = heard[0] ?? [];
    expect(heard).toEqual([
      [id, undefined, undefined],
      [id, '1', 'http_error'],
      [id, '2', 'http_timeout'],
    ]);
    const [delivery] = await app.client.deliveries();
    expect(delivery?.tries.map((one) => one.outcome)).toEqual([
      'dispatch_failed: http_error 500',
      'operation_timeout: http_timeout',
      'acknowledged',
    ]);
  });

  test('three tries more at most; none after x-slack-no-retry', async () => {
    await using app = await bare({ retryDelaysMs: [0, 0, 0] });
    app.answer = () => ({ status: 500 });
    await app.client.person('maria').opens('home');
    await app.client.idle();
    expect(app.received.length).toBe(4);
    app.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await app.client.person('maria').opens('home');
    await app.client.idle();
    expect(app.received.length).toBe(5);
  });

  test('a command is tried once, and its failure shown', async () => {
    await using app = await bare();
    app.answer = () => ({ status: 500 });
    const typed = await app.client.person('maria').types('#dev', '/release');
    expect(typed.error).toBe('/release failed with the error "dispatch_failed"');
    expect(app.received.length).toBe(1);
    await app.client.setEventsUrl(null);
    expect((await app.client.person('maria').types('#dev', '/release')).ok).toBe(false);
  });

  test.each([
    ['text', 'Hello *you*', 'Hello *you*', true],
    ['a message', { text: 'For all', response_type: 'in_channel' }, 'For all', false],
    ['blocks', { blocks: [{ type: 'divider' }] }, '---', true],
  ])('a command is answered with %s', async (_what, body, rendered, ephemeral) => {
    await using app = await bare();
    app.answer = ({ payload }) => (payload['command'] === undefined ? {} : { body });
    const { replies } = await app.client.person('maria').types('#dev', '/release');
    expect(replies).toMatchObject([{ rendered, ephemeral }]);
  });

  test('an answer that Slack would refuse is shown as its error', async () => {
    await using app = await bare();
    app.answer = () => ({ body: { blocks: [{ type: 'banner' }] } });
    const typed = await app.client.person('maria').types('#dev', '/release');
    expect(typed.error).toBe('/release failed with the error "invalid_command_response"');
    expect(await app.client.refusals()).toMatchObject([{ where: 'ack slash_commands', error: 'invalid_blocks' }]);
  });

  test('a delivery can be replayed: the same payload once more', async () => {
    await using app = await bare();
    await app.client.person('maria').types('#dev', '/release start');
    expect(await app.client.replay()).toMatchObject({ ok: true });
    expect(app.received.map(({ payload }) => payload)).toEqual([app.received[0]?.payload, app.received[0]?.payload]);
    await expect(app.client.replay('nothing')).rejects.toThrow('there is no such delivery');
  });

  test('Bolt accepts what is signed with its secret and answers the URL verification', async () => {
    await using on = await rig('http', () => undefined);
    expect(await on.client.verify()).toBe(true);
  });
});

describe('over Socket Mode', () => {
  async function connect(app: Bare): Promise<{ url: string; ok: boolean; error?: string }> {
    const headers = { authorization: `Bearer ${app.slack.appToken}` };
    const answer = record(
      await (await fetch(`${app.slack.apiUrl}apps.connections.open`, { method: 'POST', headers })).json(),
    );
    return { ok: answer['ok'] === true, url: String(answer['url']) };
  }

  async function socket(
    app: Bare,
  ): Promise<{ ws: WebSocket; frames: Record<string, unknown>[]; closed: Promise<void> }> {
    const ws = new WebSocket((await connect(app)).url);
    const frames: Record<string, unknown>[] = [];
    ws.on('message', (data) => frames.push(record(JSON.parse(data.toString()))));
    const closed = new Promise<void>((resolve) => ws.once('close', () => resolve()));
    await app.client.until('the first frame', () => frames.length > 0);
    return { ws, frames, closed };
  }

  test('hello, then each envelope to one connection, acknowledged by its id', async () => {
    await using app = await bare();
    const [one, two] = [await socket(app), await socket(app)];
    expect(two.frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 2,
      connection_info: { app_id: 'A0SLIPWAY' },
    });
    for (const { ws } of [one, two]) {
      ws.on('message', (data) => {
        const { envelope_id } = record(JSON.parse(data.toString()));
        ws.send(JSON.stringify({ envelope_id, payload: { text: 'done' } }));
      });
    }
    for (const text of ['a', 'b']) {
      const typed = await app.client.person('maria').types('#dev', `/release ${text}`);
      expect(typed.replies[0]?.rendered).toBe('done');
    }
    const commands = [...one.frames, ...two.frames].filter((frame) => frame['type'] === 'slash_commands');
    expect(
      commands.map((frame) => [record(frame['payload'])['text'], frame['accepts_response_payload']]).sort(),
    ).toEqual([
      ['a', true],
      ['b', true],
    ]);
    expect(app.received).toEqual([]);
    one.ws.close();
    two.ws.close();
  });

  test('an envelope that is not acknowledged times out; an event is sent again', async () => {
    await using app = await bare({ ackTimeoutMs: 50, retryDelaysMs: [0] });
    const { frames, ws } = await socket(app);
    expect((await app.client.person('maria').types('#dev', '/release')).error).toContain('operation_timeout');
    await app.client.person('maria').opens('home');
    await app.client.idle();
    const sent = frames.filter((frame) => frame['type'] === 'events_api');
    expect(sent.map((frame) => [frame['retry_attempt'], frame['retry_reason']])).toEqual([
      [0, ''],
      [1, 'http_timeout'],
    ]);
    ws.close();
  });

  test('a ticket is good for one connection, and only with the app token', async () => {
    await using app = await bare();
    expect((await app.call('apps.connections.open', {})).error).toBe('not_allowed_token_type');
    const { url } = await connect(app);
    const first = new WebSocket(url);
    await new Promise((resolve) => first.once('open', resolve));
    const second = new WebSocket(url);
    const error = await new Promise<Error>((resolve) => second.once('error', resolve));
    expect(error.message).toContain('403');
    first.close();
  });

  test('ten connections, no more', async () => {
    await using app = await bare();
    const ten = await Promise.all(Array.from({ length: 10 }, () => socket(app)));
    const eleventh = await socket(app);
    expect(eleventh.frames[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    await eleventh.closed;
    expect((await app.client.overview()).sockets).toBe(10);
    for (const { ws } of ten) ws.close();
  });

  test('Bolt reconnects when it is asked to, and goes on', async () => {
    await using on = await rig('socket', (app) => app.command('/release', async ({ ack }) => ack('here')));
    expect(await on.client.disconnect()).toBe(1);
    await on.client.until('the old connection is gone', async () => (await on.client.overview()).sockets === 0);
    await on.client.until('a new one is there', async () => (await on.client.overview()).sockets === 1);
    expect((await on.client.person('maria').types('#dev', '/release')).replies[0]?.rendered).toBe('here');
  });
});
