import type { Channel, Person } from './entities.ts';
import { NotPossible, SlackError } from './slack-error.ts';
import type { Workspace } from './workspace.ts';

/**
 * A conversation that the app named by id. Names are refused although chat.postMessage still takes some: they differ
 * between workspaces and change. A private channel or a DM that the bot is not in does not exist for it.
 */
export function channelById(workspace: Workspace, id: string): Channel {
  const found = workspace.channels.get(id);
  if (found === undefined || (found.kind !== 'public' && !found.members.has(workspace.bot.userId))) {
    throw new SlackError('channel_not_found');
  }
  return found;
}

/** The same, and the bot is a member. */
export function joinedChannel(workspace: Workspace, id: string): Channel {
  const channel = channelById(workspace, id);
  if (!channel.members.has(workspace.bot.userId)) throw new SlackError('not_in_channel');
  return channel;
}

/** A channel that a person names, with or without `#`, or by id; `dm` is their conversation with the bot. */
export function channelOf(workspace: Workspace, person: Person, name: string): Channel {
  if (name === 'dm') return directMessages(workspace, person);
  const wanted = name.replace(/^#/, '');
  const found = [...workspace.channels.values()].find(
    (one) => one.kind !== 'im' && (one.name === wanted || one.id === wanted),
  );
  if (found === undefined) throw new NotPossible(`there is no channel ${name}`);
  if (
    !found.members.has(person.id) &&
    (found.kind === 'private' || person.isGuest || person.teamId !== workspace.team.id)
  ) {
    throw new NotPossible(`${person.name} cannot see ${name}`);
  }
  return found;
}

/** A channel by name, whoever asks. */
export function channelByName(workspace: Workspace, name: string): Channel {
  const wanted = name.replace(/^#/, '');
  const found = [...workspace.channels.values()].find((one) => one.name === wanted || one.id === wanted);
  if (found === undefined) throw new NotPossible(`there is no channel ${name}`);
  return found;
}

/** The conversation between a person and the bot; opened when it is not there yet. */
export function directMessages(workspace: Workspace, person: Person): Channel {
  const existing = [...workspace.channels.values()].find((one) => one.kind === 'im' && one.members.has(person.id));
  if (existing !== undefined) return existing;
  const channel: Channel = {
    id: workspace.ids.next('D'),
    name: '',
    kind: 'im',
    archived: false,
    foreign: false,
    members: new Set([person.id, workspace.bot.userId]),
    topic: '',
    created: Math.floor(workspace.now() / 1000),
  };
  workspace.channels.set(channel.id, channel);
  return channel;
}

/** A conversation object; with the count of members where Slack gives it. */
export function channelJson(workspace: Workspace, channel: Channel, withCount = false): Record<string, unknown> {
  const { id, name, kind, archived, created, members, topic, foreign } = channel;
  const isMember = members.has(workspace.bot.userId);
  if (kind === 'im') {
    const user = [...members].find((one) => one !== workspace.bot.userId);
    const base = { id, created, is_archived: false, is_im: true, is_org_shared: false, user };
    return {
      ...base,
      context_team_id: workspace.team.id,
      updated: created * 1000,
      is_user_deleted: false,
      priority: 0,
    };
  }
  const isPrivate = kind === 'private';
  return {
    id,
    name,
    name_normalized: name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    created,
    is_archived: archived,
    is_general: name === 'general',
    unlinked: 0,
    is_shared: foreign,
    is_org_shared: false,
    is_ext_shared: foreign,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: workspace.team.id,
    updated: created * 1000,
    creator: [...members][0] ?? workspace.bot.userId,
    shared_team_ids: [workspace.team.id],
    pending_connected_team_ids: [],
    is_member: isMember,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    ...(withCount ? { num_members: members.size } : {}),
  };
}

/** What Slack calls the channel in a payload: `directmessage` for a DM, `privategroup` for what is private. */
export function payloadName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
