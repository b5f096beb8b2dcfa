import type { ShownView } from '../sandbox/slack/shown/shown.ts';
import { confirmation } from './acts.ts';
import { isComplete } from './form.ts';
import { type Hand, type HandDeed, outcome } from './hand.ts';
import { fillingOf } from './hand-form.ts';
import { home } from './scene.ts';
import { forTerminal } from './slack-text.ts';

/** Shows the form once it no longer waits for GitHub; where that lasts, as it is: it says itself that it waits. */
async function tellForm({ news, person, patience }: Hand): Promise<void> {
  const complete = async () => {
    const view = await person.modal();
    return view === undefined || isComplete(view);
  };
  await Promise.allSettled([person.until('the form is complete', complete, { within: patience })]);
  await news.tellModal(person);
}

/** Does something, waits for what comes of it, and shows the form that opened or changed. */
async function andSee(hand: Hand, act: () => Promise<boolean>): Promise<void> {
  const before = await hand.person.modal();
  const came = await outcome(hand);
  if (!(await act())) return;
  await came();
  const now = await hand.person.modal();
  if (now !== undefined && (now.id !== before?.id || now.hash !== before.hash)) await tellForm(hand);
}

/** `type …` into the channel of the release. */
export const type: HandDeed = async (hand, rest) => {
  if (rest === '') throw new Error('Write: type /release status');
  await andSee(hand, async () => {
    const { ok, error } = await hand.person.types(home, rest);
    if (!ok) throw new Error(`Slack says: ${error}`);
    return true;
  });
};

/** Clicks what the person sees, or comes to see in time; resolves to what Slack asks to confirm, if it does. */
async function clicked({ person, patience }: Hand, what: string, confirm: boolean): Promise<string | undefined> {
  const tried = async () => {
    // Without a form, in the channel, which the terminal shows: direct messages have the same buttons, and come before it.
    const where = (await person.modal()) === undefined ? { in: home } : {};
    return await person.clicks(what, { ...where, confirm }).catch((error: unknown) => {
      const asked = confirmation(error);
      if (asked === undefined) throw error;
      return { ok: true, error: undefined, asked };
    });
  };
  const result = await person.until(`“${what}” to click`, tried, { within: patience }).catch((error: unknown) => {
    const said = error instanceof Error ? /last: (.*)/.exec(error.message)?.[1] : undefined;
    throw new Error(`${said ?? `${person.name} sees no “${what}” to click`}.`, { cause: error });
  });
  if (!result.ok) throw new Error(`Slack says: ${result.error}`);
  return 'asked' in result ? result.asked : undefined;
}

async function clickOn(hand: Hand, what: string, confirm: boolean): Promise<void> {
  hand.asked = undefined;
  await andSee(hand, async () => {
    const asked = await clicked(hand, what, confirm);
    if (asked === undefined) return true;
    hand.asked = what;
    hand.screen.shows(`Slack asks ${hand.person.name}; answer yes or no`, forTerminal(asked));
    return false;
  });
}

/** `click Open checklist` */
export const click: HandDeed = async (hand, rest) => {
  if (rest === '') throw new Error('Write: click Open checklist');
  await clickOn(hand, rest.replace(/^\[(.*)\]$/, '$1'), false);
};

/** `yes` to what Slack asks after a click */
export const yes: HandDeed = async (hand) => {
  if (hand.asked === undefined) throw new Error('Slack asks nothing just now.');
  await clickOn(hand, hand.asked, true);
};

/** `no` to it */
export const no: HandDeed = async (hand) => {
  hand.asked = undefined;
};

async function formOf({ person }: Hand): Promise<ShownView> {
  const view = await person.modal();
  if (view === undefined)
    throw new Error(`${person.name} has no form open. A button, or type /release start, opens one.`);
  return view;
}

/** `fill Your decision = Approve` */
export const fill: HandDeed = async (hand, rest) => {
  const { label, value } = fillingOf(await formOf(hand), rest);
  await hand.person.fills({ [label]: value }, { in: 'modal' });
  hand.screen.line(`  ${label}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
};

/** `submit` */
export const submit: HandDeed = async (hand) => {
  await formOf(hand);
  await andSee(hand, async () => {
    const { kind, message } = await hand.person.submits();
    if (message !== undefined) throw new Error(`Slack says: ${message}`);
    if (kind !== 'errors') return true;
    hand.screen.sorry('The form came back; what is wrong stands at its fields.');
    await hand.news.tellModal(hand.person);
    return false;
  });
};

/** `close` */
export const close: HandDeed = async (hand) => {
  await formOf(hand);
  await hand.person.closes();
};
