import type { Block, Interactive } from '../block-kit/blocks.ts';
import { everySeat } from '../block-kit/walk.ts';
import type { Spot } from '../delivery/payloads.ts';
import { channelOf } from '../state/channels.ts';
import type { Channel, Message, Person } from '../state/entities.ts';
import type { InputState } from '../state/input-state.ts';
import { stateIn } from '../state/message-state.ts';
import { seenBy } from '../state/messages.ts';
import { NotPossible } from '../state/slack-error.ts';
import { topModal } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';

/** Where to look for an element. */
export interface Where {
  /** `modal`, `home`, `dm` or a channel; without it the open modal, then the newest message anywhere, then Home. */
  readonly in?: string | undefined;
  readonly thread?: string | undefined;
  readonly message?: string | undefined;
  /** The block_id of the one block to look in. */
  readonly block?: string | undefined;
  /** Its action_id too, so that the one element is meant. */
  readonly action?: string | undefined;
}

/** The blocks of a spot. */
export function blocksOf(spot: Spot): readonly Block[] {
  return spot.kind === 'view' ? spot.view.blocks : (spot.message.blocks ?? []);
}

/** What a person put into a spot's inputs so far. */
export function stateOf(spot: Spot, person: Person): InputState {
  return spot.kind === 'view' ? spot.view.state : stateIn(spot.message, person.id);
}

/** An element that a person found. */
export interface Found {
  readonly spot: Spot;
  readonly block: Block;
  readonly element: Interactive;
}

/** The first element that `fits`, newest message first; undefined when nothing visible does. */
export function find(
  workspace: Workspace,
  person: Person,
  where: Where,
  fits: (element: Interactive, block: Block) => boolean,
): Found | undefined {
  for (const spot of spots(workspace, person, where)) {
    const seat = everySeat(blocksOf(spot)).find(
      ({ element, block }) =>
        (where.block ?? block.block_id) === block.block_id &&
        (where.action ?? element.action_id) === element.action_id &&
        fits(element, block),
    );
    if (seat !== undefined) return { spot, block: seat.block, element: seat.element };
  }
  return undefined;
}

/** Every place that a person can look at, in the order in which they would. */
export function spots(workspace: Workspace, person: Person, where: Where): Spot[] {
  if (where.in === 'modal') return modalSpots(workspace, person, true);
  if (where.in === 'home') return homeSpots(workspace, person, true);
  if (where.in !== undefined) return messageSpots(workspace, person, [channelOf(workspace, person, where.in)], where);
  const modal = where.message === undefined && where.thread === undefined ? modalSpots(workspace, person, false) : [];
  const mine = [...workspace.channels.values()].filter((channel) => channel.members.has(person.id));
  const home = where.message === undefined && where.thread === undefined ? homeSpots(workspace, person, false) : [];
  return [...modal, ...messageSpots(workspace, person, mine, where), ...home];
}

function modalSpots(workspace: Workspace, person: Person, needed: boolean): Spot[] {
  const view = topModal(workspace, person.id);
  if (view === undefined && needed) throw new NotPossible(`${person.name} has no modal open`);
  return view === undefined ? [] : [{ kind: 'view', view }];
}

function homeSpots(workspace: Workspace, person: Person, needed: boolean): Spot[] {
  const view = workspace.views.get(workspace.homes.get(person.id) ?? '');
  if (view === undefined && needed) throw new NotPossible(`${person.name}'s Home tab is empty`);
  return view === undefined ? [] : [{ kind: 'view', view }];
}

function messageSpots(workspace: Workspace, person: Person, channels: readonly Channel[], where: Where): Spot[] {
  const fits = (message: Message) =>
    (where.message === undefined || message.ts === where.message) &&
    (where.thread === undefined || message.threadTs === where.thread || message.ts === where.thread);
  return channels
    .flatMap((channel) =>
      seenBy(workspace, channel.id, person.id)
        .filter(fits)
        .map((message) => ({ channel, message })),
    )
    .sort((a, b) => (a.message.ts < b.message.ts ? 1 : -1))
    .map(({ channel, message }) => ({ kind: 'message', channel, message }));
}
