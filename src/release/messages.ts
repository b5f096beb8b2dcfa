import { touches } from './circumstances.ts';
import { awaitsOwners } from './code-owners.ts';
import { awaitsOpening, deploysIn } from './deploy-window.ts';
import type { ReleaseEvent } from './events.ts';
import type { Recorded } from './evolve.ts';
import { awaitsReview, type Message, plannedStep, type Release, stepState } from './release.ts';

type StepRead = Extract<ReleaseEvent, { type: 'StepRead' }>;

function turnedRed({ outcome, step }: StepRead, before: Release | undefined): boolean {
  return outcome === 'fail' && before?.steps[step]?.red !== true; // an outage in between is no news
}

/** Somebody may let the release go on without it, and nobody looks at the card before they are asked for something. */
function turnedUnreadable(release: Release, { outcome, step }: StepRead, before: Release | undefined): boolean {
  const isCheck = plannedStep(release, step)?.kind === 'check';
  return isCheck && outcome === 'unavailable' && before?.steps[step]?.toldUnreadable !== true;
}

/** It waits for a pull request that a person is to merge: the card alone would notify nobody. */
function asksForMerge({ outcome, step, facts }: StepRead, before: Release | undefined): boolean {
  const number = facts?.['number'];
  return outcome === 'wait' && number !== undefined && before?.steps[step]?.facts['number'] !== number;
}

/** What came into the branch that is released: people see how small it is before they are asked to sign it. */
function isFix(release: Release, id: string): boolean {
  const step = plannedStep(release, id)?.step;
  return step !== undefined && 'check' in step && step.check === 'pull-request-merged' && step.to !== undefined;
}

function toldOf(release: Release, event: ReleaseEvent, before: Release | undefined): boolean {
  switch (event.type) {
    case 'ReleaseStarted':
    case 'StepFailed':
    case 'StepRetried':
    case 'SignOffGiven':
    case 'HeadMoved':
    case 'DeployRequested':
    case 'IssuesSettled':
    case 'DeployConfirmed':
    case 'SignatureRevoked':
    case 'CommitRepinned':
    case 'BreakGlassAsked':
    case 'ReviewClosed':
    case 'ReleaseResumed':
    case 'ReleaseCancelled':
    case 'ReleaseClosed':
    case 'DeadlinePassed':
    case 'RoleRefreshed':
    case 'RoleChanged':
    case 'DelegationGiven':
    case 'DelegationEnded':
    case 'Escalated':
    case 'CheckWaived':
    case 'CheckRelapsed':
    case 'CheckRerunAnswered':
    case 'AnnouncementReviewed':
    case 'WindowScheduled':
    case 'WindowClosed':
      return true;
    case 'WindowOpened': // where it is the turn of a deployment, the ask for it says so
      return deploysIn(release, event.step).every(({ id }) => release.steps[id]?.status !== 'active');
    case 'WindowTold':
      return event.refused !== undefined;
    case 'ReleaseWithdrawn':
    case 'WithdrawalCarriedOut':
    case 'WithdrawalEnded':
    case 'LessonNoted':
    case 'TakeOutAsked':
    case 'TakeOutOpened':
    case 'TakeOutEnded':
    case 'BranchFrozen':
    case 'FreezeLifted':
      return true;
    case 'LessonAdded':
      return event.refused !== undefined;
    case 'ReleasePaused':
      return event.step === undefined; // the failure that paused it has its own message
    case 'ChecklistSaved':
      return release.steps[event.step]?.status === 'done';
    case 'EvidenceHashed':
      return before?.steps[event.step]?.status !== 'done' && release.steps[event.step]?.status === 'done';
    case 'EvidenceLost':
    case 'TrackedTickUndone':
      return true;
    case 'StepCompleted': // checks that pass show on the card; what changed the world, or brings more to do, is told
      if (event.how !== 'made' || plannedStep(release, event.step)?.kind !== 'check') return true;
      return touches(event.facts ?? {}) || isFix(release, event.step);
    case 'StepRead':
      return turnedRed(event, before) || asksForMerge(event, before) || turnedUnreadable(release, event, before);
    case 'BreakGlassConfirmed': // what it completes is told
    case 'StatusMirrored':
    case 'TrackingWritten':
    case 'MessagePosted':
    case 'MessageDropped':
    case 'DirectMessagePosted':
    case 'DirectMessageUpdated':
    case 'DirectMessageMoot':
    case 'DirectMessageDropped':
    case 'PersonReminded':
    case 'ReminderPutOff':
    case 'Snoozed':
    case 'SnoozeEnded':
    case 'AttemptRefused':
    case 'IdentityLinked': // the person alone is told
    case 'OwnersFound': // the ask names them
    case 'CheckRerunAsked': // its answer is told
    case 'CheckSeenGreen': // what waited for it goes on
      return false;
  }
}

function asksPeople(release: Release, id: string): boolean {
  const planned = plannedStep(release, id);
  if (planned !== undefined && 'announce' in planned.step) return planned.step['reviewed-by'] !== undefined;
  const kind = planned?.kind;
  return kind === 'checklist' || kind === 'sign-off' || kind === 'window' || kind === 'deploy';
}

/** Whether nobody can be asked yet: owners are being looked up, an announcement is being written, or the window is still to open. */
function isTooEarly(release: Release, id: string): boolean {
  const planned = plannedStep(release, id);
  if (planned?.kind === 'announce') return !awaitsReview(planned, stepState(release, id));
  return awaitsOwners(release, id) || (planned !== undefined && awaitsOpening(release, planned));
}

/** Its turn came, or came again: a voided sign-off is asked for anew. */
function becameActive(before: Release | undefined, after: Release, id: string): boolean {
  const [was, is] = [before?.steps[id], after.steps[id]];
  if (is?.status !== 'active' || isTooEarly(after, id)) return false;
  const found = before !== undefined && was !== undefined && isTooEarly(before, id);
  return was?.status !== 'active' || was.attempt !== is.attempt || found;
}

/** The messages that an event makes Slipway owe: the telling of it, and an ask for each step that people are now waited for. */
export function messagesOf(
  before: Release | undefined,
  after: Release,
  { event, at, version }: Recorded,
): readonly Message[] {
  const told: Message[] = toldOf(after, event, before)
    ? [{ id: event.type === 'ReleaseStarted' ? 'card' : `e${version}`, at, about: event }]
    : [];
  const asked = after.plan
    .filter((p) => event.type !== 'WindowClosed' && asksPeople(after, p.id) && becameActive(before, after, p.id)) // its own message asks
    .map((p): Message => ({ id: `e${version}-${p.id}`, at, about: { type: 'StepAsked', step: p.id } }));
  return [...told, ...asked];
}
