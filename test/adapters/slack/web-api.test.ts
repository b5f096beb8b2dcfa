import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SlackClient, slackClient } from '../../../sandbox/slack/client.ts';
import { type LocalSlack, startSlack } from '../../../sandbox/slack/start-slack.ts';
import { workspace } from '../../../sandbox/workspace.ts';
import { boltLogger } from '../../../src/adapters/slack/bolt-logger.ts';
import { slackChannels } from '../../../src/adapters/slack/channels.ts';
import { type Slack, slackApi } from '../../../src/adapters/slack/client.ts';
import { slackHomes } from '../../../src/adapters/slack/homes.ts';
import { permalink, slackIdentity } from '../../../src/adapters/slack/identity.ts';
import { slackModals } from '../../../src/adapters/slack/modals.ts';
import { slackPeople } from '../../../src/adapters/slack/people.ts';
import { type Posts, slackPosts } from '../../../src/adapters/slack/posts.ts';
import { slackUserGroups } from '../../../src/adapters/slack/usergroups.ts';
import { Outage, RefusedOutside } from '../../../src/release/outside-errors.ts';
import { noticeHome } from '../../../src/views/home-view.ts';
import { noticeModal } from '../../../src/views/notice-modal.ts';

let server: LocalSlack;
let local: SlackClient;
const paused = new Map<string, Date>();
const seen = new Map<string, Date>();
let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const logger = boltLogger({ info: () => undefined, warn: () => undefined, error: () => undefined });

function api(token = server.botToken, apiUrl = server.apiUrl): Slack {
  return slackApi({
    token,
    apiUrl,
    pauses: {
      pausedUntil: async (scope) => paused.get(scope),
      pauseUntil: async (scope, until) => void paused.set(scope, until),
    },
    now,
    logger,
  });
}
function posts(): Posts {
  return slackPosts(api(), {
    async firstTime(id) {
      const first = !seen.has(id);
      if (first) seen.set(id, now());
      return first;
    },
    firstSeen: async (id) => seen.get(id),
    forget: async (id) => void seen.delete(id),
  });
}
const post = (key: string, channel = 'C0BACKEND', thread?: string) =>
  posts().post({ channel, message: { text: key, blocks: [] }, key, ...(thread === undefined ? {} : { thread }) });
const texts = async (): Promise<string[]> =>
  (await local.person('maria').channel('#dev-backend-github')).map((message) => message.text);

beforeAll(async () => {
  server = await startSlack({ world: workspace });
  local = slackClient(server.controlUrl);
});
afterAll(() => server.stop());
afterEach(async () => {
  paused.clear();
  await local.clearFaults();
});

describe('a message', () => {
  test('is posted once for its key', async () => {
    const first = await post('once');
    expect(await post('once')).toEqual(first);
    expect((await texts()).filter((text) => text === 'once')).toHaveLength(1);
  });

  test.each([
    ['in a channel', false],
    ['in a thread', true],
  ])('whose reply was lost is found again by its key, %s', async (_, threaded) => {
    const key = `lost-${threaded}`;
    const thread = threaded ? (await post('root')).ts : undefined;
    await local.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(post(key, 'C0BACKEND', thread)).rejects.toBeInstanceOf(Outage);
    const { ts } = await post(key, 'C0BACKEND', thread);
    const found = (await local.person('maria').channel('#dev-backend-github')).filter((one) => one.text === key);
    expect(found.map((one) => one.ts)).toEqual([ts]);
  });

  test.each([
    ['no key', { event_type: 'slipway_message', event_payload: {} }],
    ['a key of its own', { event_type: 'deployed', event_payload: { key: 7 } }],
    ['our key', { event_type: 'deployed', event_payload: { key: 'lost beside our key' } }],
  ])('whose reply was lost is found again beside one of another app with %s', async (what, metadata) => {
    const key = `lost beside ${what}`;
    await local.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(post(key)).rejects.toBeInstanceOf(Outage);
    const web = new WebClient(server.botToken, { slackApiUrl: server.apiUrl });
    await web.chat.postMessage({ channel: 'C0BACKEND', text: 'of another app', metadata });
    const { ts } = await post(key);
    const found = (await local.person('maria').channel('#dev-backend-github')).filter((one) => one.text === key);
    expect(found.map((one) => one.ts)).toEqual([ts]);
  });

  test('that is found says what it was written from', async () => {
    const one = (version: number) =>
      posts().post({
        channel: 'C0BACKEND',
        message: { text: 'x', blocks: [] },
        key: 'versioned',
        from: { r: version },
      });
    await local.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(one(3)).rejects.toBeInstanceOf(Outage);
    expect(await one(5)).toMatchObject({ from: { r: 3 } });
  });

  test('to a person is looked for without a post, where a try was begun', async () => {
    const to = { person: 'U0LENA', message: { text: 'to lena', blocks: [] }, key: 'to lena' };
    expect(await posts().earlierTo(to)).toBeUndefined();
    await local.fault({ method: 'chat.postMessage', kind: 'reset-before' });
    await expect(posts().postTo(to)).rejects.toBeInstanceOf(Outage);
    expect(await posts().earlierTo(to)).toBeUndefined();
    await local.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(posts().postTo(to)).rejects.toBeInstanceOf(Outage);
    const earlier = await posts().earlierTo(to);
    expect(await posts().postTo(to)).toEqual(earlier);
    expect((await local.person('lena').dm()).map(({ ts }) => ts)).toEqual([earlier?.ts]);
  });

  test('whose reply was lost is found again at the end of a long thread', async () => {
    const thread = (await post('long root')).ts;
    const web = new WebClient(server.botToken, { slackApiUrl: server.apiUrl });
    for (let n = 0; n < 520; n += 1)
      await web.chat.postMessage({ channel: 'C0BACKEND', thread_ts: thread, text: `reply ${n}` });
    await local.fault({ method: 'chat.postMessage', kind: 'reset-after' });
    await expect(post('at the end', 'C0BACKEND', thread)).rejects.toBeInstanceOf(Outage);
    await post('at the end', 'C0BACKEND', thread);
    expect((await texts()).filter((text) => text === 'at the end')).toHaveLength(1);
  });

  test('that never left is posted by the next try', async () => {
    await local.fault({ method: 'chat.postMessage', kind: 'reset-before' });
    await expect(post('never-left')).rejects.toBeInstanceOf(Outage);
    await post('never-left');
    expect((await texts()).filter((text) => text === 'never-left')).toHaveLength(1);
  });

  test('is updated in place', async () => {
    const { ts } = await post('before');
    await posts().update({ channel: 'C0BACKEND', ts, message: { text: 'after', blocks: [] } });
    expect(await texts()).toContain('after');
    expect(await texts()).not.toContain('before');
  });
});

describe('a limit of the rate', () => {
  test('rests this method in this channel until then, in every process, and nothing else', async () => {
    await local.fault({ method: 'chat.postMessage', channel: 'C0BACKEND', kind: '429', ms: 30_000 });
    const failure = await post('limited').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Outage);
    const retryAt = failure instanceof Outage ? failure.retryAt : undefined;
    expect([...paused]).toEqual([['slack:chat.postMessage:C0BACKEND', retryAt]]);

    const before = (await local.calls('chat.postMessage')).length;
    await expect(post('limited')).rejects.toMatchObject({ retryAt });
    expect(await local.calls('chat.postMessage')).toHaveLength(before);

    await post('elsewhere', 'C0CHANGELOG');
    const { ts } = await post('a thread', 'C0RANDOM');
    await posts().update({ channel: 'C0RANDOM', ts, message: { text: 'changed', blocks: [] } });
    const looked = (await local.calls('conversations.history')).length;
    ahead = 31_000;
    await post('limited');
    ahead = 0;
    expect(await texts()).toContain('limited');
    expect(await local.calls('conversations.history')).toHaveLength(looked); // nothing was posted that could be found
  });

  test('met by a second try after a lost reply makes the third one look again', async () => {
    await local.fault({ method: 'chat.postMessage', kind: 'reset-before' });
    await expect(post('lost, then limited')).rejects.toBeInstanceOf(Outage);
    await local.fault({ method: 'chat.postMessage', kind: '429', ms: 1000 });
    await expect(post('lost, then limited')).rejects.toBeInstanceOf(Outage);
    const looked = (await local.calls('conversations.history')).length;
    ahead = 2000;
    await post('lost, then limited');
    ahead = 0;
    expect(await local.calls('conversations.history')).toHaveLength(looked + 1);
  });

  test('of a busy channel delays no modal', async () => {
    paused.set('slack:views.open', new Date(Date.now() + 60_000));
    await local.fault({ method: 'chat.postMessage', kind: '429', ms: 30_000 });
    await expect(post('busy')).rejects.toBeInstanceOf(Outage);
    expect(await slackModals(api()).open('no-such-trigger', noticeModal('x', 'y'))).toEqual({ kind: 'expired' });
  });
});

describe('what goes wrong', () => {
  test('of Slack itself is an outage, and nothing is repeated by the client', async () => {
    for (const kind of ['5xx', 'reset-before'] as const) {
      await local.forget();
      await local.fault({ method: 'chat.update', kind, times: 2 });
      await expect(
        posts().update({ channel: 'C0BACKEND', ts: '1.1', message: { text: 'x', blocks: [] } }),
      ).rejects.toBeInstanceOf(Outage);
      await local.clearFaults();
      expect((await local.calls('chat.update')).length).toBeLessThanOrEqual(1);
    }
  });

  test('on the path of a click is known within Slack’s three seconds', async () => {
    await local.fault({ method: 'views.open', kind: 'hang' });
    await expect(slackModals(api()).open('x', noticeModal('x', 'y'))).rejects.toBeInstanceOf(Outage);
  });

  test.each([
    ['C0NOWHERE', 'channel_not_found', 'invite the app'],
    ['C0ARCHIVED', 'is_archived', 'Unarchive it'],
  ])('with a channel says what to do: %s', async (channel, code, remedy) => {
    const failure = await post(`to ${channel}`, channel).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RefusedOutside);
    expect(failure).toMatchObject({ code, remedy: expect.stringContaining(remedy) });
  });

  test('with a channel that Slipway is not in says what to do', async () => {
    await local.change({ change: 'remove-bot', channel: 'changelog' });
    const failure = await post('not in', 'C0CHANGELOG').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'not_in_channel', remedy: 'Invite it there: /invite @slipway.' });
    await local.change({ change: 'invite-bot', channel: 'changelog' });
  });

  test('and was refused by Slack is posted by the next try, which looks for nothing', async () => {
    await local.change({ change: 'remove-bot', channel: 'changelog' });
    await expect(post('refused', 'C0CHANGELOG')).rejects.toBeInstanceOf(RefusedOutside);
    await local.change({ change: 'invite-bot', channel: 'changelog' });
    const looked = (await local.calls('conversations.history')).length;
    await post('refused', 'C0CHANGELOG');
    expect(await local.calls('conversations.history')).toHaveLength(looked);
    const there = await local.person('maria').channel('#changelog');
    expect(there.filter(({ text }) => text === 'refused')).toHaveLength(1);
  });

  test('with a Home that the app does not have says what to do', async () => {
    await slackHomes(api()).publish('U0MARIA', noticeHome('Here'));
    expect((await local.person('maria').home())?.text).toContain('Here');
    const without = await startSlack({ world: workspace, manifest: { features: {} } });
    const told = slackHomes(api(without.botToken, without.apiUrl)).publish('U0MARIA', noticeHome('Here'));
    await expect(told).rejects.toMatchObject({ code: 'not_enabled', remedy: expect.stringContaining('manifest') });
    await without.stop();
  });

  test('with the token says what to do', async () => {
    const failure = await slackIdentity(api('xoxb-wrong')).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'invalid_auth', remedy: expect.stringContaining('SLACK_BOT_TOKEN') });
  });
});

describe('what Slack knows', () => {
  test('whose token it is, and where messages are', async () => {
    const identity = await slackIdentity(api());
    expect(identity).toMatchObject({ workspace: 'T0SLIPWAY', user: 'U0SLIPWAY' });
    expect(permalink(identity, { channel: 'C1', ts: '1700000000.000100' })).toMatch(
      /\/archives\/C1\/p1700000000000100$/,
    );
  });

  test.each([
    ['U0MARIA', 'member'],
    ['U0GUEST', 'guest'],
    ['U0GONE', 'deactivated'],
    ['U0OUTSIDE', 'outsider'],
    ['U0SLIPWAY', 'bot'],
    ['U0NOBODY', 'unknown'],
  ])('of %s that it is a %s', async (id, standing) => {
    expect(await slackPeople(api(), { workspace: 'T0SLIPWAY', now }).get(id)).toMatchObject({ id, standing });
  });

  test('is asked once in five minutes, however many ask, and an older answer serves while Slack is down', async () => {
    const people = slackPeople(api(), { workspace: 'T0SLIPWAY', now });
    await local.forget();
    await Promise.all([people.get('U0MARIA'), people.get('U0MARIA')]);
    expect((await people.get('U0MARIA')).timeZone).toBe('Europe/Rome');
    expect(await local.calls('users.info')).toHaveLength(1);
    ahead = 6 * 60_000;
    await local.fault({ method: 'users.info', kind: '5xx' });
    expect((await people.get('U0MARIA')).name).toBe('Maria Rossi');
    await people.get('U0MARIA');
    expect((await local.calls('users.info')).filter((call) => call.status === 200)).toHaveLength(2);
    ahead = 0;
  });

  test('of user groups, all by one call', async () => {
    const groups = slackUserGroups(api(), now);
    expect(groups.known()).toBeUndefined();
    const read = await groups.get();
    expect(read.kind === 'groups' ? read.byId.get('S0LEADS') : undefined).toEqual({
      handle: 'backend-leads',
      changed: expect.any(Number),
      members: ['U0LENA', 'U0TOM'],
    });
    expect(groups.known()).toEqual(read);
  });

  test.each([
    ['C0BACKEND', 'fine'],
    ['C0ARCHIVED', 'archived'],
    ['C0SHARED', 'shared'],
    ['C0NOWHERE', 'unseen'],
  ])('of %s that it is %s', async (id, standing) => {
    expect(await slackChannels(api(), now).get(id)).toBe(standing);
  });
});
