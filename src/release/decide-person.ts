import { decideBreakGlass, decideConfirmBreakGlass } from './break-glass.ts';
import { itemsOf } from './checklist.ts';
import type { PersonCommand } from './commands.ts';
import { current } from './current-step.ts';
import { decideAnnouncement } from './decide-announcement.ts';
import { decideSnooze } from './decide-chase.ts';
import { decideRerun, decideWaiver } from './decide-check.ts';
import { decideRepin } from './decide-repin.ts';
import { decideRevocation } from './decide-revocation.ts';
import { decideChangeRole, decideDelegate, decideEndDelegation } from './decide-roles.ts';
import { decideSettlement } from './decide-settlement.ts';
import { decideSignOff, staleSubject } from './decide-sign-off.ts';
import { decideWindow, mayNotDeployNow } from './decide-window.ts';
import { decideConfirmDeploy, pressesFor } from './deploy-confirmation.ts';
import { wantsWindow } from './deploy-window.ts';
import { mayNotDo, mayNotManage } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { decideLesson } from './lessons.ts';
import { mayNotCompleteOutside } from './may-complete-outside.ts';
import { type Refusal, refusal } from './refusal.ts';
import {
  awaitsConfirmation,
  currentSteps,
  isRunning,
  isWithdrawing,
  plannedStep,
  type Release,
  resumesWith,
  stepState,
} from './release.ts';
import { decideReview } from './reviews.ts';
import { noEvidence } from './said-enough.ts';
import { decideTakeOut } from './take-out.ts';
import { changesTick, mayNotTick } from './tick-evidence.ts';
import { decideWithdrawal } from './withdrawal.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type Decided = readonly ReleaseEvent[] | Refusal;

function decideChecklist(release: Release, c: Of<'SaveChecklist'>): Decided {
  const planned = current(release, c.step);
  if ('refused' in planned) return planned;
  const barred = mayNotDo(release, planned, c.by);
  if (barred !== undefined) return barred;
  const items = new Map(itemsOf(release, c.step));
  const before = stepState(release, c.step).ticks;
  const changed = Object.entries(c.ticks).filter(([n, t]) => items.has(n) && changesTick(before[n], t));
  for (const [n, t] of changed) {
    const item = items.get(n);
    const unfit = item === undefined ? undefined : mayNotTick(item, t);
    if (unfit !== undefined) return unfit;
  }
  return changed.length === 0
    ? []
    : [
        {
          type: 'ChecklistSaved',
          step: c.step,
          by: c.by,
          ticks: Object.fromEntries(changed),
          ...(c.via === undefined ? {} : { via: c.via }),
        },
      ];
}

/** Who presses too early is told what is wanted first, if that is a window. */
function withoutWindow(release: Release, c: Of<'RequestDeploy'>): Refusal | undefined {
  const planned = plannedStep(release, c.step);
  const early =
    planned !== undefined && stepState(release, c.step).status === 'pending' && wantsWindow(release, planned);
  return early ? mayNotDeployNow(release, planned, undefined) : undefined;
}

function decideDeploy(release: Release, c: Of<'RequestDeploy'>, at: Date | undefined): Decided {
  const planned = current(release, c.step);
  if ('refused' in planned) return withoutWindow(release, c) ?? planned;
  const barred = mayNotDo(release, planned, c.by);
  if (barred !== undefined) return barred;
  const { requested, status, attempt } = stepState(release, c.step);
  if (status === 'failed')
    return refusal('deploy_not_ready', 'This deployment failed. Retry it, or complete it outside.');
  if (requested !== undefined)
    return awaitsConfirmation(planned, stepState(release, c.step))
      ? refusal('already_done', 'Deploy was pressed already; it waits to be confirmed.', [requested.by])
      : refusal('already_done', 'The deployment was started already.', [requested.by]);
  if (attempt !== c.attempt)
    return refusal('not_current', 'This button is of an earlier try. Use the one on the release card.');
  const holder = pressesFor(release, planned, c.by);
  const asked = { step: c.step, by: c.by, ...(holder === undefined ? {} : { for: holder }) };
  return mayNotDeployNow(release, planned, at) ?? [{ type: 'DeployRequested', ...asked }];
}

/** With the last confirmation the deployment begins: within its window, or not at all. */
function decideConfirmed(release: Release, c: Of<'ConfirmDeploy'>, at: Date | undefined): Decided {
  const decided = decideConfirmDeploy(release, c);
  const planned = plannedStep(release, c.step);
  if ('refused' in decided || planned === undefined) return decided;
  return mayNotDeployNow(release, planned, at) ?? decided;
}

function decideOutside(release: Release, c: Of<'CompleteOutside'>): Decided {
  const planned = current(release, c.step);
  if ('refused' in planned && planned.refused !== 'paused') return planned;
  const step = 'refused' in planned ? plannedStep(release, c.step) : planned;
  if (step === undefined) return refusal('not_current', 'This release has no such step.');
  const barred = mayNotCompleteOutside(release, step, c.by);
  if (barred !== undefined) return barred;
  const unsaid = noEvidence(c.evidence);
  if (unsaid !== undefined) return unsaid;
  const completed: ReleaseEvent = {
    type: 'StepCompleted',
    step: c.step,
    how: 'outside',
    by: c.by,
    sentence: c.evidence.trim(),
  };
  return resumesWith(release, c.step) ? [completed, { type: 'ReleaseResumed', by: c.by }] : [completed];
}

function decideRetry(release: Release, c: Of<'RetryStep'>): Decided {
  const failed = currentSteps(release).filter((p) => stepState(release, p.id).status === 'failed');
  const planned = c.step === undefined ? failed[0] : failed.find((p) => p.id === c.step);
  if (planned === undefined)
    return refusal(
      'nothing_failed',
      'Nothing of this release has failed, so there is nothing to retry. Checks are read again by themselves.',
    );
  const barred = mayNotManage(release, c.by);
  if (barred !== undefined && mayNotDo(release, planned, c.by) !== undefined) return barred;
  const retried: ReleaseEvent = { type: 'StepRetried', step: planned.id, by: c.by };
  return resumesWith(release, planned.id) ? [retried, { type: 'ReleaseResumed', by: c.by }] : [retried];
}

function decideRunning(release: Release, c: Of<'Pause' | 'Cancel'> | Of<'Resume'>): Decided {
  if (c.type === 'Resume') {
    if (release.status !== 'paused') return refusal('not_paused', 'The release is not paused.');
    const failed = currentSteps(release).some((p) => stepState(release, p.id).status === 'failed');
    if (failed) return refusal('not_paused', 'A step has failed: Retry it or complete it outside first.');
    return [{ type: 'ReleaseResumed', by: c.by }];
  }
  if (c.reason.trim() === '') return refusal('reason_missing', 'Say why: the reason goes into the record.');
  if (c.type === 'Cancel' && isWithdrawing(release))
    return [{ type: 'WithdrawalEnded', by: c.by, reason: c.reason.trim() }];
  if (c.type === 'Cancel') return [{ type: 'ReleaseCancelled', by: c.by, reason: c.reason.trim() }];
  if (release.status === 'paused') return refusal('already_done', 'The release is paused already.');
  return [{ type: 'ReleasePaused', by: c.by, reason: c.reason.trim() }];
}

/** A push that voids a sign-off also takes its turn away: the signer is told of the push. */
function movedAway(release: Release, command: Of<'SignOff'>): Refusal | undefined {
  const step = plannedStep(release, command.step)?.step;
  return step !== undefined && 'sign-off' in step ? staleSubject(release, command) : undefined;
}

/**
 * What a person's wish makes happen, or why not. Judged on the release as it is now, whatever they were shown.
 *
 * @param at now; undefined where only is asked whether they may.
 */
export function decidePerson(release: Release, command: PersonCommand, at?: Date): Decided {
  if (command.type === 'Withdraw') return decideWithdrawal(release, command);
  if (command.type === 'NoteLesson') return decideLesson(release, command);
  if (command.type === 'CloseReview') return decideReview(release, command); // also when it is over: the record asks for it
  if (!isRunning(release)) return refusal('not_running', `This release is ${release.status} already.`);
  switch (command.type) {
    case 'SaveChecklist':
      return decideChecklist(release, command);
    case 'SignOff': {
      const planned = current(release, command.step);
      if (!('refused' in planned)) return decideSignOff(release, planned, command);
      return (planned.refused === 'not_current' && movedAway(release, command)) || planned;
    }
    case 'RequestDeploy':
      return decideDeploy(release, command, at);
    case 'SettleIssues': {
      const planned = current(release, command.step);
      return 'refused' in planned ? planned : decideSettlement(release, planned, command);
    }
    case 'ConfirmDeploy':
      return decideConfirmed(release, command, at);
    case 'PostAnnouncement':
      return decideAnnouncement(release, command);
    case 'ScheduleWindow':
      return decideWindow(release, command, at);
    case 'RevokeSignature':
      return decideRevocation(release, command);
    case 'Repin':
      return mayNotManage(release, command.by) ?? decideRepin(release, command);
    case 'BreakGlass':
      return mayNotManage(release, command.by) ?? decideBreakGlass(release, command);
    case 'ConfirmBreakGlass':
      return decideConfirmBreakGlass(release, command);
    case 'CompleteOutside':
      return decideOutside(release, command);
    case 'WaiveCheck':
      return decideWaiver(release, current(release, command.step), command);
    case 'RerunCheck':
      return decideRerun(release, current(release, command.step), command);
    case 'RetryStep':
      return decideRetry(release, command);
    case 'Delegate':
      return decideDelegate(release, command, at);
    case 'EndDelegation':
      return decideEndDelegation(release, command);
    case 'TakeOut':
      return decideTakeOut(release, command);
    case 'Snooze':
    case 'Wake':
      return decideSnooze(release, command);
    default: {
      const barred = mayNotManage(release, command.by);
      if (barred !== undefined) return barred;
      return command.type === 'ChangeRole' ? decideChangeRole(release, command) : decideRunning(release, command);
    }
  }
}
