import type { KnownBlock } from '@slack/types';
import type { Refusal } from '../release/refusal.ts';
import { actionIds } from './action-ids.ts';
import { button, section } from './blocks.ts';
import { inertLine } from './escape.ts';
import type { MessageView } from './message.ts';

/** What the word says where no client id is set; for mrkdwn. */
export const linkingOff =
  'Linking is not set up here. An administrator of Slipway enables “Device Flow” in the settings of its GitHub App, sets `GITHUB_CLIENT_ID` to the client id that stands there, and restarts Slipway. Until then `people:` in slipway.yml says who is who.';

/** What is told where GitHub gives no code at all. */
export const noCode = {
  disabled:
    'GitHub gives Slipway no codes: “Device Flow” is not enabled for its GitHub App. Ask an administrator of Slipway to enable it in the App’s settings on GitHub.',
  refused:
    'GitHub does not know the app in whose name Slipway asks. Ask an administrator of Slipway to correct `GITHUB_CLIENT_ID`.',
  away: 'GitHub does not answer at this moment, so there is no code yet. Try again in a moment.',
} as const;

type Outcome = 'linked' | 'taken' | 'expired' | 'denied' | 'disabled' | 'unknown' | 'lost' | 'unread' | 'refused';

/** Names the command as this workspace has it in a sentence of the core. */
export function withCommand(sentence: string, command: string): string {
  return sentence.replaceAll('/release link', `${command} link`);
}

/** What slipway.yml says of a person who has confirmed another account; undefined where there is no difference. */
export function differenceText(login: string, inFile: string | undefined): string | undefined {
  if (inFile === undefined || inFile.toLowerCase() === login.toLowerCase()) return undefined;
  const other = inertLine(inFile, 60);
  return `slipway.yml says that you are ${other}. What you have confirmed wins, and what ${other} wrote still counts as yours; ask whoever keeps slipway.yml to correct it.`;
}

/**
 * How a device flow ended, for its person; mrkdwn.
 * @param inFile the login that slipway.yml has for them.
 */
export function linkOutcomeText(
  { outcome, login = '' }: { readonly outcome: Outcome; readonly login?: string | undefined },
  command: string,
  inFile: string | undefined,
): string {
  const who = `*${inertLine(login, 60)}*`;
  const again = `Type \`${command} link\` for a new code.`;
  switch (outcome) {
    case 'linked':
      return [`✅ You are ${who} on GitHub. Running releases know it too.`, differenceText(login, inFile) ?? ''].join(
        '\n',
      );
    case 'taken':
      return `${who} on GitHub is linked to another person of this workspace already, so it was not linked to you. One GitHub account belongs to one person: if it is yours, they type \`${command} unlink\` first.`;
    case 'expired':
      return `The code ran out before it was entered, so nothing was linked. ${again}`;
    case 'denied':
      return `The code was declined at GitHub, so nothing was linked. ${again}`;
    case 'disabled':
      return noCode.disabled;
    case 'unknown':
      return `GitHub does not know the code any more, so nothing was linked. ${again}`;
    case 'lost':
      return `GitHub's answer got lost on its way, and it gives it only once, so nothing was linked. ${again}`;
    case 'unread':
      return `You confirmed the code, but GitHub did not say who you are, so nothing was linked. ${again}`;
    case 'refused':
      return noCode.refused;
  }
}

/** The button that starts linking. */
const linkButton = button({ action: actionIds.link, words: 'Link my GitHub account', value: 'link', style: 'primary' });

/** A refusal's text, with the button that helps where Slipway does not know who the person is on GitHub. */
export function refusalWithLink(refused: Refusal | undefined, text: string, command: string): MessageView | string {
  if (refused?.refused !== 'identity_unknown') return text;
  const said = withCommand(text, command);
  const blocks: KnownBlock[] = [section(said), { type: 'actions', elements: [linkButton] }];
  return { text: said, blocks };
}
