import { describe, expect, test } from 'vitest';
import { type Bare, bare, record } from './bare-app.ts';
import { actions, button, plain, section } from './payload-parts.ts';

const minute = 60_000;

async function respond(url: unknown, body: Record<string, unknown>): Promise<[number, unknown]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(String(url), { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return [answer.status, text.startsWith('{') ? record(JSON.parse(text))['error'] : text];
}

/** Somebody clicked; the response_url of it. */
async function clicked(app: Bare): Promise<unknown> {
  await app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', blocks: [actions(button())] });
  await app.client.person('maria').clicks('Go');
  return app.received.findLast(({ payload }) => payload['type'] === 'block_actions')?.payload['response_url'];
}

describe('a response_url', () => {
  test('takes five posts', async () => {
    await using app = await bare();
    const url = await clicked(app);
    for (let use = 1; use <= 5; use += 1) expect(await respond(url, { text: `${use}` })).toEqual([200, 'ok']);
    expect(await respond(url, { text: '6' })).toEqual([404, 'used_url']);
  });

  test('lives 30 minutes', async () => {
    let now = Date.now();
    await using app = await bare({ now: () => now });
    const url = await clicked(app);
    now += 30 * minute;
    expect(await respond(url, { text: 'x' })).toEqual([200, 'ok']);
    now += 1;
    expect(await respond(url, { text: 'x' })).toEqual([404, 'expired_url']);
  });

  test('answers only the person, the channel, or a thread', async () => {
    await using app = await bare();
    const url = await clicked(app);
    const [card] = await app.client.person('maria').channel('#dev');
    await respond(url, { text: 'for you' });
    await respond(url, { text: 'for all', response_type: 'in_channel' });
    await respond(url, { text: 'in thread', response_type: 'in_channel', thread_ts: card?.ts });
    const seen = (await app.client.person('kenji').channel('#dev')).map((one) => [one.rendered, one.thread_ts]);
    expect(seen).toEqual([
      ['[Go]', undefined],
      ['for all', undefined],
      ['in thread', card?.ts],
    ]);
    expect((await app.client.person('maria').channel('#dev'))[1]).toMatchObject({
      rendered: 'for you',
      ephemeral: true,
    });
  });

  test('replaces and deletes the message, ephemerals too', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await respond(await clicked(app), { replace_original: true, blocks: [section(plain('replaced'))] });
    expect((await maria.channel('#dev')).map((one) => [one.rendered, one.edited])).toEqual([['replaced', true]]);
    await app.call('chat.postEphemeral', { channel: 'C0DEV', user: 'U0MARIA', text: 'x', blocks: [actions(button())] });
    await maria.clicks('Go');
    const url = app.received.findLast(({ payload }) => payload['type'] === 'block_actions')?.payload['response_url'];
    expect(await respond(url, { delete_original: 'true' })).toEqual([200, 'ok']);
    expect((await maria.channel('#dev')).map((one) => one.rendered)).toEqual(['replaced']);
    expect(await respond(url, { replace_original: true, text: 'again' })).toEqual([404, 'message_not_found']);
  });

  test('refuses what chat.postMessage refuses, and the journal says so', async () => {
    await using app = await bare();
    const url = await clicked(app);
    expect(await respond(url, {})).toEqual([400, 'no_text']);
    expect(await respond(url, { blocks: [{ type: 'banner' }] })).toEqual([400, 'invalid_blocks']);
    expect(await respond(`${app.slack.url}/response/actions/T0ACME/never`, { text: 'x' })).toEqual([
      404,
      'expired_url',
    ]);
    const refusals = await app.client.refusals();
    expect(refusals.map(({ where, error }) => `${where} ${error}`)).toEqual([
      'response_url no_text',
      'response_url invalid_blocks',
      'response_url expired_url',
    ]);
  });

  test('works in channels that the app is not in', async () => {
    await using app = await bare();
    await app.client.person('maria').types('#secret', '/release');
    const url = app.received.at(-1)?.payload['response_url'];
    expect(app.received.at(-1)?.payload['channel_name']).toBe('privategroup');
    expect(await respond(url, { text: 'psst' })).toEqual([200, 'ok']);
    expect((await app.client.person('maria').channel('#secret')).map((one) => one.rendered)).toEqual(['psst']);
  });
});
