import { describe, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';
import { times } from './payload-parts.ts';
import { smallWorld } from './small-world.ts';

const post = (app: Bare, channel = 'C0DEV', signal?: AbortSignal) =>
  fetch(`${app.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.slack.botToken}` },
    body: new URLSearchParams({ channel, text: 'x' }),
    ...(signal === undefined ? {} : { signal }),
  });
const posted = async (app: Bare) => (await app.client.person('maria').channel('#dev')).length;

describe('faults', () => {
  test('429 with Retry-After, as often as asked, for that method and channel only', async () => {
    await using app = await bare();
    await app.client.fault({ method: 'chat.postMessage', channel: 'C0DEV', kind: '429', times: 2, ms: 1500 });
    expect((await post(app, 'C0TEAM')).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      const answer = await post(app);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
    }
    expect((await post(app)).status).toBe(200);
    expect((await app.client.calls('chat.postMessage')).map((call) => call.status)).toEqual([200, 429, 429, 200]);
  });

  test.each([
    ['5xx', 'nothing is done', 0],
    ['reset-before', 'nothing is done', 0],
    ['reset-after', 'the message is there, its answer lost', 1],
    ['hang', 'nothing is done', 0],
  ] as const)('%s: %s', async (kind, _what, messages) => {
    await using app = await bare();
    await app.client.fault({ method: '*', kind });
    const giveUp = new AbortController();
    const answering = post(app, 'C0DEV', giveUp.signal).then(
      (got) => got.status,
      () => 'lost',
    );
    await app.client.until('the call arrived', async () => (await app.client.calls()).length === 1);
    if (kind === 'hang') giveUp.abort();
    const answer = await answering;
    expect(answer).toBe(kind === '5xx' ? 503 : 'lost');
    expect(await posted(app)).toBe(messages);
    expect((await post(app)).status).toBe(200);
    expect(await posted(app)).toBe(messages + 1);
  });

  test('a delay does the work afterwards; faults can be cleared', async () => {
    await using app = await bare();
    await app.client.fault({ method: 'chat.postMessage', kind: 'delay', ms: 20 });
    expect((await post(app)).status).toBe(200);
    await app.client.fault({ method: 'chat.postMessage', kind: '5xx', times: 5 });
    await app.client.clearFaults();
    expect((await post(app)).status).toBe(200);
  });

  test('a response_url can fail too', async () => {
    await using app = await bare();
    await app.client.person('maria').types('#dev', '/release');
    const url = String(app.received.at(-1)?.payload['response_url']);
    await app.client.fault({ method: 'response_url', kind: '5xx' });
    const respond = async () =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"x"}' }))
        .status;
    expect([await respond(), await respond()]).toEqual([503, 200]);
  });
});

describe('rate limits', () => {
  async function answered(
    app: Bare,
    method: string,
    args: Record<string, string>,
    times: number,
  ): Promise<(string | null)[]> {
    const waits: (string | null)[] = [];
    for (let time = 0; time < times; time += 1) {
      const headers = { authorization: `Bearer ${app.slack.botToken}` };
      const answer = await fetch(`${app.slack.apiUrl}${method}`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(args),
      });
      waits.push(answer.status === 429 ? answer.headers.get('retry-after') : null);
    }
    return waits;
  }

  test('are off until they are switched on', async () => {
    await using app = await bare();
    expect(await answered(app, 'users.list', {}, 21)).not.toContain('60');
    await app.client.rateLimits(true);
    expect((await answered(app, 'users.list', {}, 21)).at(-1)).toBe('60');
  });

  test.each([
    ['tier 2', 'users.list', {}, 20],
    ['tier 3', 'conversations.info', { channel: 'C0DEV' }, 50],
    ['tier 4', 'users.info', { user: 'U0MARIA' }, 100],
  ] as const)('%s: %s', async (_tier, method, args, most) => {
    let now = Date.now();
    await using app = await bare({ rateLimits: true, now: () => now });
    const waits = await answered(app, method, args, most + 1);
    expect(waits.slice(0, most).every((wait) => wait === null)).toBe(true);
    expect(waits[most]).toBe('60');
    now += 60_000;
    expect(await answered(app, method, args, 1)).toEqual([null]);
  });

  test('one message a second and channel, with a small burst; other channels go on', async () => {
    let now = Date.now();
    await using app = await bare({ rateLimits: true, now: () => now });
    const dev = { channel: 'C0DEV', text: 'x' };
    expect(await answered(app, 'chat.postMessage', dev, 4)).toEqual([null, null, null, '1']);
    expect(await answered(app, 'chat.postMessage', { ...dev, channel: 'C0TEAM' }, 1)).toEqual([null]);
    now += 1000;
    expect(await answered(app, 'chat.postMessage', dev, 2)).toEqual([null, '1']);
  });

  test('300 messages a minute and workspace', async () => {
    const ids = times(101, (index) => `C0MANY${index}`);
    const world = { ...smallWorld, channels: ids.map((id) => ({ id, name: id.toLowerCase() })) };
    await using app = await bare({ world, rateLimits: true, now: () => 1_800_000_000_000 });
    const waits = (
      await Promise.all(ids.map((channel) => answered(app, 'chat.postMessage', { channel, text: 'x' }, 3)))
    ).flat();
    expect(waits.filter((wait) => wait !== null)).toEqual(['60', '60', '60']);
  });
});
