import { workspace } from '../sandbox/workspace.ts';
import type { Hand, HandDeed } from './hand.ts';
import { meant } from './hand-form.ts';
import { placeOf, shown } from './news.ts';
import { home } from './scene.ts';

const people = workspace.people.filter((one) => !one.deleted && !one.isGuest && one.teamId === undefined);

/** `as lena`: who is played from now on. */
export const as: HandDeed = async (hand, rest) => {
  const found = meant(people, ({ name }) => name, rest.replace(/^@/, ''));
  if (found === undefined)
    throw new Error(`Nobody is called “${rest}”. There are: ${people.map(({ name }) => name).join(', ')}.`);
  hand.person = hand.scene.slack.person(found.name);
};

async function seeForm({ news, person, screen }: Hand): Promise<void> {
  if ((await person.modal()) === undefined) screen.tells(`${person.name} has no form open.`);
  else await news.tellModal(person);
}

async function seeMessages({ person, screen }: Hand, place: string, inThread: boolean): Promise<void> {
  const messages = await person.channel(place);
  const there = messages.filter(({ thread_ts: thread }) => inThread === (thread !== undefined));
  for (const message of there) screen.shows(placeOf(place, person.name, message), shown(message));
  if (there.length === 0) screen.tells('Nothing was posted there yet.');
}

const places: Readonly<Record<string, (hand: Hand) => Promise<void>>> = {
  async ''(hand) {
    await hand.news.tellCard(hand.person);
    if ((await hand.person.modal()) !== undefined) await hand.news.tellModal(hand.person);
  },
  card: ({ news, person }) => news.tellCard(person),
  form: seeForm,
  modal: seeForm,
  thread: (hand) => seeMessages(hand, home, true),
  channel: (hand) => seeMessages(hand, home, false),
  changelog: (hand) => seeMessages(hand, '#changelog', false),
};

/** `see`: what is in a place, from the beginning. */
export const see: HandDeed = async (hand, rest) => {
  const look = Object.hasOwn(places, rest) ? places[rest] : undefined;
  if (look === undefined) throw new Error('Write: see, see thread, see channel, see changelog or see form');
  await look(hand);
};
