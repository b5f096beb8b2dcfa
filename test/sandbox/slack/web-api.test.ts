import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bare, bare } from './bare-app.ts';

let app: Bare;
beforeAll(async () => {
  app = await bare();
});
afterAll(() => app[Symbol.asyncDispose]());

const channel = 'C0TEAM';
const release = (version: string) => ({ event_type: 'release', event_payload: { version } });

describe('chat', () => {
  test('to a person is a direct message, always the same', async () => {
    const first = await app.web.chat.postMessage({ channel: 'U0KENJI', text: 'psst' });
    const second = await app.web.chat.postMessage({ channel: 'U0KENJI', text: 'psst again' });
    expect(first.channel).toMatch(/^D/);
    expect(second.channel).toBe(first.channel);
    expect((await app.client.person('kenji').dm()).map((one) => one.rendered)).toEqual(['psst', 'psst again']);
    expect((await app.web.conversations.open({ users: 'U0KENJI' })).channel?.id).toBe(first.channel);
  });

  test('metadata is stored, and returned only when asked for', async () => {
    const { ts } = await app.web.chat.postMessage({ channel, text: 'x', metadata: release('1.0.0') });
    const [plain] = (await app.web.conversations.history({ channel, limit: 1 })).messages ?? [];
    expect(plain).toMatchObject({ ts, text: 'x', bot_id: 'B0SLIPWAY', app_id: 'A0SLIPWAY' });
    expect(plain?.metadata).toBeUndefined();
    const [full] =
      (await app.web.conversations.history({ channel, limit: 1, include_all_metadata: true })).messages ?? [];
    expect(full?.metadata).toEqual(release('1.0.0'));
  });

  test('chat.update: text alone removes blocks; metadata stays until an empty one comes', async () => {
    const blocks = [{ type: 'divider' as const }];
    const { ts = '' } = await app.web.chat.postMessage({ channel, text: 'x', blocks, metadata: release('1') });
    const updated = await app.web.chat.update({ channel, ts, text: 'y' });
    expect(updated).toMatchObject({ ok: true, channel, ts, text: 'y' });
    expect(updated.message).toMatchObject({ text: 'y', edited: { user: 'U0SLIPWAY' }, metadata: release('1') });
    expect(updated.message).not.toHaveProperty('blocks');
    const bare = await app.call('chat.update', { channel, ts, text: 'z', metadata: {} });
    expect(bare['message']).not.toHaveProperty('metadata');
  });

  test('threads: the parent counts, history leaves replies out, broadcasts not', async () => {
    const { ts = '' } = await app.web.chat.postMessage({ channel, text: 'parent' });
    await app.web.chat.postMessage({ channel, text: 'one', thread_ts: ts });
    await app.web.chat.postMessage({ channel, text: 'two', thread_ts: ts, reply_broadcast: true });
    const replies = (await app.web.conversations.replies({ channel, ts })).messages ?? [];
    expect(replies.map((one) => one.text)).toEqual(['parent', 'one', 'two']);
    expect(replies[0]).toMatchObject({
      reply_count: 2,
      reply_users: ['U0SLIPWAY'],
      latest_reply: replies[2]?.ts,
      thread_ts: ts,
    });
    expect(replies[1]).toMatchObject({ thread_ts: ts, parent_user_id: 'U0SLIPWAY' });
    const top = (await app.web.conversations.history({ channel, oldest: ts, inclusive: true })).messages ?? [];
    expect(top.map((one) => one.text)).toEqual(['two', 'parent']);
    const link = await app.web.chat.getPermalink({ channel, message_ts: replies[1]?.ts ?? '' });
    expect(link.permalink).toBe(
      `https://acme.slack.com/archives/${channel}/p${replies[1]?.ts?.replace('.', '') ?? ''}?thread_ts=${ts}&cid=${channel}`,
    );
  });

  test('chat.delete takes a message away', async () => {
    const { ts = '' } = await app.web.chat.postMessage({ channel, text: 'mistake' });
    expect(await app.web.chat.delete({ channel, ts })).toMatchObject({ ok: true, channel, ts });
    expect((await app.client.person('maria').channel('#team')).map((one) => one.text)).not.toContain('mistake');
  });

  test('a scheduled message is posted when it is due; one with metadata never', async () => {
    const post_at = Math.floor(Date.now() / 1000) + 2;
    await app.web.chat.scheduleMessage({ channel, text: 'never', post_at, metadata: release('1') });
    const scheduled = await app.web.chat.scheduleMessage({ channel, text: 'due', post_at });
    expect(scheduled.scheduled_message_id).toMatch(/^Q/);
    await app.client.person('maria').sees('#team', 'due', { within: 15_000 });
    expect((await app.client.person('maria').channel('#team')).map((one) => one.text)).not.toContain('never');
  });
});

describe('lists', () => {
  test('pages of a history meet without gap', async () => {
    await using own = await bare();
    for (const text of ['1', '2', '3', '4', '5']) await own.web.chat.postMessage({ channel, text });
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await own.web.conversations.history({
        channel,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(page.messages?.map((one) => one.text));
      expect(page.has_more).toBe(page.response_metadata?.next_cursor !== undefined);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([['5', '4'], ['3', '2'], ['1']]);
  });

  test('channels: public ones, and those private ones that the app is in', async () => {
    const { channels = [] } = await app.web.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
    });
    expect(channels.map((one) => [one.name, one.is_member, one.is_private])).toEqual([
      ['dev', true, false],
      ['open', false, false],
      ['team', true, true],
    ]);
    expect((await app.web.conversations.info({ channel: 'C0OLD' })).channel).toMatchObject({
      is_archived: true,
      name: 'old',
    });
    expect((await app.web.conversations.members({ channel: 'C0DEV' })).members).toEqual([
      'U0MARIA',
      'U0KENJI',
      'U0OUT',
      'U0SLIPWAY',
    ]);
    expect((await app.web.conversations.join({ channel: 'C0DEV' })).warning).toBe('already_in_channel');
  });

  test('people: of this workspace, with the bot; guests, admins, deactivated ones and outsiders are marked', async () => {
    const { members = [] } = await app.web.users.list({});
    expect(members.map((one) => one.name)).toEqual(['maria', 'kenji', 'lea', 'gone', 'otherbot', 'slipway']);
    const person = async (user: string) => (await app.web.users.info({ user })).user;
    expect(await person('U0MARIA')).toMatchObject({
      is_admin: true,
      is_restricted: false,
      tz: 'Europe/Rome',
      team_id: 'T0ACME',
    });
    expect(await person('U0LEA')).toMatchObject({ is_restricted: true });
    expect(await person('U0GONE')).toMatchObject({ deleted: true });
    expect(await person('U0OUT')).toMatchObject({ team_id: 'T0OTHER', is_stranger: true });
    expect(await person('U0SLIPWAY')).toMatchObject({ is_bot: true, profile: { bot_id: 'B0SLIPWAY' } });
    expect((await app.web.users.lookupByEmail({ email: 'kenji@acme.example' })).user?.id).toBe('U0KENJI');
  });

  test('user groups, with their people when asked', async () => {
    const [plain] = (await app.web.usergroups.list({})).usergroups ?? [];
    expect(plain).toMatchObject({ id: 'S0LEADS', handle: 'leads', user_count: 1 });
    expect(plain?.users).toBeUndefined();
    expect((await app.web.usergroups.list({ include_users: true })).usergroups?.[0]?.users).toEqual(['U0MARIA']);
    expect((await app.web.usergroups.users.list({ usergroup: 'S0LEADS' })).users).toEqual(['U0MARIA']);
  });

  test('who the app is', async () => {
    expect(await app.web.auth.test()).toMatchObject({
      user_id: 'U0SLIPWAY',
      bot_id: 'B0SLIPWAY',
      team_id: 'T0ACME',
      team: 'Acme',
    });
    expect((await app.web.bots.info({ bot: 'B0SLIPWAY' })).bot).toMatchObject({
      user_id: 'U0SLIPWAY',
      app_id: 'A0SLIPWAY',
    });
    expect(await app.call('api.test', { foo: 'bar' })).toMatchObject({ ok: true, args: { foo: 'bar' } });
  });
});

describe('files', () => {
  test('an upload in its three steps, by Slack’s own client', async () => {
    const content = Buffer.from('evidence');
    await app.web.filesUploadV2({
      channel_id: channel,
      filename: 'evidence.txt',
      file: content,
      title: 'Evidence',
      initial_comment: 'Here',
    });
    const message = (await app.client.person('maria').channel('#team')).at(-1);
    expect(message).toMatchObject({ files: ['Evidence'], rendered: 'Here\n[file: Evidence]' });
  });

  test('an upload must have the size that was announced; content is for the bot token', async () => {
    const ticket = await app.web.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
    const upload = (body: string) => fetch(ticket.upload_url ?? '', { method: 'POST', body });
    expect((await upload('four')).status).toBe(400);
    expect((await upload('abc')).status).toBe(200);
    const done = await app.web.files.completeUploadExternal({ files: [{ id: ticket.file_id ?? '' }] });
    const { file } = await app.web.files.info({ file: done.files?.[0]?.id ?? '' });
    expect(file).toMatchObject({ name: 'a.txt', size: 3, filetype: 'txt' });
    const url = file?.url_private ?? '';
    const stranger = await fetch(url, { redirect: 'manual' });
    expect(stranger.status).toBe(302); // to the sign-in page
    expect(stranger.headers.get('location')).toMatch(/^https:\/\/\w+\.slack\.com\/\?redir=/);
    expect(await (await fetch(url, { headers: { authorization: `Bearer ${app.slack.botToken}` } })).text()).toBe('abc');
  });
});
