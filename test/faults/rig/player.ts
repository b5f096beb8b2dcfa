import type { Story } from '../../../demo/acts.ts';
import { type Card, type CardLine, readCard } from '../../../demo/card.ts';
import { evidenceFor, type Field, fieldsOf, isComplete, takesSeveral } from '../../../demo/form.ts';
import { news } from '../../../demo/news.ts';
import { nextOnGitHub } from '../../../demo/player-github.ts';
import { home } from '../../../demo/scene.ts';
import type { Screen } from '../../../demo/screen.ts';
import type { PersonClient } from '../../../sandbox/slack/person-client.ts';
import type { ShownView } from '../../../sandbox/slack/shown/shown.ts';
import type { World } from '../../journeys/world.ts';

/** What people did and Slipway acknowledged, by the text of the button. */
export interface Played {
  readonly card: Card;
  readonly acknowledged: ReadonlyMap<string, number>;
}

export interface PlayOptions {
  /** What is chosen under “Which features?”. */
  readonly features: readonly string[];
  /** The questions that are answered with yes, by a part of their text. */
  readonly yesTo: readonly string[];
  /** Gives up when nothing has moved for so many milliseconds. */
  readonly patienceMs?: number;
  /** Called when Slipway lets time pass on purpose: a lost answer is looked for during minutes before something is asked for again. */
  readonly waits?: () => void;
  /** Whether Slack delivers the last interaction once more, asked after each by its name and number. */
  readonly repeats?: (what: string) => boolean;
  /** The release that is already there; it is not played. */
  readonly after?: string | undefined;
}

const formMs = 6000; // a form that has not come by then is asked for again
const movesMs = 3000; // what has shown nothing by then is done again
const waitsFor = /answer about .* got lost/;
const waitsMs = 3000; // of nothing but that on the card
const glanceMs = 200;
const confirmNeeded = /asks to confirm/;

const silent: Screen = {
  heading: () => undefined,
  tells: () => undefined,
  does: () => undefined,
  shows: () => undefined,
  line: () => undefined,
  sorry: () => undefined,
};

function storyOf({ slack, billing, gateway }: World): Story {
  const scene = { slack, component: 'billing', repository: billing, gateway, features: undefined, madeReady: [] };
  return { scene, screen: silent, news: news(silent) };
}

const words: Readonly<Record<string, string>> = {
  'Rollout plan': 'Canary at 10 %, then all; back by the deploy workflow with the version before',
  'What to watch after the deployment': 'Error rate and queue depth of billing',
};

function answerTo(options: PlayOptions, { label, type, options: choices }: Field): unknown {
  if (type === 'multi_static_select') return choices.filter((one) => options.features.includes(one));
  if (type === 'radio_buttons' && choices.includes('Yes'))
    return options.yesTo.some((part) => label.includes(part)) ? 'Yes' : 'No';
  return type === 'plain_text_input' ? (words[label] ?? 'As in the runbook') : undefined;
}

/** Every item ticked, with evidence wherever there is room for it. */
const ticksAll = (field: Field): unknown => (takesSeveral(field) ? field.options : evidenceFor(field));

/** Everything confirmed and approved. */
function approves(field: Field): unknown {
  if (takesSeveral(field)) return field.options;
  return field.options.includes('Approve') ? 'Approve' : undefined;
}

const answersBehind: Readonly<Record<string, (field: Field) => unknown>> = {
  'Open checklist': ticksAll,
  'Review and sign': approves,
};

/**
 * Plays a release to its end as patient people do: they look at the card, do what it asks for, and try again when Slack
 * says that it did not work. Throws when nothing moves any more, with what the card says.
 */
export async function playRelease(world: World, options: PlayOptions): Promise<Played> {
  const maria = world.person('maria');
  const story = storyOf(world);
  const acknowledged = new Map<string, number>();
  const counted = (what: string): void => void acknowledged.set(what, (acknowledged.get(what) ?? 0) + 1);

  async function form(person: PersonClient, complete: (view: ShownView) => boolean): Promise<ShownView> {
    return person.until(
      'a form',
      async () => {
        const view = await person.modal();
        return view !== undefined && fieldsOf(view).length > 0 && complete(view) && view;
      },
      { within: formMs },
    );
  }

  async function submits(person: PersonClient, what: string, answer: (field: Field) => unknown): Promise<void> {
    const view = await form(person, isComplete);
    const given = fieldsOf(view).map((field) => [field.label, answer(field)] as const);
    await person.fills(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
    const { kind, message, errors } = await person.submits();
    if (kind === 'closed') counted(what);
    else if (kind !== 'errors')
      await submits(person, what, answer); // its next page
    else throw new Error(message ?? JSON.stringify(errors));
  }

  async function clicks(person: PersonClient, button: string, message: string): Promise<void> {
    const at = { in: home, message };
    const { ok, error } = await person.clicks(button, at).catch((problem: unknown) => {
      if (!(problem instanceof Error && confirmNeeded.test(problem.message))) throw problem;
      return person.clicks(button, { ...at, confirm: true });
    });
    if (!ok) throw new Error(error);
    counted(button);
  }

  async function starts(): Promise<void> {
    const { ok, error } = await maria.types(home, '/release start billing');
    if (!ok) throw new Error(error);
    await submits(maria, 'Start', (field) => answerTo(options, field));
    await maria.until('the card', async () => (await cardNow()) !== undefined, { within: 20_000 });
  }

  async function cardNow(): Promise<Card | undefined> {
    const card = await readCard(maria);
    return card?.ts === options.after ? undefined : card;
  }

  /** People read what comes of what they did before they do more. */
  async function untilItMoved({ message }: Card): Promise<void> {
    const before = message.rendered;
    await maria.until('the card changes', async () => (await cardNow())?.message.rendered !== before, {
      within: movesMs,
    });
  }

  async function takesTurn(card: Card, line: CardLine, button: string): Promise<void> {
    const others = line.people.filter((name) => name !== 'maria');
    const person = world.person((button.startsWith('Deploy ') ? others[0] : line.people[0]) ?? 'maria');
    try {
      await clicks(person, button, card.ts);
      const answer = answersBehind[button];
      if (answer !== undefined) await submits(person, `${button}: sent`, answer);
      await untilItMoved(card);
    } finally {
      await person.closes({ all: true }).catch(() => undefined); // nothing was open
    }
  }

  let moves = 0;
  /** As Slack does when an acknowledgement got lost. */
  async function maybeAgain(): Promise<void> {
    moves += 1;
    if (options.repeats?.(`move ${moves}`) === true) await world.slack.replay();
  }

  async function move(card: Card | undefined): Promise<boolean> {
    if (card === undefined) {
      await maria.closes({ all: true }).catch(() => undefined); // nothing was open
      await starts();
      return true;
    }
    const [button] = card.message.buttons;
    if (card.state === 'paused') await clicks(maria, 'Resume', card.ts);
    else if (card.waiting.some(({ mark }) => mark.startsWith('❌'))) await clicks(maria, 'Retry', card.ts);
    else {
      const onGitHub = await nextOnGitHub(story, card);
      const turn = card.waiting.find(({ people }) => people.length > 0);
      if (onGitHub !== undefined) await onGitHub();
      else if (turn !== undefined && button !== undefined) await takesTurn(card, turn, button);
      else return false;
    }
    return true;
  }

  const patience = options.patienceMs ?? 120_000;
  let shown = '';
  let since = performance.now();
  let trouble: unknown;
  for (let seen = 0; ; seen = await world.slack.changes(seen, glanceMs)) {
    await new Promise((resolve) => setTimeout(resolve, glanceMs)); // nobody looks at each of ten changes in a second
    const card = await cardNow();
    if (card?.state === 'released' || card?.state === 'cancelled') return { card, acknowledged };
    if (card !== undefined && card.message.rendered !== shown) {
      shown = card.message.rendered;
      since = performance.now();
    }
    if (performance.now() - since > waitsMs && waitsFor.test(shown)) {
      options.waits?.();
      since = performance.now();
    }
    if (performance.now() - since > patience)
      throw new Error(`Nothing has moved for ${patience / 1000} s. The card says:\n${shown}`, { cause: trouble });
    const moved = await move(card).catch((error: unknown) => {
      trouble = error; // people try again
      return true;
    });
    if (moved) await maybeAgain().catch(() => undefined); // nothing was delivered yet
  }
}
