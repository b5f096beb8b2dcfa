import type { ModalView } from '@slack/types';
import { context, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { mention } from './mentions.ts';
import { noticeModal } from './notice-modal.ts';

const title = 'Link GitHub';

/** A code that GitHub gave for a person to enter. */
export interface ShownCode {
  readonly person: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresAt: Date;
  readonly zone: string;
}

/** While GitHub is asked for a code. `linked`: as whom the person is known already. */
export function askingModal(linked: string | undefined): ModalView {
  const now =
    linked === undefined
      ? ''
      : ` You are *${inertLine(linked, 60)}* on GitHub; an account that you confirm now takes its place.`;
  return noticeModal(title, `⏳ Asking GitHub for a code …${now}`);
}

/** What to do with a code, and with one that somebody else wants entered. */
export function codeLines({ person, userCode, verificationUri, expiresAt, zone }: ShownCode): readonly string[] {
  return [
    `${mention(person)}, you asked to link your GitHub account. Open ${link(verificationUri, verificationUri)}, sign in there as yourself, and enter:`,
    `*${inertLine(userCode, 30)}*`,
    `The code is good until ${slackDate(expiresAt, zone, 'time')}. Slipway learns your login and the number of your account, and nothing else; it keeps no access.`,
    '⚠️ Enter no code that you have not asked for yourself, and give yours to nobody: whoever’s code you enter becomes you in Slipway.',
  ];
}

/** The code, shown to its person alone. */
export function codeModal(code: ShownCode): ModalView {
  const [first = '', shown = '', ...rest] = codeLines(code);
  return noticeModal(title, first, [
    section(shown),
    section(...rest),
    context('Close this if you like: you are told, you alone, when GitHub has confirmed it.'),
  ]);
}

/** How it ended. `text` is mrkdwn. */
export function linkEndedModal(text: string): ModalView {
  return noticeModal(title, text);
}
