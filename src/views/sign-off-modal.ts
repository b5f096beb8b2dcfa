import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { titleOf, waitingOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button, context, inline, option, plain, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { noticeModal } from './notice-modal.ts';
import { referenceLinks, stepLinks } from './release-links.ts';
import {
  consequenceLines,
  evidenceLines,
  gateLines,
  planLines,
  shownChanges,
  signatureLines,
} from './sign-off-lines.ts';
import { targetText } from './target.ts';

export const signOffIds = { view: 'sign-off', confirm: 'confirm', decision: 'decision', comment: 'comment' } as const;

/** What a sign-off modal was shown for. Untrusted: it comes back through Slack. */
export const signOffShown = z.object({
  release: z.string(),
  step: z.string(),
  subject: z.string().regex(/^[0-9a-f]{40}$/),
});
export type SignOffShown = z.output<typeof signOffShown>;

/** The blocks of the confirmations: one for all where they fit the options of a checkbox (75 characters, 10 of them), else one each. */
export function confirmGroups(confirms: readonly string[]): readonly (readonly string[])[] {
  const fit = confirms.length <= 10 && confirms.every((c) => c.length <= 75);
  if (confirms.length === 0) return [];
  return fit ? [confirms] : confirms.map((c) => [c]);
}

/** Ids carry the commit: a modal redrawn for another commit begins with empty boxes. */
export function confirmBlock(group: number, subject: string): string {
  return `confirm:${group}:${subject.slice(0, 7)}`;
}
export function decisionBlock(subject: string): string {
  return `decision:${subject.slice(0, 7)}`;
}
export const commentBlock = 'comment';

function confirmInputs(confirms: readonly string[], subject: string): readonly InputBlock[] {
  const groups = confirmGroups(confirms);
  return groups.map((group, n) => {
    const single = groups.length > 1;
    const options = group.map((c, i) => option(single ? 'I confirm' : c, String(i)));
    return {
      type: 'input',
      block_id: confirmBlock(n, subject),
      optional: true, // only an approval demands it
      label: plain(single ? (group[0] ?? '') : 'To approve, confirm', 200),
      element: { type: 'checkboxes', action_id: signOffIds.confirm, options },
    };
  });
}

function decisionInputs(subject: string): readonly InputBlock[] {
  return [
    {
      type: 'input',
      block_id: decisionBlock(subject),
      label: plain('Your decision', 100),
      element: {
        type: 'radio_buttons',
        action_id: signOffIds.decision,
        options: [
          option('Approve', 'approve'),
          option('Ask for changes', 'changes', 'The release waits until something is pushed, or you approve'),
          option('Reject', 'reject', 'The release is paused'),
        ],
      },
    },
    {
      type: 'input',
      block_id: commentBlock,
      optional: true,
      label: plain('Comment', 100),
      hint: plain('Needed when you reject or ask for changes. Everybody in the thread reads it.', 150),
      element: { type: 'plain_text_input', action_id: signOffIds.comment, multiline: true, max_length: 1000 },
    },
  ];
}

function part(title: string, lines: readonly string[]): readonly KnownBlock[] {
  return lines.length === 0 ? [] : [section(`*${title}*`, ...lines)];
}

/**
 * What a signer decides on: changes, gates, evidence and what signing sets in motion, and below it the decision.
 * undefined while there is no commit to sign.
 */
export function signOffModal(release: Release, step: string, githubUrl: string): ModalView | undefined {
  const planned = plannedStep(release, step);
  const subject = planned !== undefined && 'sign-off' in planned.step ? subjectOf(release, step) : undefined;
  if (planned === undefined || !('sign-off' in planned.step) || subject === undefined) return undefined;
  const shown: SignOffShown = { release: release.id, step, subject };
  const due = waitingOf(release).find((w) => w.planned.id === step)?.deadline;
  const until = due === undefined ? '' : ` · due ${slackDate(due, release.playbook['time-zone'])}`;
  const links = [...stepLinks(release, planned, githubUrl), ...referenceLinks(release, githubUrl)];
  return {
    type: 'modal',
    callback_id: signOffIds.view,
    private_metadata: JSON.stringify(shown),
    title: plain('Sign-off', 24),
    submit: plain('Send decision', 24),
    close: plain('Not now', 24),
    blocks: [
      section(
        `*${inertLine(titleOf(release, planned), 160)}* of *${inertLine(`${release.component.name} ${release.semver}`, 120)}*${until}`,
      ),
      ...part('What changes', shownChanges(release, planned.step.of, subject)),
      ...part('Gates', gateLines(release, planned)),
      ...part('Evidence', evidenceLines(release, planned)),
      ...planLines(release).map((line) => section(line)),
      ...part('Signed so far', signatureLines(release, planned)),
      ...part('What signing sets in motion', consequenceLines(release, planned)),
      ...(links.length === 0 ? [] : [context(`📖 ${inline(links)}`)]),
      { type: 'divider' },
      ...confirmInputs(planned.step.confirms, subject),
      ...decisionInputs(subject),
    ],
  };
}

/** Answers a signature for a commit that is no longer the head: what moved, and the way to the present one. */
export function staleModal(release: Release, shown: SignOffShown, githubUrl: string): ModalView {
  const head = subjectOf(release, shown.step) ?? '';
  const compare = link(
    `${githubUrl}/${release.component.repository}/compare/${shown.subject}...${head}`,
    'See what changed',
  );
  const text = `The pull request moved from \`${shown.subject.slice(0, 7)}\` to \`${head.slice(0, 7)}\` while this was open, so *nothing was signed*. ${compare}.`;
  const checking =
    stepState(release, shown.step).status === 'active'
      ? ''
      : '\nIts checks run again first; you are asked anew as soon as it can be signed.';
  const again = button({
    action: actionIds.signOff,
    words: 'Look at it as it is now',
    value: targetText({ release: release.id, step: shown.step }),
    style: 'primary',
  });
  return noticeModal('Changed meanwhile', `${text}${checking}`, [{ type: 'actions', elements: [again] }]);
}
