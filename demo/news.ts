import type { PersonClient } from '../sandbox/slack/person-client.ts';
import type { ShownMessage, ShownView } from '../sandbox/slack/shown/shown.ts';
import { isCard, readCard } from './card.ts';
import { home } from './scene.ts';
import type { Screen } from './screen.ts';
import { forTerminal } from './slack-text.ts';

/** A message, and the channel it is in. */
interface Posted {
  readonly place: string;
  readonly message: ShownMessage;
}

/** Tells what people see in Slack, each thing once. */
export interface News {
  /** What is new to a person: in the channel, in the card's thread, in #changelog, and what only they see. */
  readonly fresh: (person: PersonClient) => Promise<readonly Posted[]>;
  /** Tells that; `asks: false` keeps back what asks somebody to act. */
  readonly tell: (person: PersonClient, options?: { readonly asks: boolean }) => Promise<void>;
  readonly tellCard: (person: PersonClient) => Promise<void>;
  readonly tellModal: (person: PersonClient) => Promise<void>;
}

const places = [home, '#changelog'];

/** A message as text. */
export function shown(message: ShownMessage): string {
  return forTerminal(message.rendered, message.buttons);
}

/** Where a message stands, and who sees it. */
export function placeOf(place: string, person: string, { thread_ts: thread, ephemeral, user }: ShownMessage): string {
  const where = thread === undefined ? place : `${place}, thread of the release`;
  return `${where} · ${user}${ephemeral ? ` · only ${person} sees this` : ''}`;
}

/** A modal as text, its title apart. */
export function modalText(view: ShownView): string {
  const [, ...lines] = view.text.split('\n');
  const foot = [view.close, view.submit].flatMap((text) => text ?? []);
  return forTerminal(lines.join('\n'), [...view.buttons, ...foot]);
}

/** Keeps what was told already, and tells the rest on a screen. */
export function news(screen: Screen): News {
  const told = new Set<string>();
  async function fresh(person: PersonClient): Promise<readonly Posted[]> {
    const all = await Promise.all(
      places.map(async (place) => (await person.channel(place)).map((message) => ({ place, message }))),
    );
    return all.flat().filter(({ message }) => !told.has(message.ts) && !isCard(message));
  }
  return {
    fresh,
    async tell(person, { asks } = { asks: true }) {
      for (const { place, message } of await fresh(person)) {
        if (!asks && message.buttons.length > 0) continue;
        told.add(message.ts);
        screen.shows(placeOf(place, person.name, message), shown(message));
      }
    },
    async tellCard(person) {
      const card = await readCard(person);
      if (card !== undefined) screen.shows(`${home} · slipway · the release card`, shown(card.message));
    },
    async tellModal(person) {
      const view = await person.modal();
      if (view !== undefined) screen.shows(`${person.name} sees a form: ${view.title}`, modalText(view));
    },
  };
}
