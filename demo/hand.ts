import type { PersonClient } from '../sandbox/slack/person-client.ts';
import type { Story } from './acts.ts';
import { readCard } from './card.ts';
import { calm } from './pace.ts';

/** Somebody at the keyboard, who plays everybody. */
export interface Hand extends Story {
  person: PersonClient;
  /** A click that Slack asks to confirm. */
  asked: string | undefined;
  /** What the release waited for when it was last said. */
  waits: string;
  /** Milliseconds for which something is waited for that is not there yet. */
  readonly patience: number;
}

/** What a typed line does; `rest` is what follows its first word. Throws a sentence where it cannot. */
export type HandDeed = (hand: Hand, rest: string) => Promise<void>;

/** Looks at what there is; the function that it resolves to waits until something new came: a form, a message, a change of the card. */
export async function outcome(hand: Hand): Promise<() => Promise<void>> {
  const { news, person, patience, scene, screen } = hand;
  const look = async (): Promise<string> => {
    const [view, fresh, card] = await Promise.all([person.modal(), news.fresh(person), readCard(person)]);
    return JSON.stringify([view?.id, view?.hash, fresh.map(({ message }) => message.ts), card?.message.rendered]);
  };
  const before = await look();
  return async () => {
    await person
      .until('something comes of it', async () => (await look()) !== before, { within: patience })
      .catch(() => screen.tells('Nothing came of it so far.'));
    await calm(scene.slack);
  };
}

/** What the release waits for, as a sentence; undefined where that was said already. */
async function waitingLine(hand: Hand): Promise<string | undefined> {
  const lines = (await readCard(hand.person))?.waiting ?? [];
  const waits = lines.map(({ title, people }) => (people.length === 0 ? title : `${title} (${people.join(' or ')})`));
  const running = (await hand.scene.repository.runs()).filter(({ status }) => status !== 'completed');
  const hints = running.map(({ workflow }) => `github finish ${workflow} success`);
  const hint =
    hints.length === 0 ? '' : `\nOn GitHub a workflow runs; end it with: ${[...new Set(hints)].join(', or ')}`;
  const said = waits.length === 0 ? '' : `Now it waits for: ${waits.join('; ')}.${hint}`;
  if (said === hand.waits) return undefined;
  hand.waits = said;
  return said === '' ? undefined : said;
}

/** Tells what is new to who is played; `first` is called before anything is told. */
export async function tellNews(hand: Hand, first: () => void = () => undefined): Promise<void> {
  const fresh = await hand.news.fresh(hand.person);
  const waits = await waitingLine(hand);
  if (fresh.length === 0 && waits === undefined) return;
  first();
  await hand.news.tell(hand.person);
  if (waits !== undefined) hand.screen.tells(waits);
}
