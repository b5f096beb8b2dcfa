import type { Block } from '../block-kit/blocks.ts';
import type { Channel, Message, Metadata } from './entities.ts';
import { botProfile } from './people.ts';
import { SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/** What a new message is made of. */
export interface Draft {
  readonly channel: Channel;
  readonly user: string;
  readonly text: string;
  readonly blocks?: Block[] | undefined;
  readonly metadata?: Metadata | undefined;
  readonly threadTs?: string | undefined;
  readonly ephemeralTo?: string | undefined;
  readonly broadcast?: boolean;
  readonly subtype?: string | undefined;
  readonly files?: readonly string[];
}

/** Puts a message into its channel and tells the app what it subscribed to. */
export function post(workspace: Workspace, draft: Draft): Message {
  const message: Message = {
    channel: draft.channel.id,
    ts: workspace.ids.ts(),
    user: draft.user,
    fromBot: draft.user === workspace.bot.userId,
    text: draft.text,
    blocks: draft.blocks === undefined || draft.blocks.length === 0 ? undefined : draft.blocks,
    metadata: draft.metadata,
    threadTs: draft.threadTs,
    edited: undefined,
    ephemeralTo: draft.ephemeralTo,
    broadcast: draft.broadcast ?? false,
    subtype: draft.subtype,
    files: draft.files ?? [],
    states: new Map(),
  };
  inChannel(workspace, draft.channel.id).push(message);
  workspace.changes.changed();
  if (message.ephemeralTo === undefined) announce(workspace, draft.channel, message);
  return message;
}

function inChannel(workspace: Workspace, channel: string): Message[] {
  const existing = workspace.messages.get(channel);
  if (existing !== undefined) return existing;
  const fresh: Message[] = [];
  workspace.messages.set(channel, fresh);
  return fresh;
}

/** The messages of a channel that everybody there sees, oldest first. */
export function publicMessages(workspace: Workspace, channel: string): Message[] {
  return inChannel(workspace, channel).filter((message) => message.ephemeralTo === undefined);
}

/** The messages of a channel that a person sees, their ephemerals among them, oldest first. */
export function seenBy(workspace: Workspace, channel: string, person: string): Message[] {
  return inChannel(workspace, channel).filter(({ ephemeralTo }) => ephemeralTo === undefined || ephemeralTo === person);
}

/** A message that the app named; ephemerals do not exist for the Web API. */
export function messageAt(workspace: Workspace, channel: string, ts: string): Message {
  const found = publicMessages(workspace, channel).find((message) => message.ts === ts);
  if (found === undefined) throw new SlackError('message_not_found');
  return found;
}

/** Any message, ephemerals among them. */
export function anyMessageAt(workspace: Workspace, channel: string, ts: string): Message | undefined {
  return inChannel(workspace, channel).find((message) => message.ts === ts);
}

/** Takes a message away; `quietly` when no event tells of it (ephemerals). */
export function remove(workspace: Workspace, message: Message): void {
  const all = inChannel(workspace, message.channel);
  all.splice(all.indexOf(message), 1);
  workspace.changes.changed();
  if (message.ephemeralTo === undefined) {
    const ts = workspace.ids.ts();
    tell(workspace, message.channel, {
      subtype: 'message_deleted',
      hidden: true,
      deleted_ts: message.ts,
      previous_message: messageJson(workspace, message),
      ts,
      event_ts: ts,
    });
  }
}

/** What an edit changes; what is left out stays. */
export interface Edit {
  readonly text: string;
  readonly blocks: Block[] | undefined;
  readonly metadata?: Metadata | undefined;
}

/** Replaces what a message says. What people chose in it so far stays with the inputs that stay. */
export function edit(workspace: Workspace, message: Message, change: Edit): void {
  const before = messageJson(workspace, message);
  message.text = change.text;
  message.blocks = change.blocks === undefined || change.blocks.length === 0 ? undefined : change.blocks;
  if ('metadata' in change) message.metadata = change.metadata;
  const ts = workspace.ids.ts();
  message.edited = { user: message.user, ts };
  workspace.changes.changed();
  if (message.ephemeralTo !== undefined) return;
  const now = messageJson(workspace, message);
  tell(workspace, message.channel, {
    subtype: 'message_changed',
    hidden: true,
    message: now,
    previous_message: before,
    ts,
    event_ts: ts,
  });
}

/** A message object as the Web API returns it; metadata only when asked for. */
export function messageJson(workspace: Workspace, message: Message, withMetadata = false): Record<string, unknown> {
  const { ts, user, text, blocks, metadata, threadTs, edited, fromBot, subtype, files } = message;
  const replies = threadTs === undefined ? repliesTo(workspace, message) : [];
  const { botId, appId } = workspace.bot;
  return {
    type: 'message',
    ...(subtype === undefined ? {} : { subtype }),
    user,
    text,
    ts,
    team: workspace.team.id,
    ...(fromBot ? { bot_id: botId, app_id: appId, bot_profile: botProfile(workspace) } : {}),
    ...(blocks === undefined ? {} : { blocks }),
    ...(edited === undefined ? {} : { edited }),
    ...(files.length === 0 ? {} : { files: files.map((id) => ({ id })) }),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs, parent_user_id: parentUser(workspace, message) }),
    ...(replies.length === 0 ? {} : threadSummary(message, replies)),
  };
}

function threadSummary(parent: Message, replies: readonly Message[]): Record<string, unknown> {
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: parent.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

/** The replies in a message's thread, oldest first. */
export function repliesTo(workspace: Workspace, parent: Message): Message[] {
  return publicMessages(workspace, parent.channel).filter((message) => message.threadTs === parent.ts);
}

function parentUser(workspace: Workspace, reply: Message): string | undefined {
  return inChannel(workspace, reply.channel).find((message) => message.ts === reply.threadTs)?.user;
}

const subscriptions = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
const channelTypes = { public: 'channel', private: 'group', im: 'im' } as const;

function tell(workspace: Workspace, channelId: string, event: Record<string, unknown>): void {
  const channel = workspace.channels.get(channelId);
  if (channel?.members.has(workspace.bot.userId) !== true) return;
  const channelType = channelTypes[channel.kind];
  workspace.emit(
    { type: 'message', channel: channelId, channel_type: channelType, ...event },
    subscriptions[channel.kind],
  );
}

function announce(workspace: Workspace, channel: Channel, message: Message): void {
  const { parent_user_id: parent, ...json } = messageJson(workspace, message, true);
  const author = workspace.people.get(message.user);
  const mine = message.fromBot ? {} : { client_msg_id: workspace.ids.word(36) };
  const foreign = author !== undefined && author.teamId !== workspace.team.id;
  const origin = foreign ? { user_team: author.teamId, source_team: author.teamId, team: author.teamId } : {};
  const event = { ...json, ...mine, ...origin, event_ts: message.ts };
  tell(workspace, channel.id, { ...event, ...(parent === undefined ? {} : { parent_user_id: parent }) });
  const mentioned = message.text.includes(`<@${workspace.bot.userId}>`);
  if (!message.fromBot && mentioned && channel.kind !== 'im' && channel.members.has(workspace.bot.userId)) {
    workspace.emit({ ...event, type: 'app_mention', channel: channel.id }, 'app_mention');
  }
}
