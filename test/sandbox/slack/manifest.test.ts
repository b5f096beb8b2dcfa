import { describe, expect, test } from 'vitest';
import { type Bare, bare, record } from './bare-app.ts';
import { home, input, modal, plain, section, times } from './payload-parts.ts';

interface Declared {
  readonly scopes?: readonly string[];
  readonly events?: readonly string[];
  readonly features?: Record<string, unknown>;
  readonly settings?: Record<string, unknown>;
}

const any = { name: 'Any', type: 'global', callback_id: 'any', description: 'x' };
const command = (name: string, more = {}) => ({ command: name, description: 'x', ...more });

function manifest({ scopes = [], events = [], features = {}, settings = {} }: Declared) {
  return {
    display_information: { name: 'Slipway' },
    oauth_config: { scopes: { bot: scopes } },
    features: { shortcuts: [any], ...features },
    settings: { event_subscriptions: { bot_events: events }, interactivity: { is_enabled: true }, ...settings },
  };
}

const started = (declared: Declared): Promise<Bare> => bare({ manifest: manifest(declared) });
const eventTypes = (app: Bare) =>
  app.received.flatMap(({ payload }) => (payload['event'] === undefined ? [] : [record(payload['event'])['type']]));

/** Each method with a scope that opens it and what it is called with. */
const scoped: readonly (readonly [method: string, scope: string, args: Record<string, unknown>])[] = [
  ['chat.postMessage', 'chat:write', { channel: 'C0DEV', text: 'x' }],
  ['chat.postEphemeral', 'chat:write', { channel: 'C0DEV', user: 'U0MARIA', text: 'x' }],
  ['chat.scheduleMessage', 'chat:write', { channel: 'C0DEV', text: 'x', post_at: 4_000_000_000 }],
  ['conversations.info', 'channels:read', { channel: 'C0DEV' }],
  ['conversations.info', 'groups:read', { channel: 'C0TEAM' }],
  ['conversations.list', 'channels:read', {}],
  ['conversations.members', 'groups:read', { channel: 'C0TEAM' }],
  ['conversations.history', 'channels:history', { channel: 'C0DEV' }],
  ['conversations.history', 'groups:history', { channel: 'C0TEAM' }],
  ['conversations.join', 'channels:join', { channel: 'C0DEV' }],
  ['conversations.open', 'im:write', { users: 'U0MARIA' }],
  ['users.info', 'users:read', { user: 'U0MARIA' }],
  ['users.list', 'users:read', {}],
  ['users.lookupByEmail', 'users:read.email', { email: 'maria@acme.example' }],
  ['bots.info', 'users:read', {}],
  ['usergroups.list', 'usergroups:read', {}],
  ['usergroups.users.list', 'usergroups:read', { usergroup: 'S0LEADS' }],
  ['files.getUploadURLExternal', 'files:write', { filename: 'a', length: 1 }],
];

describe('scopes', () => {
  test.each(scoped)('%s needs %s', async (method, scope, args) => {
    await using without = await started({ scopes: ['pins:read'] });
    const refused = await without.call(method, args);
    expect(refused).toMatchObject({ ok: false, error: 'missing_scope', provided: 'pins:read' });
    expect(refused['needed']).toContain(scope);
    await using granted = await started({ scopes: [scope] });
    expect((await granted.call(method, args)).error).not.toBe('missing_scope');
  });

  test('a private channel needs the scope of private channels', async () => {
    await using app = await started({ scopes: ['channels:history', 'channels:read'] });
    expect(await app.call('conversations.history', { channel: 'C0TEAM' })).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:history',
    });
    expect(await app.call('conversations.list', { types: 'private_channel' })).toMatchObject({ needed: 'groups:read' });
  });

  test('an email is shown only with users:read.email', async () => {
    await using app = await started({ scopes: ['users:read'] });
    const { user } = await app.call('users.info', { user: 'U0MARIA' });
    expect(record(record(user)['profile'])['email']).toBeUndefined();
  });

  test('chat:write.public posts to public channels that the app is not in', async () => {
    await using app = await started({ scopes: ['chat:write', 'chat:write.public'] });
    expect((await app.call('chat.postMessage', { channel: 'C0OPEN', text: 'x' })).ok).toBe(true);
    expect((await app.call('chat.postMessage', { channel: 'C0SECRET', text: 'x' })).error).toBe('channel_not_found');
  });

  test('a file_input needs files:read', async () => {
    const view = modal([input({ type: 'file_input' })]);
    await using app = await started({ scopes: ['chat:write'] });
    const refused = await app.call('views.open', { trigger_id: await app.trigger(), view });
    expect(refused).toMatchObject({ error: 'missing_scope', needed: 'files:read' });
  });
});

describe('what is not declared does not happen', () => {
  test('commands', async () => {
    await using app = await started({ features: { slash_commands: [command('/release')] } });
    const maria = app.client.person('maria');
    expect((await maria.types('#dev', '/release')).ok).toBe(true);
    expect((await maria.types('#dev', '/deploy')).error).toBe('/deploy is not a valid command.');
    expect((await app.client.person('outsider').types('#dev', '/release')).error).toBe(
      '/release is not a valid command.',
    );
    const { ts } = await maria.types('#dev', 'x');
    expect((await maria.types('#dev', '/release', { thread: ts ?? '' })).error).toBe(
      '/release is not supported in threads. Sorry!',
    );
  });

  test('should_escape turns names into ids', async () => {
    const slash_commands = [command('/raw'), command('/safe', { should_escape: true })];
    await using app = await started({ features: { slash_commands } });
    const maria = app.client.person('maria');
    await maria.types('#dev', '/raw @kenji <b> #dev');
    await maria.types('#dev', '/safe @kenji <b> #dev');
    expect(app.received.map(({ payload }) => payload['text'])).toEqual([
      '@kenji <b> #dev',
      '<@U0KENJI|kenji> &lt;b&gt; <#C0DEV|dev>',
    ]);
  });

  test('events: subscribed and with their scope', async () => {
    const events = ['app_mention', 'message.groups', 'app_home_opened'];
    await using app = await started({
      events,
      scopes: ['app_mentions:read', 'channels:history'],
      features: { app_home: { home_tab_enabled: true } },
    });
    const maria = app.client.person('maria');
    await maria.types('#dev', '@slipway hello');
    await maria.types('#team', 'hello');
    await maria.opens('home');
    await app.client.change({ change: 'deactivate', person: 'kenji' });
    await app.client.idle();
    expect(eventTypes(app).sort()).toEqual(['app_home_opened', 'app_mention']);
  });

  test('the Home tab and the messages tab', async () => {
    await using app = await started({ scopes: ['chat:write'] });
    const view = home([section(plain('x'))]);
    expect((await app.call('views.publish', { user_id: 'U0MARIA', view })).error).toBe('not_enabled');
    expect((await app.call('chat.postMessage', { channel: 'U0MARIA', text: 'x' })).error).toBe('messages_tab_disabled');
    await expect(app.client.person('maria').opens('home')).rejects.toThrow('the app has no Home tab');
    const tab = { messages_tab_enabled: true, messages_tab_read_only_enabled: true };
    await using readOnly = await started({ scopes: ['chat:write'], features: { app_home: tab } });
    expect((await readOnly.call('chat.postMessage', { channel: 'U0MARIA', text: 'x' })).ok).toBe(true);
    for (const text of ['hi', '/release help'])
      expect(await readOnly.client.person('maria').types('dm', text)).toMatchObject({
        ok: false,
        error: 'Sending messages to this app has been turned off.',
      });
  });

  test('interactivity, shortcuts, Socket Mode', async () => {
    await using app = await started({ scopes: ['chat:write'], settings: { interactivity: { is_enabled: false } } });
    expect(await app.client.person('maria').shortcut('any')).toEqual({ ok: false, error: 'interactivity_not_enabled' });
    await expect(app.client.person('maria').shortcut('other')).rejects.toThrow('the app has no global shortcut other');
    const headers = { authorization: `Bearer ${app.slack.appToken}` };
    const opened = await fetch(`${app.slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
    expect(record(await opened.json())['error']).toBe('socket_mode_not_enabled');
  });
});

describe('the limits of a manifest', () => {
  test.each([
    ['50 commands', (n: number) => ({ slash_commands: times(n, (index) => command(`/c${index}`)) }), 50],
    ['32 characters a command', (n: number) => ({ slash_commands: [command(`/${'c'.repeat(n - 1)}`)] }), 32],
    ['10 shortcuts', (n: number) => ({ shortcuts: times(n, (index) => ({ ...any, callback_id: `${index}` })) }), 10],
    ['24 characters a shortcut', (n: number) => ({ shortcuts: [{ ...any, name: 'x'.repeat(n) }] }), 24],
  ])('%s', async (_what, features, most) => {
    await using app = await started({ features: features(most) });
    expect(app.slack.url).toContain('127.0.0.1');
    await expect(started({ features: features(most + 1) })).rejects.toThrow('Too big');
  });
});
