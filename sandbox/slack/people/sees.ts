import { type ShownMessage, type ShownView, showMessage, showView } from '../shown/shown.ts';
import { channelOf } from '../state/channels.ts';
import type { Person } from '../state/entities.ts';
import { seenBy } from '../state/messages.ts';
import { topModal } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';

/** The messages of a channel that a person sees, replies in threads and their ephemerals among them, oldest first. */
export function channelSeen(workspace: Workspace, person: Person, name: string): ShownMessage[] {
  const channel = channelOf(workspace, person, name);
  return seenBy(workspace, channel.id, person.id).map((message) => showMessage({ workspace, person }, message));
}

/** A thread: its parent and the replies, oldest first. */
export function threadSeen(workspace: Workspace, person: Person, name: string, ts: string): ShownMessage[] {
  return channelSeen(workspace, person, name).filter((message) => message.ts === ts || message.thread_ts === ts);
}

/** The modal on top. */
export function modalSeen(workspace: Workspace, person: Person): ShownView | undefined {
  const view = topModal(workspace, person.id);
  return view === undefined ? undefined : showView({ workspace, person }, view);
}

/** The app's Home tab. */
export function homeSeen(workspace: Workspace, person: Person): ShownView | undefined {
  const view = workspace.views.get(workspace.homes.get(person.id) ?? '');
  return view === undefined ? undefined : showView({ workspace, person }, view);
}

/** Everything that a person has before them, as text: the modal, the Home tab, the newest messages. */
export function everythingSeen(workspace: Workspace, person: Person, newest: number): string {
  const mine = [...workspace.channels.values()].filter((channel) => channel.members.has(person.id));
  const messages = mine
    .flatMap((channel) => seenBy(workspace, channel.id, person.id).map((message) => ({ channel, message })))
    .sort((a, b) => (a.message.ts < b.message.ts ? -1 : 1))
    .slice(-newest)
    .map(({ channel, message }) => {
      const { user, rendered, ephemeral } = showMessage({ workspace, person }, message);
      const place = channel.kind === 'im' ? 'dm' : `#${channel.name}`;
      return `${place} ${user}${ephemeral ? ' (only for you)' : ''}: ${rendered}`;
    });
  const modal = modalSeen(workspace, person);
  const home = homeSeen(workspace, person);
  return [
    ...messages,
    ...(home === undefined ? [] : [`Home: ${home.text}`]),
    ...(modal === undefined ? [] : [`Modal: ${modal.text}`]),
  ].join('\n~\n');
}
