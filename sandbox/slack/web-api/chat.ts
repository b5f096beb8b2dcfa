import { channelById, directMessages, joinedChannel } from '../state/channels.ts';
import type { Channel, Message } from '../state/entities.ts';
import { edit, messageAt, messageJson, post, remove } from '../state/messages.ts';
import { personById } from '../state/people.ts';
import { SlackError } from '../state/slack-error.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Arguments } from './arguments.ts';
import { readContent, readMetadata } from './message-content.ts';
import type { Method } from './method.ts';

const longestPost = 40_000;
const longestUpdate = 4_000;
const scopes = ['chat:write'];

/** Where a post goes: a conversation's id, or a person's id for their direct messages. */
export function destination(workspace: Workspace, id: string): Channel {
  if (/^[UW]/.test(id)) {
    const person = workspace.people.get(id);
    if (person === undefined || person.deleted) throw new SlackError('channel_not_found');
    if (person.isBot) throw new SlackError('cannot_dm_bot');
    if (!workspace.app.messagesTab) throw new SlackError('messages_tab_disabled');
    return directMessages(workspace, person);
  }
  const channel = channelById(workspace, id);
  const anywhere = workspace.app.scopes?.has('chat:write.public') === true && channel.kind === 'public';
  if (!anywhere && !channel.members.has(workspace.bot.userId)) throw new SlackError('not_in_channel');
  if (channel.archived) throw new SlackError('is_archived');
  if (channel.kind === 'im' && !workspace.app.messagesTab) throw new SlackError('messages_tab_disabled');
  return channel;
}

/** The thread that a post names: its parent must be there and be no reply itself. */
export function threadOf(workspace: Workspace, channel: Channel, args: Arguments): string | undefined {
  const ts = args.optional('thread_ts');
  if (ts === undefined || ts === '') return undefined;
  if (!/^\d{10}\.\d{6}$/.test(ts)) throw new SlackError('invalid_thread_ts');
  let parent: Message;
  try {
    parent = messageAt(workspace, channel.id, ts);
  } catch (error) {
    if (error instanceof SlackError) throw new SlackError('thread_not_found');
    throw error;
  }
  if (parent.threadTs !== undefined) throw new SlackError('cannot_reply_to_message');
  return ts;
}

/** The app's own message; Slack's `cant_update_message` or `cant_delete_message` for anybody else's. */
function own(workspace: Workspace, args: Arguments, refusal: string): Message {
  const channel = channelById(workspace, args.text('channel'));
  if (channel.archived) throw new SlackError('is_inactive');
  const message = messageAt(workspace, channel.id, args.text('ts'));
  if (!message.fromBot) throw new SlackError(refusal);
  return message;
}

const postMessage: Method = {
  scopes,
  tier: 'post',
  run: (workspace, args) => {
    const channel = destination(workspace, args.text('channel'));
    const content = readContent(workspace, args, longestPost);
    const message = post(workspace, {
      channel,
      user: workspace.bot.userId,
      ...content,
      metadata: readMetadata(args),
      threadTs: threadOf(workspace, channel, args),
      broadcast: args.flag('reply_broadcast'),
    });
    return { channel: channel.id, ts: message.ts, message: messageJson(workspace, message, true) };
  },
};

const update: Method = {
  scopes,
  tier: 3,
  run: (workspace, args) => {
    const message = own(workspace, args, 'cant_update_message');
    const content = readContent(workspace, args, longestUpdate);
    edit(workspace, message, { ...content, ...(args.has('metadata') ? { metadata: readMetadata(args) } : {}) });
    return { channel: message.channel, ts: message.ts, text: message.text, message: updated(workspace, message) };
  },
};

/** The message in chat.update's answer says nothing of its place: no ts, no thread. */
function updated(workspace: Workspace, message: Message): Record<string, unknown> {
  const json = messageJson(workspace, { ...message, threadTs: undefined }, true);
  const placed = /^(ts|thread_ts|reply_|latest_reply|is_locked|subscribed)/;
  return Object.fromEntries(Object.entries(json).filter(([key]) => !placed.test(key)));
}

const deleteMessage: Method = {
  scopes,
  tier: 3,
  run: (workspace, args) => {
    const message = own(workspace, args, 'cant_delete_message');
    remove(workspace, message);
    return { channel: message.channel, ts: message.ts };
  },
};

const postEphemeral: Method = {
  scopes,
  tier: 4,
  run: (workspace, args) => {
    const channel = joinedChannel(workspace, args.text('channel'));
    if (channel.archived) throw new SlackError('is_archived');
    const person = personById(workspace, args.text('user'));
    if (!channel.members.has(person.id) || person.deleted) throw new SlackError('user_not_in_channel');
    const message = post(workspace, {
      channel,
      user: workspace.bot.userId,
      ...readContent(workspace, args, longestPost),
      threadTs: threadOf(workspace, channel, args),
      ephemeralTo: person.id,
    });
    return { message_ts: message.ts };
  },
};

const getPermalink: Method = {
  scopes: [],
  tier: 'ample',
  run: (workspace, args) => {
    const channel = channelById(workspace, args.text('channel'));
    const message = messageAt(workspace, channel.id, args.text('message_ts'));
    const base = `https://${workspace.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return { channel: channel.id, permalink: `${base}${thread}` };
  },
};

/** chat.* but scheduled messages. */
export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': deleteMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
} satisfies Record<string, Method>;
