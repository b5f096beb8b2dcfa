import type { PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { currentStage, isMachines, type Person, plannedStep, type Release, stepState } from './release.ts';
import { presentSignatures, quorumReached } from './sign-off.ts';
import { titleOf } from './waiting.ts';

type Revoke = Extract<PersonCommand, { type: 'RevokeSignature' }>;

const instead = 'Pause the release to stop it before its next step, or have it cancelled';

/** What a machine made, or has begun to make outside, after a step in its stage; undefined where there is nothing of the kind. */
function madeAfter(release: Release, { stage, group }: PlannedStep): PlannedStep | undefined {
  return release.plan.find((p) => {
    if (p.stage !== stage || p.group <= group) return false;
    const { status, facts } = stepState(release, p.id);
    if (p.kind === 'deploy') return status === 'done' || isMachines(release, p.id);
    if (p.kind !== 'action' && p.kind !== 'announce') return false;
    return status === 'done' || Object.keys(facts).length > 0; // a run that was started is there
  });
}

/** Why this person cannot take back a signature here; undefined when they can. */
export function mayNotRevoke(release: Release, step: string, by: Person): Refusal | undefined {
  const planned = plannedStep(release, step);
  if (planned === undefined || !('sign-off' in planned.step)) return refusal('not_current', 'This step is not signed.');
  const { status, done, voided } = stepState(release, step);
  if (!presentSignatures(release, step).some((s) => s.by === by))
    return voided.some((s) => s.by === by)
      ? refusal('not_current', 'What you signed here no longer counts already, so there is nothing to take back.')
      : refusal('not_current', 'You have not signed this, so there is nothing to take back.');
  if (status === 'failed')
    return refusal('not_current', 'It was rejected. Once that is settled, Retry asks for the sign-off again.');
  if (done !== undefined && done.how !== 'made')
    return refusal(
      'not_current',
      `This is done without your signature, so taking it back changes nothing. ${instead}.`,
    );
  if (planned.stage !== currentStage(release)) {
    const stage = release.playbook.stages[planned.stage]?.stage ?? '';
    return refusal('not_current', `The stage “${stage}” is closed, so the signatures in it stand. ${instead}.`);
  }
  const made = madeAfter(release, planned);
  return made === undefined
    ? undefined
    : refusal(
        'not_current',
        `“${titleOf(release, made)}” has happened on the strength of your signature already, so it stands. ${instead}.`,
      );
}

/** Whether a step holds a signature that its signer can take back now. */
export function isRevocable(release: Release, { id, step }: PlannedStep): boolean {
  if (!('sign-off' in step)) return false;
  return presentSignatures(release, id).some((s) => mayNotRevoke(release, id, s.by) === undefined);
}

/** What a sign-off is without what this person decided: still signed by the others, signed by them now that nobody objects, or asked for anew. */
export function withoutSignature(release: Release, step: string, by: Person): 'stays' | 'signed' | 'asked' {
  const state = stepState(release, step);
  const signatures = state.signatures.filter((s) => s.by !== by);
  const left = { ...release, steps: { ...release.steps, [step]: { ...state, signatures } } };
  if (!quorumReached(left, step)) return 'asked';
  return state.status === 'done' ? 'stays' : 'signed';
}

/** Whoever signed may take it back until its stage is closed, and until something was made on the strength of it. */
export function decideRevocation(release: Release, { step, by, reason }: Revoke): readonly ReleaseEvent[] | Refusal {
  const barred = mayNotRevoke(release, step, by);
  if (barred !== undefined) return barred;
  if (reason.trim() === '')
    return refusal('reason_missing', 'Say why you take it back: everybody in the thread reads it.');
  return [{ type: 'SignatureRevoked', step, by, reason: reason.trim() }];
}
