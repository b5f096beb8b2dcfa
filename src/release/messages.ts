import type { ReleaseEvent } from './events.ts';
import type { Recorded } from './evolve.ts';
import { type Message, plannedStep, type Release } from './release.ts';

type StepRead = Extract<ReleaseEvent, { type: 'StepRead' }>;

function turnedRed({ outcome, step }: StepRead, before: Release | undefined): boolean {
  return outcome === 'fail' && before?.steps[step]?.red !== true; // an outage in between is no news
}

/** It waits for a pull request that a person is to merge: the card alone would notify nobody. */
function asksForMerge({ outcome, step, facts }: StepRead, before: Release | undefined): boolean {
  const number = facts?.['number'];
  return outcome === 'wait' && number !== undefined && before?.steps[step]?.facts['number'] !== number;
}

function toldOf(release: Release, event: ReleaseEvent, before: Release | undefined): boolean {
  switch (event.type) {
    case 'ReleaseStarted':
    case 'StepFailed':
    case 'StepRetried':
    case 'SignOffGiven':
    case 'HeadMoved':
    case 'DeployRequested':
    case 'ReleaseResumed':
    case 'ReleaseCancelled':
    case 'ReleaseClosed':
    case 'DeadlinePassed':
      return true;
    case 'ReleasePaused':
      return event.step === undefined; // the failure that paused it has its own message
    case 'ChecklistSaved':
      return release.steps[event.step]?.status === 'done';
    case 'StepCompleted': // checks that pass show on the card; what changed the world is told
      return event.how !== 'made' || plannedStep(release, event.step)?.kind !== 'check';
    case 'StepRead':
      return turnedRed(event, before) || asksForMerge(event, before);
    case 'StatusMirrored':
    case 'MessagePosted':
    case 'MessageDropped':
    case 'AttemptRefused':
      return false;
  }
}

function asksPeople(release: Release, id: string): boolean {
  const kind = plannedStep(release, id)?.kind;
  return kind === 'checklist' || kind === 'sign-off' || kind === 'deploy';
}

/** Its turn came, or came again: a voided sign-off is asked for anew. */
function becameActive(before: Release | undefined, after: Release, id: string): boolean {
  const [was, is] = [before?.steps[id], after.steps[id]];
  return is?.status === 'active' && (was?.status !== 'active' || was.attempt !== is.attempt);
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
    .filter((p) => asksPeople(after, p.id) && becameActive(before, after, p.id))
    .map((p): Message => ({ id: `e${version}-${p.id}`, at, about: { type: 'StepAsked', step: p.id } }));
  return [...told, ...asked];
}
