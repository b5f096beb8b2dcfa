import { channelById, channelJson, directMessages, joinedChannel } from '../state/channels.ts';
import type { Message } from '../state/entities.ts';
import { messageAt, messageJson, publicMessages, repliesTo } from '../state/messages.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Arguments } from './arguments.ts';
import { type Method, page, requireConversationScope, requireScope } from './method.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const kinds = { public_channel: 'public', private_channel: 'private', im: 'im' } as const;
const kindScopes = { public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read' } as const;
const isKind = (type: string): type is keyof typeof kinds => type in kinds;

const info: Method = {
  scopes: readScopes,
  tier: 3,
  run: (workspace, args) => {
    const channel = channelById(workspace, args.text('channel'));
    requireConversationScope(workspace, channel, 'read');
    return { channel: channelJson(workspace, channel, args.flag('include_num_members')) };
  },
};

const list: Method = {
  scopes: readScopes,
  tier: 2,
  run: (workspace, args) => {
    const asked = (args.optional('types') ?? 'public_channel').split(',').map((type) => type.trim());
    const wanted = asked
      .filter((type) => type !== 'mpim')
      .map((type) => {
        if (!isKind(type)) throw new SlackError('invalid_types');
        requireScope(workspace, kindScopes[type]);
        return kinds[type];
      });
    const unarchived = args.flag('exclude_archived');
    const found = [...workspace.channels.values()].filter(
      (channel) =>
        wanted.some((kind) => kind === channel.kind) &&
        (channel.kind === 'public' || channel.members.has(workspace.bot.userId)) &&
        !(unarchived && channel.archived),
    );
    const { items, next } = page(found, args, 100, 999);
    return {
      channels: items.map((one) => channelJson(workspace, one, true)),
      response_metadata: { next_cursor: next },
    };
  },
};

const members: Method = {
  scopes: readScopes,
  tier: 4,
  run: (workspace, args) => {
    const channel = channelById(workspace, args.text('channel'));
    requireConversationScope(workspace, channel, 'read');
    const { items, next } = page([...channel.members], args, 100, 1000);
    return { members: items, response_metadata: { next_cursor: next } };
  },
};

const stamp = /^\d+(\.\d{1,6})?$/;

function bound(args: Arguments, name: 'oldest' | 'latest'): number | undefined {
  const given = args.optional(name) ?? '';
  if (given === '') return undefined;
  if (!stamp.test(given)) throw new SlackError(`invalid_ts_${name}`);
  return Number(given);
}

function between(args: Arguments): (message: Message) => boolean {
  const oldest = bound(args, 'oldest');
  const latest = bound(args, 'latest');
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    if (inclusive && (at === oldest || at === latest)) return true;
    return at > (oldest ?? 0) && at < (latest ?? Number.POSITIVE_INFINITY);
  };
}

const listed = (workspace: Workspace, args: Arguments) => (message: Message) =>
  messageJson(workspace, message, args.flag('include_all_metadata'));

const history: Method = {
  scopes: historyScopes,
  tier: 3,
  run: (workspace, args) => {
    const channel = joinedChannel(workspace, args.text('channel'));
    requireConversationScope(workspace, channel, 'history');
    const top = publicMessages(workspace, channel.id).filter((one) => one.threadTs === undefined || one.broadcast);
    const found = top.filter(between(args)).reverse();
    const { items, next } = page(found, args, 100, 999);
    const messages = items.map(listed(workspace, args));
    return {
      messages,
      has_more: next !== '',
      pin_count: 0,
      ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
    };
  },
};

const replies: Method = {
  scopes: historyScopes,
  tier: 3,
  run: (workspace, args) => {
    const channel = joinedChannel(workspace, args.text('channel'));
    requireConversationScope(workspace, channel, 'history');
    const ts = args.text('ts');
    const named = publicMessages(workspace, channel.id).find((one) => one.ts === ts);
    if (named === undefined) throw new SlackError('thread_not_found');
    const parent = named.threadTs === undefined ? named : messageAt(workspace, channel.id, named.threadTs);
    const all = [parent, ...repliesTo(workspace, parent).filter(between(args))];
    const { items, next } = page(all, args, 999, 999);
    const messages = items.map(listed(workspace, args));
    return { messages, has_more: next !== '', ...(next === '' ? {} : { response_metadata: { next_cursor: next } }) };
  },
};

const join: Method = {
  scopes: ['channels:join'],
  tier: 3,
  run: (workspace, args) => {
    const channel = channelById(workspace, args.text('channel'));
    if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
    if (channel.archived) throw new SlackError('is_archived');
    const already = channel.members.has(workspace.bot.userId);
    channel.members.add(workspace.bot.userId);
    const warning = already
      ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
      : {};
    return { channel: channelJson(workspace, channel), ...warning };
  },
};

const open: Method = {
  scopes: ['im:write'],
  tier: 3,
  run: (workspace, args) => {
    const existing = args.optional('channel') ?? '';
    if (existing !== '') return { channel: { id: channelById(workspace, existing).id } };
    const users = (args.optional('users') ?? '').split(',').filter((id) => id !== '');
    const [user, ...others] = users;
    if (user === undefined) throw new SlackError('users_list_not_supplied');
    if (others.length > 0) throw new SlackError('missing_scope', [], { needed: 'mpim:write', provided: '' });
    const person = workspace.people.get(user);
    if (person === undefined) throw new SlackError('user_not_found');
    if (person.deleted) throw new SlackError('user_disabled');
    if (person.isBot) throw new SlackError('cannot_dm_bot');
    const channel = directMessages(workspace, person);
    return { channel: args.flag('return_im') ? channelJson(workspace, channel) : { id: channel.id } };
  },
};

const setTopic: Method = {
  scopes: ['channels:manage', 'channels:write.topic', 'groups:write', 'groups:write.topic'],
  tier: 2,
  run: (workspace, args) => {
    const channel = joinedChannel(workspace, args.text('channel'));
    if (channel.archived) throw new SlackError('is_archived');
    const topic = args.text('topic');
    if (topic.length > 250) throw new SlackError('too_long');
    channel.topic = topic;
    workspace.changes.changed();
    return { channel: channelJson(workspace, channel) };
  },
};

export const conversationMethods = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.join': join,
  'conversations.open': open,
  'conversations.setTopic': setTopic,
} satisfies Record<string, Method>;
