import type { Seen } from '../contract.ts';
import { act, markRead } from './deeds.ts';
import { lookAtGitHub, lookAtSlack } from './look.ts';
import { changed, me, model, type Side } from './model.ts';

const sides: readonly Side[] = ['none', 'thread', 'github', 'clock'];
const wide = '(min-width: 1100px)';

/** Reads from the address whom the page is and what it shows, so that a window can be kept or sent. */
export function fromAddress(): void {
  const query = new URLSearchParams(location.search);
  const { people, repositories, channels, home } = model.world;
  const asked = people.find(({ id, name }) => [id, name].includes(query.get('as') ?? ''));
  model.as = (asked ?? people[0])?.id ?? '';
  const place = query.get('in') ?? home;
  const named = Object.entries(channels).find(([id, name]) => [id, name].includes(place));
  model.place = place === 'home' ? 'home' : (named?.[0] ?? home);
  model.side = sides.find((one) => one === query.get('side')) ?? (matchMedia(wide).matches ? 'github' : 'none');
  model.thread = query.get('thread') ?? undefined;
  model.repository = repositories.find((name) => name === query.get('repository')) ?? repositories[0] ?? '';
}

/** Keeps the address at what is shown. */
export function addressed(): void {
  const person = me();
  if (person === undefined) return;
  const { place, side, thread, world } = model;
  const where = place === 'home' ? place : world.channels[place] || place;
  const query = new URLSearchParams({ as: person.name, in: where, side });
  if (side === 'thread' && thread !== undefined) query.set('thread', thread);
  if (model.repository !== world.repositories[0]) query.set('repository', model.repository);
  const address = `?${query}`;
  if (address !== location.search) history.replaceState(null, '', address);
  document.title = `${world.channels[place] ? `#${world.channels[place]}` : 'Slipway'} · ${person.realName}`;
}

/** A place of the person, where they are not in the one that is open. */
function placeElsewhere({ place, places }: Seen): string | undefined {
  if (model.place === 'home' || place !== undefined) return undefined;
  return (places.find(({ id }) => id === model.world.home) ?? places[0])?.id;
}

/** Goes to a place of the person's, where the open one is none of theirs, or is gone. */
export async function stayWhereOneMay(): Promise<void> {
  const elsewhere = model.seen === undefined ? undefined : placeElsewhere(model.seen);
  if (elsewhere !== undefined) await goTo(elsewhere);
}

/** Becomes somebody else. */
export async function become(person: string): Promise<void> {
  Object.assign(model, { as: person, seen: undefined, notice: undefined, menu: false });
  await lookAtSlack();
  await stayWhereOneMay();
  if (model.place === 'home') await act({ act: 'opens', tab: 'home' });
  await markRead();
}

/** Opens a channel, the conversation with the app, or its Home. */
export async function goTo(place: string): Promise<void> {
  if (place !== model.place && model.side === 'thread') model.side = 'none';
  model.place = place;
  model.menu = false;
  changed();
  await lookAtSlack();
  await markRead();
}

/** Shows something beside the conversation, or nothing. */
export async function beside(
  side: Side,
  what: { readonly thread?: string; readonly repository?: string } = {},
): Promise<void> {
  model.side = side;
  model.menu = false;
  if (what.thread !== undefined) model.thread = what.thread;
  if (what.repository !== undefined && what.repository !== model.repository) {
    model.repository = what.repository;
    model.github = undefined;
  }
  changed();
  if (side === 'github') await lookAtGitHub();
}
