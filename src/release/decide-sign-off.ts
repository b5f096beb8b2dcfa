import type { PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { turnedSince } from './evidence-seen.ts';
import { mayNotSign } from './may-sign.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { plannedStep, type Release, stepState } from './release.ts';
import { shortened } from './shortened.ts';
import { signsFor, subjectOf } from './sign-off.ts';

type SignOff = Extract<PersonCommand, { type: 'SignOff' }>;

/** The no to a signature for a commit that is no longer the head; undefined while it is, or while there is none. */
export function staleSubject(release: Release, { subject, step }: SignOff): Refusal | undefined {
  const head = subjectOf(release, step);
  if (head === undefined || head === subject) return undefined;
  const of = plannedStep(release, step)?.step;
  const named =
    of !== undefined && 'of' in of && typeof of.of === 'string' ? plannedStep(release, of.of)?.step : undefined;
  const what =
    named !== undefined && 'action' in named && named.action === 'pin-commit' ? 'pinned commit' : 'pull request';
  return refusal(
    'stale_subject',
    `The ${what} has moved from ${subject.slice(0, 7)} to ${head.slice(0, 7)} since you opened this. Close it, open it again and look at what changed.`,
  );
}

const mostComment = 240; // as much as a card shows of it; the thread has all of it

/** The rejection as those who run the release read it: with what the signer said. */
function refusedSentence(comment: string): string {
  const said = comment.replaceAll(/\s+/g, ' ').trim();
  return `The sign-off was refused: “${shortened(said, mostComment)}”.`;
}

/** A sign-off holds only for the commit that was shown, by somebody who may sign it now. A rejection stops the release. */
export function decideSignOff(
  release: Release,
  planned: PlannedStep,
  command: SignOff,
): readonly ReleaseEvent[] | Refusal {
  const { by, decision, comment, subject, step } = command;
  if (!('sign-off' in planned.step)) return refusal('not_current', 'This step is not signed.');
  const barred = mayNotSign(release, step, by);
  if (barred !== undefined) return barred;
  const { status, signatures } = stepState(release, step);
  if (status === 'failed')
    return refusal('not_current', 'It was rejected. Once that is settled, Retry asks for the sign-off again.');
  if (subjectOf(release, step) === undefined)
    return refusal('not_current', 'There is nothing to sign yet: there is no commit.');
  const stale = staleSubject(release, command);
  if (stale !== undefined) return stale;
  if (command.evidence !== undefined && turnedSince(release, planned, command.evidence).length > 0)
    return refusal('stale_evidence', 'What you decide on has changed since you opened this. Look at what changed.');
  if (decision !== 'approve' && (comment ?? '').trim() === '')
    return refusal('reason_missing', 'Say what is wrong, so that it can be put right.');
  const earlier = signatures.find((s) => s.by === by);
  if (earlier?.decision === decision && earlier.subject === subject && earlier.comment === comment)
    return refusal('already_done', 'You have signed this already.');
  const holder = signsFor(release, step, by);
  const signed: ReleaseEvent = {
    type: 'SignOffGiven',
    step,
    by,
    decision,
    subject,
    ...(holder === undefined ? {} : { for: holder }),
    ...(comment === undefined || comment.trim() === '' ? {} : { comment: comment.trim() }),
  };
  if (decision !== 'reject') return [signed];
  return [
    signed,
    {
      type: 'StepFailed',
      step,
      sentence: refusedSentence(comment ?? ''),
      remedy: 'Put right what the comment names, then Retry asks again; or cancel the release.',
    },
    { type: 'ReleasePaused', by: 'slipway', reason: 'The sign-off was refused.', step },
  ];
}
