import { everySeat } from '../slack/block-kit/walk.ts';
import { mayTypeIn, turnedOff } from '../slack/people/types.ts';
import { directMessages } from '../slack/state/channels.ts';
import type { Channel, Message, Person, View } from '../slack/state/entities.ts';
import { stateValues } from '../slack/state/input-state.ts';
import { stateIn } from '../slack/state/message-state.ts';
import { seenBy } from '../slack/state/messages.ts';
import { topModal } from '../slack/state/views.ts';
import type { Workspace } from '../slack/state/workspace.ts';
import type { MessageShown, PlaceShown, Seen, ViewShown } from './contract.ts';

/** Up to which message (its ts) a person has read a channel. */
export type Read = (person: string, channel: string) => string;

function messageShown(workspace: Workspace, person: Person, message: Message): MessageShown {
  const author = workspace.people.get(message.user);
  return {
    ts: message.ts,
    at: Number(message.ts) * 1000,
    author: {
      id: message.user,
      name: message.fromBot ? workspace.bot.name : (author?.realName ?? message.user),
      app: message.fromBot,
    },
    text: message.text,
    blocks: message.blocks ?? [],
    values: everySeat(message.blocks ?? []).length === 0 ? {} : stateValues(stateIn(message, person.id)),
    thread: message.threadTs,
    broadcast: message.broadcast,
    edited: message.edited !== undefined,
    ephemeral: message.ephemeralTo !== undefined,
    files: message.files.flatMap((id) => {
      const file = workspace.files.get(id);
      return file === undefined ? [] : [{ id, name: file.title, size: file.size }];
    }),
  };
}

function names(message: Message, person: Person): boolean {
  const mention = `<@${person.id}>`;
  return message.text.includes(mention) || JSON.stringify(message.blocks ?? []).includes(mention);
}

function placeShown(workspace: Workspace, person: Person, channel: Channel, read: Read): PlaceShown {
  const since = read(person.id, channel.id);
  const fresh = seenBy(workspace, channel.id, person.id).filter(({ ts, user }) => ts > since && user !== person.id);
  const naming = fresh.filter((one) => names(one, person));
  const unread = fresh.filter((one) => one.threadTs === undefined || one.broadcast || naming.includes(one));
  return {
    id: channel.id,
    name: channel.kind === 'im' ? workspace.bot.name : channel.name,
    kind: channel.kind,
    archived: channel.archived,
    closed: mayTypeIn(workspace, channel) ? undefined : turnedOff,
    unread: unread.length,
    mentioned: naming.length > 0 || (channel.kind === 'im' && unread.length > 0),
  };
}

/** The channels that a person is in, and their conversation with the app. */
function placesOf(workspace: Workspace, person: Person): readonly Channel[] {
  const dm = directMessages(workspace, person);
  const channels = [...workspace.channels.values()].filter(
    (one) => one.kind !== 'im' && !one.archived && one.members.has(person.id),
  );
  return [...channels.sort((a, b) => a.name.localeCompare(b.name)), dm];
}

function viewShown(workspace: Workspace, view: View): ViewShown {
  const stack = workspace.stacks.get(view.user) ?? [];
  const below = stack.slice(0, Math.max(0, stack.indexOf(view.id)));
  return {
    id: view.id,
    title: view.title ?? '',
    submit: view.submit,
    close: view.close,
    blocks: view.blocks,
    values: stateValues(view.state),
    errors: view.errors,
    beneath: below.map((id) => ({ id, title: workspace.views.get(id)?.title ?? '' })),
  };
}

/** Everything that a person has before them: their places, the open one's messages, their modal, the Home tab. */
export function seenFrom(workspace: Workspace, person: Person, open: string | undefined, read: Read): Seen {
  const places = placesOf(workspace, person);
  const place = places.find(({ id }) => id === open);
  const modal = topModal(workspace, person.id);
  const home = workspace.views.get(workspace.homes.get(person.id) ?? '');
  return {
    person: person.id,
    now: workspace.now(),
    places: places.map((one) => placeShown(workspace, person, one, read)),
    place:
      place === undefined
        ? undefined
        : {
            id: place.id,
            messages: seenBy(workspace, place.id, person.id).map((one) => messageShown(workspace, person, one)),
          },
    modal: modal === undefined ? undefined : viewShown(workspace, modal),
    home: home === undefined ? undefined : viewShown(workspace, home),
  };
}
