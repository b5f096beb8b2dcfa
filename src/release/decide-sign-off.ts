import type { PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Release, stepState } from './release.ts';
import { mayNotSign, subjectOf } from './sign-off.ts';

type SignOff = Extract<PersonCommand, { type: 'SignOff' }>;

/** The no to a signature for a commit that is no longer the head; undefined while it is, or while there is none. */
export function staleSubject(release: Release, { subject, step }: SignOff): Refusal | undefined {
  const head = subjectOf(release, step);
  if (head === undefined || head === subject) return undefined;
  return refusal(
    'stale_subject',
    `The pull request has moved from ${subject.slice(0, 7)} to ${head.slice(0, 7)} since you opened this. Close it, open it again and look at what changed.`,
  );
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
    return refusal('not_current', 'There is nothing to sign yet: the pull request is not open.');
  const stale = staleSubject(release, command);
  if (stale !== undefined) return stale;
  if (decision !== 'approve' && (comment ?? '').trim() === '')
    return refusal('reason_missing', 'Say what is wrong, so that it can be put right.');
  const earlier = signatures.find((s) => s.by === by);
  if (earlier?.decision === decision && earlier.subject === subject && earlier.comment === comment)
    return refusal('already_done', 'You have signed this already.');
  const signed: ReleaseEvent = {
    type: 'SignOffGiven',
    step,
    by,
    decision,
    subject,
    ...(comment === undefined || comment.trim() === '' ? {} : { comment: comment.trim() }),
  };
  if (decision !== 'reject') return [signed];
  return [
    signed,
    {
      type: 'StepFailed',
      step,
      sentence: 'The sign-off was refused.',
      remedy: 'Put right what the comment names, then Retry asks again; or cancel the release.',
    },
    { type: 'ReleasePaused', by: 'slipway', reason: 'The sign-off was refused.', step },
  ];
}
