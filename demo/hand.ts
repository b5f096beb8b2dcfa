import type { PersonClient } from '../sandbox/slack/person-client.ts';
import { workspace } from '../sandbox/workspace.ts';
import { confirmation, type Story } from './acts.ts';
import { readCard } from './card.ts';
import { finale } from './finale.ts';
import { fillingOf, meant } from './hand-form.ts';
import { onGitHub } from './hand-github.ts';
import { type HandLine, handHelp } from './hand-lines.ts';
import { placeOf, shown } from './news.ts';
import { calm } from './pace.ts';
import { play } from './player.ts';
import { home } from './scene.ts';
import { forTerminal } from './slack-text.ts';

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

type Deed = (hand: Hand, rest: string) => Promise<void>;

const names = workspace.people.filter((one) => !one.deleted && !one.isGuest && !one.teamId).map(({ name }) => name);

const as: Deed = async (hand, rest) => {
  const name = meant(names, (one) => one, rest.replace(/^@/, ''));
  if (name === undefined) throw new Error(`Nobody is called “${rest}”. There are: ${names.join(', ')}.`);
  hand.person = hand.scene.slack.person(name);
};

const see: Deed = async ({ news, person, screen }, rest) => {
  if (rest === '' || rest === 'card') await news.tellCard(person);
  if (rest === '' || rest === 'modal' || rest === 'form') {
    if ((await person.modal()) !== undefined) await news.tellModal(person);
    else if (rest !== '') screen.tells(`${person.name} has no form open.`);
  }
  if (['', 'card', 'modal', 'form'].includes(rest)) return;
  const place = rest === 'changelog' ? '#changelog' : home;
  if (!['thread', 'channel', 'changelog'].includes(rest))
    throw new Error('Write: see, see thread, see channel or see changelog');
  for (const message of await person.channel(place))
    if ((rest === 'thread') === (message.thread_ts !== undefined))
      screen.shows(placeOf(place, person.name, message), shown(message));
};

/** Shows the form once it no longer waits for GitHub's answer. */
async function tellForm({ news, person, patience }: Hand): Promise<void> {
  await person
    .until('the form is complete', async () => !(await person.modal())?.text.includes(':hourglass'), {
      within: patience,
    })
    .catch(() => undefined); // then it is shown as it is: it says itself that it waits
  await news.tellModal(person);
}

const type: Deed = async (hand, rest) => {
  if (rest === '') throw new Error('Write: type /release status');
  const { ok, error } = await hand.person.types(home, rest);
  if (!ok) throw new Error(`Slack says: ${error}`);
  await calm(hand.scene.slack);
  await tellForm(hand);
};

async function clickOn(hand: Hand, what: string, confirm: boolean): Promise<void> {
  const { person, scene, screen, patience } = hand;
  hand.asked = undefined;
  const before = await person.modal();
  const clicked = await person
    .until(
      `something to click called “${what}”`,
      () =>
        person.clicks(what, { confirm }).catch((error: unknown) => {
          const asked = confirmation(error);
          if (asked === undefined) throw error;
          return { ok: true, asked };
        }),
      { within: patience },
    )
    .catch(async (error: unknown) => {
      const said = error instanceof Error ? /last: (.*)/.exec(error.message)?.[1] : undefined;
      throw new Error(said === undefined ? `${person.name} sees no “${what}” to click.` : `${said}.`, { cause: error });
    });
  if ('asked' in clicked) {
    hand.asked = what;
    screen.shows(`Slack asks ${person.name}; answer yes or no`, forTerminal(String(clicked.asked)));
    return;
  }
  if (!clicked.ok) throw new Error(`Slack says: ${'error' in clicked ? clicked.error : 'no'}`);
  await calm(scene.slack);
  const now = await person.modal();
  if (now !== undefined && now.hash !== before?.hash) await tellForm(hand);
}

const click: Deed = async (hand, rest) => {
  if (rest === '') throw new Error('Write: click Open checklist');
  await clickOn(hand, rest.replace(/^\[(.*)\]$/, '$1'), false);
};

const yes: Deed = async (hand) => {
  if (hand.asked === undefined) throw new Error('Slack asks nothing just now.');
  await clickOn(hand, hand.asked, true);
};

const no: Deed = async (hand) => {
  hand.asked = undefined;
};

async function formOf({ person }: Hand) {
  const view = await person.modal();
  if (view === undefined)
    throw new Error(`${person.name} has no form open. A button, or type /release start, opens one.`);
  return view;
}

const fill: Deed = async (hand, rest) => {
  const { label, value } = fillingOf(await formOf(hand), rest);
  await hand.person.fills({ [label]: value }, { in: 'modal' });
  hand.screen.line(`  ${label}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
};

const submit: Deed = async (hand) => {
  await formOf(hand);
  const { kind, message } = await hand.person.submits();
  await calm(hand.scene.slack);
  if (message !== undefined) throw new Error(`Slack says: ${message}`);
  if (kind === 'closed') return;
  if (kind === 'errors') hand.screen.sorry('The form came back; what is wrong stands at its fields.');
  await hand.news.tellModal(hand.person);
};

const close: Deed = async (hand) => {
  await formOf(hand);
  await hand.person.closes();
};

const deeds: Readonly<Record<string, Deed>> = {
  as,
  see,
  type,
  click,
  yes,
  no,
  fill,
  submit,
  close,
  github: (hand, rest) => onGitHub(hand, hand.person.name, rest, hand.patience),
  async play(hand) {
    await play(hand);
    await finale(hand);
  },
  async help({ screen }) {
    screen.line(`\n${handHelp}`);
  },
};

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

/** Does what a line says and tells what comes of it. Mistakes are told as sentences. */
export async function doLine(hand: Hand, { word, rest }: HandLine): Promise<void> {
  const deed = Object.hasOwn(deeds, word) ? deeds[word] : undefined;
  try {
    if (deed === undefined) throw new Error(`“${word}” is not known here: help lists what is.`);
    await deed(hand, rest);
    if (!['see', 'help', 'as', 'fill', 'no'].includes(word)) {
      await calm(hand.scene.slack);
      await tellNews(hand);
    }
  } catch (error) {
    hand.screen.sorry(error instanceof Error ? error.message : String(error));
  }
}
