import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bare, bare, record } from './bare-app.ts';
import { home, long, plain, section } from './payload-parts.ts';

let app: Bare;
let ours = '';
let theirs = '';
let reply = '';
let whispered = '';
beforeAll(async () => {
  app = await bare();
  const post = async (args: Record<string, unknown>) =>
    String((await app.call('chat.postMessage', { channel: 'C0DEV', text: 'x', ...args }))['ts']);
  ours = await post({});
  reply = await post({ thread_ts: ours });
  theirs = (await app.client.person('maria').types('#dev', 'hello')).ts ?? '';
  const ephemeral = await app.call('chat.postEphemeral', { channel: 'C0DEV', user: 'U0MARIA', text: 'x' });
  whispered = String(ephemeral['message_ts']);
});
afterAll(() => app[Symbol.asyncDispose]());

const now = Math.floor(Date.now() / 1000);
const day = 24 * 60 * 60;
const at = { channel: 'C0DEV' };
const view = home([section(plain('x'))]);

/** Every refusal of a method that an app can run into: the call, Slack's error. */
const refusals: readonly (readonly [
  method: string,
  why: string,
  args: () => Record<string, unknown>,
  error: string,
])[] = [
  ['nothing.here', 'no such method', () => ({}), 'unknown_method'],
  ['toString', 'no such method either', () => ({}), 'unknown_method'],
  ['chat.postMessage', 'no channel', () => ({ text: 'x' }), 'invalid_arguments'],
  ['chat.postMessage', 'an unknown channel', () => ({ channel: 'C0NOPE', text: 'x' }), 'channel_not_found'],
  ['chat.postMessage', 'a channel by name', () => ({ channel: '#dev', text: 'x' }), 'channel_not_found'],
  ['chat.postMessage', 'a public channel it is not in', () => ({ channel: 'C0OPEN', text: 'x' }), 'not_in_channel'],
  [
    'chat.postMessage',
    'a private channel it is not in',
    () => ({ channel: 'C0SECRET', text: 'x' }),
    'channel_not_found',
  ],
  ['chat.postMessage', 'an archived channel', () => ({ channel: 'C0OLD', text: 'x' }), 'is_archived'],
  ['chat.postMessage', 'a deactivated person', () => ({ channel: 'U0GONE', text: 'x' }), 'channel_not_found'],
  ['chat.postMessage', 'another bot', () => ({ channel: 'U0OTHERBOT', text: 'x' }), 'cannot_dm_bot'],
  ['chat.postMessage', 'no text', () => at, 'no_text'],
  ['chat.postMessage', 'blank text', () => ({ ...at, text: ' ' }), 'no_text'],
  ['chat.postMessage', 'text over 40,000', () => ({ ...at, text: long(40_001) }), 'msg_too_long'],
  [
    'chat.postMessage',
    'a thread that is not there',
    () => ({ ...at, text: 'x', thread_ts: '1700000000.000001' }),
    'thread_not_found',
  ],
  [
    'chat.postMessage',
    'a thread of a reply',
    () => ({ ...at, text: 'x', thread_ts: reply }),
    'cannot_reply_to_message',
  ],
  [
    'chat.postMessage',
    'a thread that is no timestamp',
    () => ({ ...at, text: 'x', thread_ts: 'soon' }),
    'invalid_thread_ts',
  ],
  [
    'chat.postMessage',
    'metadata without its fields',
    () => ({ ...at, text: 'x', metadata: { event_type: 'x' } }),
    'invalid_metadata_format',
  ],
  [
    'chat.postMessage',
    'metadata that is no JSON',
    () => ({ ...at, text: 'x', metadata: '{' }),
    'invalid_metadata_format',
  ],
  [
    'chat.postMessage',
    'large metadata',
    () => ({ ...at, text: 'x', metadata: { event_type: 'x', event_payload: { a: long(17_000) } } }),
    'metadata_too_large',
  ],
  [
    'chat.postMessage',
    'attachments',
    () => ({ ...at, text: 'x', attachments: [{ text: 'x' }] }),
    'invalid_attachments',
  ],
  [
    'chat.postMessage',
    'markdown_text beside text',
    () => ({ ...at, text: 'x', markdown_text: 'x' }),
    'markdown_text_conflict',
  ],
  ['chat.update', 'an unknown message', () => ({ ...at, ts: '1.1', text: 'x' }), 'message_not_found'],
  ['chat.update', "a person's message", () => ({ ...at, ts: theirs, text: 'x' }), 'cant_update_message'],
  ['chat.update', 'an ephemeral message', () => ({ ...at, ts: whispered, text: 'x' }), 'message_not_found'],
  ['chat.update', 'text over 4,000', () => ({ ...at, ts: ours, text: long(4001) }), 'msg_too_long'],
  ['chat.update', 'nothing', () => ({ ...at, ts: ours }), 'no_text'],
  ['chat.update', 'an archived channel', () => ({ channel: 'C0OLD', ts: ours, text: 'x' }), 'is_inactive'],
  ['chat.delete', "a person's message", () => ({ ...at, ts: theirs }), 'cant_delete_message'],
  ['chat.delete', 'an unknown message', () => ({ ...at, ts: '1.1' }), 'message_not_found'],
  [
    'chat.postEphemeral',
    'somebody outside the channel',
    () => ({ ...at, user: 'U0LEA', text: 'x' }),
    'user_not_in_channel',
  ],
  ['chat.postEphemeral', 'nobody', () => ({ ...at, user: 'U0NOPE', text: 'x' }), 'user_not_found'],
  ['chat.getPermalink', 'an unknown message', () => ({ ...at, message_ts: '1.1' }), 'message_not_found'],
  ['chat.scheduleMessage', 'the past', () => ({ ...at, text: 'x', post_at: now - 10 }), 'time_in_past'],
  [
    'chat.scheduleMessage',
    'over 120 days',
    () => ({ ...at, text: 'x', post_at: now + 120 * day + 60 }),
    'time_too_far',
  ],
  ['conversations.info', 'a private channel it is not in', () => ({ channel: 'C0SECRET' }), 'channel_not_found'],
  ['conversations.list', 'an unknown type', () => ({ types: 'rooms' }), 'invalid_types'],
  ['conversations.list', 'a large page', () => ({ limit: 1000 }), 'invalid_limit'],
  ['conversations.list', 'a made-up cursor', () => ({ cursor: 'x' }), 'invalid_cursor'],
  ['conversations.history', 'a channel it is not in', () => ({ channel: 'C0OPEN' }), 'not_in_channel'],
  ['conversations.history', 'a wrong oldest', () => ({ ...at, oldest: 'yesterday' }), 'invalid_ts_oldest'],
  ['conversations.replies', 'an unknown thread', () => ({ ...at, ts: '1.1' }), 'thread_not_found'],
  ['conversations.join', 'a private channel', () => ({ channel: 'C0TEAM' }), 'method_not_supported_for_channel_type'],
  ['conversations.join', 'an archived channel', () => ({ channel: 'C0OLD' }), 'is_archived'],
  ['conversations.open', 'nobody', () => ({}), 'users_list_not_supplied'],
  ['conversations.open', 'a deactivated person', () => ({ users: 'U0GONE' }), 'user_disabled'],
  ['conversations.setTopic', 'a long topic', () => ({ ...at, topic: long(251) }), 'too_long'],
  ['users.info', 'nobody', () => ({ user: 'U0NOPE' }), 'user_not_found'],
  ['users.lookupByEmail', 'nobody', () => ({ email: 'no@e.com' }), 'users_not_found'],
  ['bots.info', 'another bot', () => ({ bot: 'B0NOPE' }), 'bot_not_found'],
  ['usergroups.users.list', 'no group', () => ({ usergroup: 'S0NOPE' }), 'no_such_subteam'],
  ['views.publish', 'nobody', () => ({ user_id: 'U0NOPE', view }), 'invalid_arguments'],
  ['views.publish', 'a hash that is not there', () => ({ user_id: 'U0MARIA', view, hash: '1.x' }), 'hash_conflict'],
  ['files.info', 'no file', () => ({ file: 'F0NOPE' }), 'file_not_found'],
  ['files.getUploadURLExternal', 'an empty file', () => ({ filename: 'a', length: 0 }), 'invalid_arguments'],
  [
    'files.completeUploadExternal',
    'a file that was not uploaded',
    () => ({ files: [{ id: 'F0NOPE' }] }),
    'file_not_found',
  ],
];

describe('refusals of the Web API', () => {
  test.each(refusals)('%s: %s', async (method, _why, args, error) => {
    expect(await app.call(method, args())).toMatchObject({ ok: false, error });
    expect((await app.client.refusals()).at(-1)).toMatchObject({ where: method, error });
    expect((await app.client.calls()).at(-1)).toMatchObject({ method, error, status: 200 });
  });

  test('30 scheduled messages per 5 minutes and channel', async () => {
    const schedule = (post_at: number) => app.call('chat.scheduleMessage', { ...at, text: 'x', post_at });
    for (let count = 0; count < 30; count += 1) expect((await schedule(now + 1000 + count)).ok).toBe(true);
    expect((await schedule(now + 1030)).error).toBe('restricted_too_many');
    expect((await schedule(now + 2000)).ok).toBe(true);
  });

  test('tokens', async () => {
    const error = async (headers: Record<string, string>) =>
      record(await (await fetch(`${app.slack.apiUrl}auth.test`, { method: 'POST', headers })).json())['error'];
    expect(await error({})).toBe('not_authed');
    expect(await error({ authorization: 'Bearer xoxb-other' })).toBe('invalid_auth');
    expect(await error({ authorization: `Bearer ${app.slack.appToken}` })).toBe('not_allowed_token_type');
    expect(await error({ authorization: `Bearer ${app.slack.botToken}` })).toBeUndefined();
  });

  test('user groups need a paid plan', async () => {
    const world = {
      team: { id: 'T0FREE', domain: 'free', name: 'Free', plan: 'free' as const },
      people: [],
      channels: [],
    };
    await using free = await bare({ world });
    expect((await free.call('usergroups.list', {})).error).toBe('plan_upgrade_required');
  });

  test('a Web API client of Slack meets them as its platform errors', async () => {
    const web = new WebClient(app.slack.botToken, { slackApiUrl: app.slack.apiUrl });
    await expect(web.chat.postMessage({ channel: 'C0OPEN', text: 'x' })).rejects.toMatchObject({
      code: 'slack_webapi_platform_error',
      data: { ok: false, error: 'not_in_channel' },
    });
  });
});
