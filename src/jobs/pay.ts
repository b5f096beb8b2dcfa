import type { Execute } from '../execute.ts';
import { mirrorOf } from '../release/mirror.ts';
import { RefusedOutside } from '../release/outside-errors.ts';
import type { Owed } from '../release/owed.ts';
import { type Person, plannedStep, type Release, stepState } from '../release/release.ts';
import { deadlineOf } from '../release/waiting.ts';
import { lookAgain } from './look-again.ts';
import { performRerun, type RerunPorts } from './perform-rerun.ts';
import { type EffectOutcome, performStep } from './perform-step.ts';
import { sentenceOf } from './step-outcome.ts';
import type { WindowTelling } from './tell-window.ts';

/** What pays each kind of debt. */
export interface PayPorts extends RerunPorts {
  readonly execute: Execute;
  watchPullRequest(release: Release, step: string): Promise<void>;
  mirrorStatus(release: Release): Promise<void>;
  keepTracking(release: Release, step: string): Promise<void>;
  hashEvidence(
    release: Release,
    file: { readonly step: string; readonly item: string; readonly file: string },
  ): Promise<void>;
  postMessage(release: Release): Promise<void>;
  withdraw(release: Release, task: string): Promise<void>;
  tellFreeze(
    release: Release,
    freeze: { readonly of: string; readonly branch: string; readonly lifts: boolean },
  ): Promise<void>;
  takeOut(release: Release, asked: number): Promise<void>;
  addLesson(release: Release, lesson: number): Promise<void>;
  tellWindow(release: Release, news: WindowTelling): Promise<void>;
  findOwners(release: Release, step: string): Promise<void>;
  directMessage(release: Release, person: Person): Promise<void>;
  remindPerson(release: Release, person: Person): Promise<void>;
}

async function remindOf(ports: PayPorts, release: Release, step: string): Promise<void> {
  const planned = plannedStep(release, step);
  if (planned === undefined) return;
  const state = stepState(release, step);
  let times = state.reminders + 1;
  const due = (): Date | undefined => deadlineOf(planned, { ...state, reminders: times });
  while ((due() ?? ports.now()) < ports.now()) times += 1; // after a long stop one reminder, not all that were missed
  await ports.execute(release.id, { type: 'RecordDeadline', step, attempt: state.attempt, times });
}

/** A status that GitHub does not let us set is not tried again until somebody retries the merge. */
async function recordUnset(ports: PayPorts, release: Release, error: RefusedOutside): Promise<void> {
  const mirror = mirrorOf(release);
  if (mirror === undefined) return;
  const { sha, state, description } = mirror;
  await ports.execute(release.id, { type: 'RecordMirror', sha, state, description, refused: error.message });
}

/** Effects that the merge stands on. */
const stopsMerge = new Set<Owed['effect']>(['mirror-status', 'watch-pull-request', 'owners']);

/** What cannot be mirrored or watched for good must stop the merge that stands on it, with its remedy, instead of waiting in silence. */
async function stopMerge(ports: PayPorts, release: Release, error: RefusedOutside): Promise<void> {
  const merge = release.plan.find((p) => 'action' in p.step && p.step.action === 'merge-pull-request');
  if (merge === undefined) throw error;
  const { attempt } = stepState(release, merge.id);
  await ports.execute(release.id, {
    type: 'RecordFailure',
    step: merge.id,
    attempt,
    sentence: sentenceOf(error.message),
    remedy: error.remedy,
  });
}

async function pay(ports: PayPorts, release: Release, owed: Owed, signal: AbortSignal): Promise<EffectOutcome> {
  switch (owed.effect) {
    case 'message':
      await ports.postMessage(release);
      return 'done';
    case 'mirror-status':
      await ports.mirrorStatus(release);
      return 'done';
    case 'withdrawal':
      await ports.withdraw(release, owed.task);
      return 'done';
    case 'take-out':
      await ports.takeOut(release, owed.asked);
      return 'done';
    case 'freeze':
      await ports.tellFreeze(release, owed);
      return 'done';
    case 'lesson':
      await ports.addLesson(release, owed.lesson);
      return 'done';
    case 'watch-pull-request':
      await ports.watchPullRequest(release, owed.step);
      return 'done';
    case 'keep-tracking':
      await ports.keepTracking(release, owed.step);
      return 'done';
    case 'hash-file':
      await ports.hashEvidence(release, owed);
      return 'done';
    case 'direct-message':
      await ports.directMessage(release, owed.person);
      return 'done';
    case 'reminder':
      await ports.remindPerson(release, owed.person);
      return 'done';
    case 'wake': {
      const until = release.chased[owed.person]?.snoozed;
      if (until !== undefined) await ports.execute(release.id, { type: 'RecordAwake', person: owed.person, until });
      return 'done';
    }
    case 'deadline':
      await remindOf(ports, release, owed.step);
      return 'done';
    case 'delegation':
      await ports.execute(release.id, { type: 'RecordDelegationOver' });
      return 'done';
    case 'window-turn':
      await ports.execute(release.id, { type: 'RecordWindowTurn' });
      return 'done';
    case 'tell-window':
      await ports.tellWindow(release, owed);
      return 'done';
    case 'escalation': {
      const { step: at, attempt, role } = owed;
      await ports.execute(release.id, { type: 'RecordEscalation', at, attempt, role });
      return 'done';
    }
    case 'owners':
      await ports.findOwners(release, owed.step);
      return 'done';
    case 'look-again': {
      const planned = plannedStep(release, owed.step);
      return planned === undefined ? 'unowed' : lookAgain(ports, release, planned, owed.before, signal);
    }
    case 'rerun-check': {
      const planned = plannedStep(release, owed.step);
      return planned === undefined ? 'unowed' : performRerun(ports, release, planned, signal);
    }
    case 'step': {
      const planned = plannedStep(release, owed.step);
      return planned === undefined ? 'unowed' : performStep(ports, release, planned, signal);
    }
  }
}

/** Pays one debt. What stops the merge for good is recorded as its failure, with the remedy. */
export async function payOrStop(ports: PayPorts, release: Release, owed: Owed, signal: AbortSignal) {
  try {
    return await pay(ports, release, owed, signal);
  } catch (error) {
    if (error instanceof RefusedOutside && owed.effect === 'mirror-status') await recordUnset(ports, release, error);
    if (error instanceof RefusedOutside && stopsMerge.has(owed.effect)) {
      await stopMerge(ports, release, error);
      return 'failed';
    }
    throw error;
  }
}
