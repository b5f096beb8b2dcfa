import { z } from 'zod';
import { channelByName, channelJson } from '../state/channels.ts';
import type { Channel } from '../state/entities.ts';
import { groupByName, groupJson } from '../state/groups.ts';
import { personByName, userJson } from '../state/people.ts';
import { NotPossible } from '../state/slack-error.ts';
import { closeModals } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';

const who = z.string();

/** What can happen to the workspace while it runs; each with the events that Slack sends for it. */
export const worldChange = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('deactivate'), person: who }),
  z.strictObject({ change: z.literal('reactivate'), person: who }),
  z.strictObject({ change: z.literal('make-guest'), person: who, guest: z.boolean().default(true) }),
  z.strictObject({ change: z.literal('make-admin'), person: who, admin: z.boolean().default(true) }),
  z.strictObject({ change: z.literal('set-group'), group: z.string(), members: z.array(who) }),
  z.strictObject({ change: z.literal('disable-group'), group: z.string(), disabled: z.boolean().default(true) }),
  z.strictObject({ change: z.literal('join'), channel: z.string(), person: who }),
  z.strictObject({ change: z.literal('leave'), channel: z.string(), person: who }),
  z.strictObject({ change: z.literal('archive'), channel: z.string() }),
  z.strictObject({ change: z.literal('unarchive'), channel: z.string() }),
  z.strictObject({ change: z.literal('rename'), channel: z.string(), name: z.string() }),
  z.strictObject({ change: z.literal('invite-bot'), channel: z.string() }),
  z.strictObject({ change: z.literal('remove-bot'), channel: z.string() }),
  z.strictObject({ change: z.literal('delete-file'), file: z.string() }),
]);
export type WorldChange = z.input<typeof worldChange>;

type Change<T extends string> = Extract<z.output<typeof worldChange>, { change: T }>;

/** Makes a change. */
export function changeWorld(workspace: Workspace, change: z.output<typeof worldChange>): void {
  switch (change.change) {
    case 'deactivate':
    case 'reactivate':
    case 'make-guest':
    case 'make-admin':
      changePerson(workspace, change);
      break;
    case 'set-group':
      changeGroup(workspace, change);
      break;
    case 'delete-file':
      deleteFile(workspace, change.file);
      break;
    case 'disable-group':
      disableGroup(workspace, change);
      break;
    default:
      changeChannel(workspace, change);
  }
  workspace.changes.changed();
}

/** Somebody deletes the newest file of that name. */
function deleteFile(workspace: Workspace, name: string): void {
  const file = [...workspace.files.values()].findLast((one) => one.name === name && !one.deleted);
  if (file === undefined) throw new NotPossible(`there is no file ${name}`);
  file.deleted = true;
  file.content = undefined;
}

function changePerson(
  workspace: Workspace,
  change: Change<'deactivate' | 'reactivate' | 'make-guest' | 'make-admin'>,
): void {
  const person = personByName(workspace, change.person);
  if (change.change === 'make-guest') person.isGuest = change.guest;
  else if (change.change === 'make-admin') person.isAdmin = change.admin;
  else person.deleted = change.change === 'deactivate';
  if (person.deleted) closeModals(workspace, person.id, true);
  person.updated = Math.floor(workspace.now() / 1000);
  const user = userJson(workspace, person);
  workspace.emit({ type: 'user_change', user, cache_ts: person.updated }, 'user_change');
}

function changeGroup(workspace: Workspace, change: Change<'set-group'>): void {
  const group = groupByName(workspace, change.group);
  const before = group.members;
  const previous = group.updated;
  group.members = change.members.map((name) => personByName(workspace, name).id);
  group.updated = Math.floor(workspace.now() / 1000);
  const added = group.members.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !group.members.includes(id));
  if (added.length === 0 && removed.length === 0) return;
  workspace.emit({ type: 'subteam_updated', subteam: groupJson(workspace, group, true) }, 'subteam_updated');
  workspace.emit(
    {
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: workspace.team.id,
      date_previous_update: previous,
      date_update: group.updated,
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
    },
    'subteam_members_changed',
  );
}

function disableGroup(workspace: Workspace, change: Change<'disable-group'>): void {
  const group = groupByName(workspace, change.group);
  group.disabled = change.disabled;
  group.updated = Math.floor(workspace.now() / 1000);
  workspace.emit({ type: 'subteam_updated', subteam: groupJson(workspace, group, true) }, 'subteam_updated');
}

type ChannelChange = Exclude<
  z.output<typeof worldChange>,
  { change: 'deactivate' | 'reactivate' | 'make-guest' | 'make-admin' | 'set-group' | 'disable-group' | 'delete-file' }
>;

function changeChannel(workspace: Workspace, change: ChannelChange): void {
  const channel = channelByName(workspace, change.channel);
  const { userId } = workspace.bot;
  const botIn = channel.members.has(userId);
  const family = channel.kind === 'private' ? 'group' : 'channel';
  switch (change.change) {
    case 'join':
      channel.members.add(personByName(workspace, change.person).id);
      membership(workspace, channel, 'member_joined_channel', personByName(workspace, change.person).id);
      return;
    case 'leave':
      channel.members.delete(personByName(workspace, change.person).id);
      membership(workspace, channel, 'member_left_channel', personByName(workspace, change.person).id);
      return;
    case 'invite-bot':
      channel.members.add(userId);
      membership(workspace, channel, 'member_joined_channel', userId);
      return;
    case 'remove-bot':
      channel.members.delete(userId);
      if (botIn) workspace.emit({ type: `${family}_left`, channel: channel.id, actor_id: '' }, `${family}_left`);
      return;
    case 'archive':
    case 'unarchive':
      channel.archived = change.change === 'archive';
      if (botIn) {
        const type = `${family}_${change.change}`;
        workspace.emit({ type, channel: channel.id, user: [...channel.members][0] ?? userId }, type);
      }
      return;
    case 'rename': {
      channel.name = change.name;
      const { id, name, created, is_channel, is_mpim, name_normalized } = channelJson(workspace, channel);
      const renamed = { id, name, created, is_channel, is_mpim, name_normalized };
      if (botIn) workspace.emit({ type: `${family}_rename`, channel: renamed }, `${family}_rename`);
    }
  }
}

function membership(workspace: Workspace, channel: Channel, type: string, user: string): void {
  if (!channel.members.has(workspace.bot.userId)) return;
  const channelType = channel.kind === 'private' ? 'G' : 'C';
  workspace.emit({ type, user, channel: channel.id, channel_type: channelType, team: workspace.team.id }, type);
}
