import type { Act } from '../../slack/control/act.ts';
import type { Acted } from '../contract.ts';
import type { GitHubDeed } from '../github-contract.ts';
import { Refused, tell } from './ask.ts';
import { lookAround, lookAtGitHub, lookAtSlack } from './look.ts';
import { changed, model } from './model.ts';

const words: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within 3 seconds.',
  dispatch_failed: 'The app could not be reached.',
  interactivity_not_enabled: 'The app takes no clicks.',
};

/** Says something at the bottom of the page. */
export function say(sentence: string | undefined): void {
  model.notice = sentence;
  changed();
}

/** What came of a deed. */
interface Outcome extends Acted {
  /** The sandbox took it; whether the app did is another matter. */
  readonly arrived: boolean;
}

async function refusable(work: () => Promise<Acted>): Promise<Outcome> {
  try {
    const outcome = await work();
    if (outcome.error !== undefined) say(words[outcome.error] ?? outcome.error);
    else if (outcome.message === undefined) say(undefined);
    return { ...outcome, arrived: true };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
    return { ok: false, error: error.message, arrived: false };
  }
}

/** Does an act in Slack as the person whom the page is, or was when they did it. */
export async function act(deed: Act, as: string = model.as): Promise<Outcome> {
  const outcome = await refusable(() => tell<Acted>('/act', { as, deed }));
  await lookAtSlack();
  return outcome;
}

/** Does a deed at GitHub. False where it was refused. */
export async function deedAtGitHub(deed: GitHubDeed): Promise<boolean> {
  const { ok } = await refusable(() => tell<Acted>('/github', deed));
  await lookAtGitHub();
  return ok;
}

/** Moves the clock forward, to that time in milliseconds. */
export async function moveClock(at: number): Promise<void> {
  await refusable(async () => {
    await tell('/clock', { at });
    return { ok: true };
  });
  await Promise.all([lookAround(), lookAtSlack()]);
}

/** Marks the open place as read, up to its newest message. */
export async function markRead(): Promise<void> {
  const { as, seen } = model;
  const newest = seen?.place?.messages.at(-1)?.ts;
  const unread = seen?.places.find(({ id }) => id === seen.place?.id)?.unread ?? 0;
  if (seen?.place === undefined || newest === undefined || unread === 0) return;
  await tell('/read', { as, place: seen.place.id, ts: newest }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error; // it counts as unread until the next look
  });
}
