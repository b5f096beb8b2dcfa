import { afterEach, expect, it, vi } from 'vitest';
import { slackClient } from '../../sandbox/slack/client.ts';
import { startSlack } from '../../sandbox/slack/start-slack.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { boltLogger } from '../../src/adapters/slack/bolt-logger.ts';
import { deep } from './door/mutations.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const channel = '#dev-backend-github';

/** Bolt behind our door, on a socket of a local Slack; it notes what it heard. */
async function onSocket() {
  const server = await startSlack({ world: workspace, ackTimeoutMs: 1500 });
  closing.push(() => server.stop());
  const heard: string[] = [];
  const slack = createSlackApp({
    transport: { kind: 'socket', appToken: server.appToken },
    token: server.botToken,
    apiUrl: server.apiUrl,
    now: () => new Date(),
    logger: boltLogger({ info: () => undefined, warn: () => undefined, error: () => undefined }),
  });
  const held = Promise.withResolvers<void>();
  slack.app.command('/release', async ({ ack, body }) => {
    if (body.text === 'holds') await held.promise;
    await ack();
    heard.push(body.text);
  });
  await slack.start();
  closing.push(() => slack.stop());
  const local = slackClient(server.controlUrl);
  return { local, heard, slack, maria: local.person('maria'), release: held.resolve };
}
type On = Awaited<ReturnType<typeof onSocket>>;

async function stillAnswers({ local, maria, heard }: On, text = 'still there'): Promise<void> {
  await local.until('a socket', async () => (await local.overview()).sockets === 1);
  await maria.until('an answer', async () => (await maria.types(channel, `/release ${text}`)).ok);
  expect(heard).toContain(text);
}

const fields = {
  command: '/release',
  text: 'twice',
  user_id: 'U0MARIA',
  team_id: 'T0SLIPWAY',
  channel_id: 'C0BACKEND',
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:9/x',
};
const envelope = (type: string, payload: unknown, id = 'e'): string =>
  JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true });

it('frames that Slack should never send end nothing and run nothing', async () => {
  const on = await onSocket();
  const frames = [
    ...['', 'null', '[]', '{', '{}', '"x"', '\u0000', '{"type":null}', '{"type":"error"}', '{"type":"close"}'],
    ...['{"type":"disconnected"}', '{"type":"ws_message"}', '{"type":"hello"}', deep(100_000, 'list')],
    ...[null, [], 1, 'x', {}, { type: 'event_callback' }].map((payload) => envelope('events_api', payload)),
    envelope('events_api', { type: 'event_callback', event: null }),
    envelope('events_api', { type: 'event_callback', event: { type: 'close' } }, 'close'),
    envelope('events_api', { type: 'event_callback', event: { type: 'disconnected' } }, 'gone'),
    envelope('slash_commands', { ...fields, user_id: null }),
    envelope('slash_commands', { ...fields, x: 'y'.repeat(5_000_000), team_id: [] }),
    envelope('interactive', null),
    envelope('interactive', { type: 'view_submission', user: { id: 'U0MARIA' } }),
    envelope('something_new', fields),
    JSON.stringify({ type: 'slash_commands', payload: fields }),
  ];
  for (const text of frames) await on.local.socket({ text });
  await on.local.socket({ base64: Buffer.from(envelope('slash_commands', fields)).toString('base64') });
  await stillAnswers(on);
  expect(on.heard).toEqual(['still there']);
  expect(await on.local.calls('apps.connections.open')).toHaveLength(1); // no frame passed for the end of the connection
});

it('an envelope that comes again runs once', async () => {
  const on = await onSocket();
  for (let times = 0; times < 4; times += 1)
    await on.local.socket({ text: envelope('slash_commands', fields, 'same') });
  await stillAnswers(on);
  expect(on.heard.filter((text) => text === 'twice')).toHaveLength(1);
});

it.each(['refresh_requested', 'warning', 'link_disabled'] as const)(
  'after a disconnect for %s it comes back, and what was being handled is acknowledged before',
  async (reason) => {
    const on = await onSocket();
    const typed = on.maria.types(channel, '/release holds');
    await on.local.until('the delivery', async () => (await on.local.deliveries()).length > 0);
    await on.local.disconnect(reason);
    on.release();
    expect((await typed).ok).toBe(true);
    await on.local.until(
      'another connection',
      async () => (await on.local.calls('apps.connections.open')).length === 2,
    );
    await stillAnswers(on);
    expect(on.heard.filter((text) => text === 'holds')).toHaveLength(1);
  },
);

it('a connection that is cut in place of an acknowledgement: another follows, nothing runs twice', async () => {
  const on = await onSocket();
  await on.local.socket({ cut: 'at-acknowledgement' });
  await on.local.socket({ text: envelope('slash_commands', fields, 'cut') });
  await vi.waitFor(() => expect(on.heard).toEqual(['twice']));
  await on.local.until('another connection', async () => (await on.local.calls('apps.connections.open')).length === 2);
  await on.local.until('a socket', async () => (await on.local.overview()).sockets === 1);
  await on.local.socket({ text: envelope('slash_commands', fields, 'cut') }); // which Slack does not know to be done
  await stillAnswers(on);
  expect(on.heard).toEqual(['twice', 'still there']);
});

it('a Slack that is down, or slow to say hello, when it is to be connected again is asked until it answers', async () => {
  const on = await onSocket();
  await on.local.fault({ method: 'apps.connections.open', kind: '5xx', times: 2 });
  await on.local.socket({ cut: 'now', helloAfterMs: 700 });
  await stillAnswers(on);
  expect((await on.local.calls('apps.connections.open')).length).toBeGreaterThan(3);
});

it('a stop acknowledges what runs and takes nothing more', async () => {
  const on = await onSocket();
  const typed = on.maria.types(channel, '/release holds');
  await on.local.until('the delivery', async () => (await on.local.deliveries()).length > 0);
  const stopped = on.slack.stop();
  expect((await on.maria.types(channel, '/release too late')).ok).toBe(false);
  on.release();
  await stopped;
  expect(on.heard).toEqual(['holds']);
  expect((await on.local.deliveries())[0]?.tries).toHaveLength(1);
  await typed;
});
