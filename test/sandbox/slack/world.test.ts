import { describe, expect, test } from 'vitest';
import type { WorldChange } from '../../../sandbox/slack/control/world-changes.ts';
import { type Bare, bare, record } from './bare-app.ts';
import { smallWorld } from './small-world.ts';

const eventsOf = (app: Bare) =>
  app.received.flatMap(({ payload }) => (payload['event'] === undefined ? [] : [record(payload['event'])]));

const changes: readonly (readonly [change: WorldChange, events: readonly Record<string, unknown>[]])[] = [
  [{ change: 'deactivate', person: 'kenji' }, [{ type: 'user_change', user: { id: 'U0KENJI', deleted: true } }]],
  [{ change: 'reactivate', person: 'gone' }, [{ type: 'user_change', user: { id: 'U0GONE', deleted: false } }]],
  [{ change: 'make-guest', person: 'kenji' }, [{ type: 'user_change', user: { id: 'U0KENJI', is_restricted: true } }]],
  [{ change: 'make-admin', person: 'kenji' }, [{ type: 'user_change', user: { id: 'U0KENJI', is_admin: true } }]],
  [
    { change: 'set-group', group: '@leads', members: ['kenji'] },
    [
      { type: 'subteam_updated', subteam: { id: 'S0LEADS', users: ['U0KENJI'] } },
      {
        type: 'subteam_members_changed',
        subteam_id: 'S0LEADS',
        added_users: ['U0KENJI'],
        added_users_count: 1,
        removed_users: ['U0MARIA'],
        removed_users_count: 1,
      },
    ],
  ],
  [{ change: 'set-group', group: 'leads', members: ['maria'] }, []],
  [
    { change: 'join', channel: '#dev', person: 'lea' },
    [{ type: 'member_joined_channel', user: 'U0LEA', channel: 'C0DEV', channel_type: 'C' }],
  ],
  [
    { change: 'leave', channel: '#team', person: 'kenji' },
    [{ type: 'member_left_channel', user: 'U0KENJI', channel: 'C0TEAM', channel_type: 'G' }],
  ],
  [{ change: 'join', channel: '#secret', person: 'lea' }, []],
  [{ change: 'archive', channel: '#dev' }, [{ type: 'channel_archive', channel: 'C0DEV' }]],
  [{ change: 'archive', channel: '#team' }, [{ type: 'group_archive', channel: 'C0TEAM' }]],
  [{ change: 'unarchive', channel: '#dev' }, [{ type: 'channel_unarchive', channel: 'C0DEV' }]],
  [
    { change: 'rename', channel: '#dev', name: 'devs' },
    [{ type: 'channel_rename', channel: { id: 'C0DEV', name: 'devs' } }],
  ],
  [{ change: 'remove-bot', channel: '#dev' }, [{ type: 'channel_left', channel: 'C0DEV' }]],
  [
    { change: 'invite-bot', channel: '#open' },
    [{ type: 'member_joined_channel', user: 'U0SLIPWAY', channel: 'C0OPEN' }],
  ],
];

describe('what happens to the workspace', () => {
  test.each(changes)('%o', async (change, events) => {
    await using app = await bare();
    await app.client.change(change);
    await app.client.idle();
    expect(eventsOf(app)).toHaveLength(events.length);
    for (const event of events) expect(eventsOf(app)).toContainEqual(expect.objectContaining(matching(event)));
  });

  function matching(event: Record<string, unknown>): Record<string, unknown> {
    const nested = (value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? expect.objectContaining({ ...value })
        : value;
    return Object.fromEntries(Object.entries(event).map(([key, value]) => [key, nested(value)]));
  }

  test('a deactivated person does nothing any more', async () => {
    await using app = await bare();
    await app.client.change({ change: 'deactivate', person: 'maria' });
    await expect(app.client.person('maria').types('#dev', 'x')).rejects.toThrow('maria is deactivated');
    await expect(app.client.person('maria').shortcut('any')).rejects.toThrow('maria is deactivated');
  });

  test('an app that was removed hears nothing and cannot write', async () => {
    await using app = await bare();
    await app.client.change({ change: 'remove-bot', channel: '#dev' });
    await app.client.idle();
    const heard = app.received.length;
    await app.client.person('maria').types('#dev', '@slipway there?');
    await app.client.idle();
    expect(app.received.length).toBe(heard);
    expect((await app.call('chat.postMessage', { channel: 'C0DEV', text: 'x' })).error).toBe('not_in_channel');
  });

  test('edits and deletions of messages are events too', async () => {
    await using app = await bare();
    const { ts } = await app.call('chat.postMessage', { channel: 'C0DEV', text: 'x' });
    await app.call('chat.update', { channel: 'C0DEV', ts, text: 'y' });
    await app.call('chat.delete', { channel: 'C0DEV', ts });
    await app.client.idle();
    const about = eventsOf(app)
      .map((event) => event['subtype'])
      .sort();
    expect(about).toEqual(['message_changed', 'message_deleted', undefined]);
  });

  test.each([
    [
      'a member that nobody is',
      { ...smallWorld, channels: [{ id: 'C0X', name: 'x', members: ['nobody'] }] },
      'no person is called nobody',
    ],
    ['a wrong id', { ...smallWorld, channels: [{ id: 'X', name: 'x' }] }, 'Invalid string'],
    ['an unknown field', { ...smallWorld, rooms: [] }, 'Unrecognized key'],
  ])('a world with %s does not start', async (_what, world, message) => {
    await expect(bare({ world })).rejects.toThrow(message);
  });
});

describe('people', () => {
  test('do only what they could do', async () => {
    await using app = await bare();
    const kenji = app.client.person('kenji');
    await expect(kenji.types('#secret', 'x')).rejects.toThrow('kenji cannot see #secret');
    await expect(kenji.types('#open', 'x')).rejects.toThrow('kenji is not in #open');
    await expect(kenji.types('#nowhere', 'x')).rejects.toThrow('there is no channel #nowhere');
    await expect(app.client.person('maria').types('#old', 'x')).rejects.toThrow('#old is archived');
    await expect(app.client.person('nobody').dm()).rejects.toThrow('nobody is called nobody');
    await expect(kenji.submits()).rejects.toThrow('kenji has no modal open');
    await expect(kenji.fills({ Reason: 'x' })).rejects.toThrow('kenji sees no input "Reason"; there are: no inputs');
    await expect(kenji.clicks('Go', { in: 'home' })).rejects.toThrow("kenji's Home tab is empty");
  });

  test('wait for a condition, and are told what they saw instead', async () => {
    await using app = await bare();
    const maria = app.client.person('maria');
    await maria.types('#dev', 'something else');
    await expect(maria.sees('#dev', 'the release', { within: 20 })).rejects.toThrow(
      /in vain: maria sees the release in #dev\nseen instead:\nsomething else/,
    );
    await expect(maria.until('never', () => false, { within: 20 })).rejects.toThrow(
      /maria: never\nseen instead:\n#dev maria: something else/,
    );
    const waiting = maria.sees('#dev', /late\b/);
    await maria.types('#dev', 'late news');
    expect(await waiting).toBe('late news');
  });

  test('a page can wait for changes and look at everything', async () => {
    await using app = await bare();
    const before = (await app.client.overview()).changes;
    const waiting = app.client.changes(before);
    await app.client.person('maria').types('#dev', 'x');
    expect(await waiting).toBeGreaterThan(before);
    const { people, channels, groups, transport } = await app.client.overview();
    expect(people.map((one) => one.name)).toContain('maria');
    expect(channels.find((one) => one.id === 'C0TEAM')).toMatchObject({
      kind: 'private',
      members: ['maria', 'kenji', 'slipway'],
    });
    expect([groups[0]?.members, transport]).toEqual([['maria'], 'http']);
  });

  test('the control API is for this machine only', async () => {
    await using app = await bare();
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${app.slack.controlUrl}overview`, { headers: { host: 'evil.example' } }, (answer) =>
        resolve(answer.statusCode),
      );
      asked.on('error', reject).end();
    });
    expect(status).toBe(403);
    expect((await fetch(`${app.slack.controlUrl}nothing`)).status).toBe(409);
    expect((await fetch(`${app.slack.controlUrl}world`, { method: 'POST', body: '{"change":"explode"}' })).status).toBe(
      400,
    );
  });
});
