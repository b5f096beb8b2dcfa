import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { withoutSignature } from '../release/decide-revocation.ts';
import { evidenceSeen } from '../release/evidence-seen.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Person, plannedStep, type Release, stepState } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { titleOf, waitingOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button, context, inline, option, plain, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { noticeModal } from './notice-modal.ts';
import { besidesLine } from './own-step-lines.ts';
import { pinnedBranch } from './pinned-lines.ts';
import { referenceLinks, stepLinks } from './release-links.ts';
import {
  consequenceLines,
  evidenceLines,
  gateLines,
  planLines,
  shownChanges,
  signatureLines,
} from './sign-off-lines.ts';
import { signsForLine } from './signs-for-line.ts';
import { targetText } from './target.ts';
import { signedBefore } from './void-lines.ts';

export const signOffIds = { view: 'sign-off', confirm: 'confirm', decision: 'decision', comment: 'comment' } as const;

/** What a sign-off modal was shown for. Untrusted: it comes back through Slack. */
export const signOffShown = z.object({
  release: z.string(),
  step: z.string(),
  subject: z.string().regex(/^[0-9a-f]{40}$/),
  /** What evidenceSeen wrote of the gates and evidence that were shown. */
  evidence: z.string().optional(),
  /** How often it was drawn anew because that changed: each drawing begins with no decision. */
  again: z.int().optional(),
});
export type SignOffShown = z.output<typeof signOffShown>;

/** The blocks of the confirmations: one for all where they fit the options of a checkbox (75 characters, 10 of them), else one each. */
export function confirmGroups(confirms: readonly string[]): readonly (readonly string[])[] {
  const fit = confirms.length <= 10 && confirms.every((c) => c.length <= 75);
  if (confirms.length === 0) return [];
  return fit ? [confirms] : confirms.map((c) => [c]);
}

/** Ids carry the commit, and which drawing it is: a modal redrawn for another commit or other evidence begins with empty boxes. */
export function confirmBlock(group: number, subject: string, again = 0): string {
  return `confirm:${group}:${subject.slice(0, 7)}${again === 0 ? '' : `:${again}`}`;
}
export function decisionBlock(subject: string, again = 0): string {
  return `decision:${subject.slice(0, 7)}${again === 0 ? '' : `:${again}`}`;
}
export const commentBlock = 'comment';

function confirmInputs(confirms: readonly string[], { subject, again }: SignOffShown): readonly InputBlock[] {
  const groups = confirmGroups(confirms);
  return groups.map((group, n) => {
    const single = groups.length > 1;
    const options = group.map((c, i) => option(single ? 'I confirm' : c, String(i)));
    return {
      type: 'input',
      block_id: confirmBlock(n, subject, again),
      optional: true, // only an approval demands it
      label: plain(single ? (group[0] ?? '') : 'To approve, confirm', 200),
      element: { type: 'checkboxes', action_id: signOffIds.confirm, options },
    };
  });
}

function decisionsOf(release: Release, { step }: SignOffShown) {
  const signed = plannedStep(release, step)?.step;
  const pinned = signed !== undefined && 'sign-off' in signed && pinnedBranch(release, signed.of) !== undefined;
  const until = pinned ? 'the commit is pinned anew' : 'something is pushed';
  return [
    option('Approve', 'approve'),
    option('Ask for changes', 'changes', `The release waits until ${until}, or you approve`),
    option('Reject', 'reject', 'The release is paused'),
  ];
}
/** What really comes of it: others' approvals may suffice. */
const takenBack = {
  stays: 'Others have approved it: it stays signed without you. Say why below',
  signed: 'Nobody objects then, and the others’ approvals count. Say why below',
  asked: 'The sign-off is asked for anew; say why below',
} as const;

function takeBackOption(release: Release, { step }: SignOffShown, person: Person | undefined) {
  const then = person === undefined ? 'asked' : withoutSignature(release, step, person);
  return option('Take back my signature', 'revoke', takenBack[then]);
}

function decisionInputs(release: Release, shown: SignOffShown, viewer: Viewer): readonly InputBlock[] {
  const { subject, again } = shown;
  const { comment = '' } = viewer;
  const takeBack = takeBackOption(release, shown, viewer.person);
  return [
    {
      type: 'input',
      block_id: decisionBlock(subject, again),
      label: plain('Your decision', 100),
      element: {
        type: 'radio_buttons',
        action_id: signOffIds.decision,
        options: [
          ...(viewer.signs === false ? [] : decisionsOf(release, shown)),
          ...(viewer.revokes === true ? [takeBack] : []),
        ],
        ...(viewer.signs === false && viewer.revokes === true ? { initial_option: takeBack } : {}),
      },
    },
    {
      type: 'input',
      block_id: commentBlock,
      optional: true,
      label: plain('Comment', 100),
      hint: plain('Needed for anything but an approval. Everybody in the thread reads it.', 150),
      element: {
        type: 'plain_text_input',
        action_id: signOffIds.comment,
        multiline: true,
        max_length: 1000,
        ...(comment === '' ? {} : { initial_value: comment }),
      },
    },
  ];
}

/** Who looks at a sign-off, and what they can do there. */
export interface Viewer {
  readonly person?: Person;
  /** They can decide; else only take back what they decided. */
  readonly signs?: boolean;
  readonly revokes?: boolean;
  /** Set where it is drawn anew: what turned since, in mrkdwn, and what was typed so far. */
  readonly turned?: readonly string[];
  readonly again?: number;
  readonly comment?: string;
  /** What else waits for their signature. */
  readonly besides?: readonly PlannedStep[];
}

/** What the viewer is to know before all else: what turned while it was open, and what they signed before. */
function viewerBlocks(release: Release, shown: SignOffShown, viewer: Viewer, githubUrl: string): readonly KnownBlock[] {
  const { turned = [], person } = viewer;
  const before = person === undefined ? [] : signedBefore(release, shown.step, person, shown.subject, githubUrl);
  const signsFor =
    person === undefined || viewer.signs === false ? undefined : signsForLine(release, shown.step, person);
  return [
    ...(signsFor === undefined ? [] : [context(signsFor)]),
    ...(turned.length === 0 ? [] : part('⚠️ Changed meanwhile, so nothing was signed. Look again:', turned)),
    ...part('Your earlier signature', before),
  ];
}

function part(title: string, lines: readonly string[]): readonly KnownBlock[] {
  return lines.length === 0 ? [] : [section(`*${title}*`, ...lines)];
}

/**
 * What a signer decides on: changes, gates, evidence and what signing sets in motion, and below it the decision.
 * undefined while there is no commit to sign.
 */
export function signOffModal(
  release: Release,
  step: string,
  githubUrl: string,
  viewer: Viewer = {},
): ModalView | undefined {
  const planned = plannedStep(release, step);
  const subject = planned !== undefined && 'sign-off' in planned.step ? subjectOf(release, step) : undefined;
  if (planned === undefined || !('sign-off' in planned.step) || subject === undefined) return undefined;
  const { again } = viewer;
  const shown: SignOffShown = { release: release.id, step, subject, evidence: evidenceSeen(release, planned), again };
  const due = waitingOf(release).find((w) => w.planned.id === step)?.deadline;
  const until = due === undefined ? '' : ` · due ${slackDate(due, release.playbook['time-zone'])}`;
  const links = [...stepLinks(release, planned, githubUrl), ...referenceLinks(release, githubUrl)];
  const besides = besidesLine(release, viewer.besides ?? []);
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
      ...(besides === undefined ? [] : [context(besides)]),
      ...viewerBlocks(release, shown, viewer, githubUrl),
      ...part('What changes', shownChanges(release, planned.step.of, subject)),
      ...part('Gates', gateLines(release, planned)),
      ...part('Evidence', evidenceLines(release, planned)),
      ...planLines(release).map((line) => section(line)),
      ...part('Signed so far', signatureLines(release, planned)),
      ...part('What signing sets in motion', consequenceLines(release, planned)),
      ...(links.length === 0 ? [] : [context(`📖 ${inline(links)}`)]),
      { type: 'divider' },
      ...(viewer.signs === false ? [] : confirmInputs(planned.step.confirms, shown)),
      ...decisionInputs(release, shown, viewer),
    ],
  };
}

/** Answers a signature for a commit that is no longer the head: what moved, and the way to the present one. */
export function staleModal(release: Release, shown: SignOffShown, githubUrl: string): ModalView {
  const head = subjectOf(release, shown.step) ?? '';
  const step = plannedStep(release, shown.step)?.step;
  const pinned = step !== undefined && 'sign-off' in step && pinnedBranch(release, step.of) !== undefined;
  const compare = link(
    `${githubUrl}/${release.component.repository}/compare/${shown.subject}...${head}`,
    'See what changed',
  );
  const text = `${pinned ? 'The pinned commit' : 'The pull request'} moved from \`${shown.subject.slice(0, 7)}\` to \`${head.slice(0, 7)}\` while this was open, so *nothing was signed*. ${compare}.`;
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
