import { hasBegun } from './begun-deployment.ts';
import type { PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { awaitsHeldLook } from './held-checks.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { isMachines, plannedStep, type Release, stepState } from './release.ts';
import { noReason } from './said-enough.ts';
import { titleOf } from './waiting.ts';

type Repin = Extract<PersonCommand, { type: 'Repin' }>;

/** The tag, made or just being made: it names a commit for good. */
function tagStands(release: Release): string | undefined {
  const tag = release.plan.find((p) => 'action' in p.step && p.step.action === 'create-tag');
  const status = tag === undefined ? undefined : stepState(release, tag.id).status;
  if (status === 'done') return `The tag ${release.tag} stands already`;
  return status === 'active' ? `The tag ${release.tag} is being made at this moment` : undefined;
}

/**
 * A deployment that runs outside, or may be asked for at any moment. With the commit pinned anew its step would forget the
 * run, which goes on all the same, while its environment would be free for another release.
 */
function deploysNow(release: Release, pin: PlannedStep): PlannedStep | undefined {
  return release.plan.find((p) => {
    const state = stepState(release, p.id);
    if (p.kind !== 'deploy' || p.group <= pin.group || state.status !== 'active' || !isMachines(release, p.id))
      return false;
    return hasBegun(state) || (release.status === 'open' && !awaitsHeldLook(release, p));
  });
}

/** Whether a commit is pinned here that can be pinned anew still. */
export function isRepinnable(release: Release, planned: PlannedStep): boolean {
  const { id, step } = planned;
  const pins = 'action' in step && step.action === 'pin-commit';
  const isPinned = pins && stepState(release, id).status === 'done';
  return isPinned && tagStands(release) === undefined && deploysNow(release, planned) === undefined;
}

/** Those who run the release read the branch anew, as long as no tag stands and nothing is being deployed: what was judged of the old commit is void. */
export function decideRepin(release: Release, { step, by, reason }: Repin): readonly ReleaseEvent[] | Refusal {
  const pin = plannedStep(release, step);
  const planned = pin?.step;
  if (pin === undefined || planned === undefined || !('action' in planned) || planned.action !== 'pin-commit')
    return refusal('not_current', 'This step pins no commit.');
  const { status, facts } = stepState(release, step);
  if (status === 'failed')
    return refusal('not_current', 'It could not be pinned. Put right what the card says, then press Retry.');
  const from = facts['head'];
  if (status !== 'done' || from === undefined)
    return refusal(
      'not_current',
      `No commit is pinned at this moment: Slipway reads ${planned.ref} when its turn comes.`,
    );
  const stands = tagStands(release);
  if (stands !== undefined)
    return refusal(
      'not_current',
      `${stands}, so the release stays at ${from.slice(0, 7)}. To release something else, cancel this one and start one with the next version.`,
    );
  const deploys = deploysNow(release, pin);
  if (deploys !== undefined) {
    const does = hasBegun(stepState(release, deploys.id)) ? 'is deploying' : 'may begin at any moment to deploy';
    return refusal(
      'not_current',
      `“${titleOf(release, deploys)}” ${does} ${from.slice(0, 7)}. Wait for its end, then pin anew; or cancel the release.`,
    );
  }
  const unsaid = noReason(reason, 'Say in a few words why: the reason goes into the record.');
  if (unsaid !== undefined) return unsaid;
  return [{ type: 'CommitRepinned', step, by, reason: reason.trim(), from }];
}
