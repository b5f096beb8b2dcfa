import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import type { ShownMessage } from '../../sandbox/slack/shown/shown.ts';
import { backend, type World } from './world.ts';

/** What a person alone is told after a deed, such as why they may not do it. */
export async function toldAlone(person: PersonClient, where: string, deed: () => Promise<unknown>): Promise<string> {
  const alone = async () => (await person.channel(where)).filter(({ ephemeral }) => ephemeral);
  const before = (await alone()).length;
  await deed();
  return await person.until(`an answer in ${where}`, async () => (await alone()).slice(before)[0]?.rendered);
}

/** The messages of the release's channel that have a text, oldest first. */
export async function messagesWith({ person }: World, text: string | RegExp): Promise<ShownMessage[]> {
  const all = await person('maria').channel(backend);
  return all.filter(({ rendered }) => (typeof text === 'string' ? rendered.includes(text) : text.test(rendered)));
}

/** The release's card, as it stands now. */
export async function card(world: World): Promise<string> {
  const cards = await messagesWith(world, / · Backend service/);
  return cards.filter(({ thread_ts }) => thread_ts === undefined).at(-1)?.rendered ?? '';
}
