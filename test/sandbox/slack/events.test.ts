import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../sandbox/slack/delivery/delivery.ts';
import { outlet } from '../../../sandbox/slack/delivery/events.ts';
import { declaration } from '../../../sandbox/slack/manifest.ts';
import { createWorkspace } from '../../../sandbox/slack/state/workspace.ts';
import { slackWorld } from '../../../sandbox/slack/world.ts';
import { type Bare, bare, record } from './bare-app.ts';
import { smallWorld } from './small-world.ts';

const eventsOf = (app: Bare) =>
  app.received.flatMap(({ payload }) => (payload['event'] === undefined ? [] : [record(payload['event'])]));

describe('events of messages', () => {
  test('a direct message to the app is message.im, never a mention', async () => {
    await using app = await bare();
    await app.client.person('maria').types('dm', 'hi @slipway');
    await app.client.idle();
    expect(eventsOf(app)).toMatchObject([
      { type: 'message', channel_type: 'im', user: 'U0MARIA', text: 'hi <@U0SLIPWAY>' },
    ]);
  });

  test('a reply in a thread says whose thread it is', async () => {
    await using app = await bare();
    const { ts } = await app.client.person('maria').types('#team', 'plan?');
    await app.client.person('kenji').types('#team', '@slipway start', { thread: ts ?? '' });
    await app.client.idle();
    const mention = eventsOf(app).find((event) => event['type'] === 'app_mention');
    expect(mention).toMatchObject({ thread_ts: ts, user: 'U0KENJI', channel: 'C0TEAM' });
    const reply = eventsOf(app).find((event) => event['type'] === 'message' && event['thread_ts'] === ts);
    expect(reply).toMatchObject({ channel_type: 'group', parent_user_id: 'U0MARIA' });
  });

  test('an outsider of Slack Connect writes with their own team', async () => {
    await using app = await bare();
    await app.client.person('outsider').types('#dev', '@slipway hello');
    await app.client.idle();
    expect(eventsOf(app)).toContainEqual(
      expect.objectContaining({ type: 'app_mention', user_team: 'T0OTHER', source_team: 'T0OTHER' }),
    );
  });

  test('a message with metadata carries it; an ephemeral one is no event', async () => {
    await using app = await bare();
    await app.call('chat.postEphemeral', { channel: 'C0DEV', user: 'U0MARIA', text: 'x' });
    await app.call('chat.postMessage', {
      channel: 'C0DEV',
      text: 'y',
      metadata: { event_type: 'e', event_payload: { a: 1 } },
    });
    await app.client.idle();
    expect(eventsOf(app)).toMatchObject([{ text: 'y', bot_id: 'B0SLIPWAY', metadata: { event_payload: { a: 1 } } }]);
  });
});

test('30,000 events an hour, then app_rate_limited once a minute', () => {
  let now = Date.UTC(2026, 0, 1, 12);
  const sent: string[] = [];
  const workspace = createWorkspace(slackWorld.parse(smallWorld), declaration(undefined), () => now);
  const delivery: Delivery = {
    options: { eventsUrl: undefined, ackTimeoutMs: 0, retryDelaysMs: [] },
    send: () => Promise.resolve({ ok: true, body: '' }),
    sendEvent: (name) => sent.push(name),
    replay: () => Promise.resolve({ ok: true, body: '' }),
    verify: () => Promise.resolve(true),
    underWay: () => 0,
    transport: () => 'none',
    stop: () => undefined,
  };
  const emit = outlet(workspace, delivery, () => true);
  const some = (count: number) => {
    for (let one = 0; one < count; one += 1) emit({ type: 'message', channel: 'C0DEV' }, 'message.channels');
  };
  some(30_002);
  expect(sent.length).toBe(30_001);
  expect(sent.at(-1)).toBe('app_rate_limited');
  now += 60_000;
  some(2);
  expect(sent.slice(30_001)).toEqual(['app_rate_limited']);
  now += 59 * 60_000;
  some(1);
  expect(sent.at(-1)).toBe('message');
});
