import { itemsOf } from './checklist.ts';
import type { PersonCommand } from './commands.ts';
import { decideSignOff, staleSubject } from './decide-sign-off.ts';
import { mayNotCompleteOutside, mayNotDo, mayNotManage } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { currentSteps, isRunning, plannedStep, type Release, resumesWith, stepState } from './release.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type Decided = readonly ReleaseEvent[] | Refusal;

/** The step if it can be worked on now, or why not. */
function current(release: Release, id: string): PlannedStep | Refusal {
  const planned = plannedStep(release, id);
  if (planned === undefined) return refusal('not_current', 'This release has no such step.');
  const { status, done } = stepState(release, id);
  if (status === 'done')
    return refusal(
      'already_done',
      `That is done already: ${(done?.sentence ?? 'finished').replace(/\.$/, '')}.`,
      done?.by === undefined ? [] : [done.by],
    );
  if (status === 'pending')
    return refusal(
      'not_current',
      'The turn of this step has not come, or it came back to an earlier one. The release card says what is waited for.',
    );
  if (release.status === 'paused' && status === 'active')
    return refusal('paused', 'The release is paused. Resume it first.');
  return planned;
}

function decideChecklist(release: Release, c: Of<'SaveChecklist'>): Decided {
  const planned = current(release, c.step);
  if ('refused' in planned) return planned;
  const barred = mayNotDo(release, planned, c.by);
  if (barred !== undefined) return barred;
  const items = new Map(itemsOf(release, c.step));
  const before = stepState(release, c.step).ticks;
  const changed = Object.entries(c.ticks).filter(
    ([n, t]) =>
      items.has(n) &&
      ((before[n] !== undefined) !== t.ticked || (t.ticked && (t.evidence ?? '') !== (before[n]?.evidence ?? ''))),
  );
  const bare = changed.find(
    ([n, t]) => t.ticked && items.get(n)?.evidence !== undefined && (t.evidence ?? '').trim() === '',
  );
  if (bare !== undefined)
    return refusal('evidence_missing', `“${items.get(bare[0])?.say}” needs evidence before it can be ticked.`);
  return changed.length === 0
    ? []
    : [{ type: 'ChecklistSaved', step: c.step, by: c.by, ticks: Object.fromEntries(changed) }];
}

function decideDeploy(release: Release, c: Of<'RequestDeploy'>): Decided {
  const planned = current(release, c.step);
  if ('refused' in planned) return planned;
  const barred = mayNotDo(release, planned, c.by);
  if (barred !== undefined) return barred;
  const { requested, status, attempt } = stepState(release, c.step);
  if (status === 'failed')
    return refusal('deploy_not_ready', 'This deployment failed. Retry it, or complete it outside.');
  if (requested !== undefined) return refusal('already_done', 'The deployment was started already.', [requested.by]);
  if (attempt !== c.attempt)
    return refusal('not_current', 'This button is of an earlier try. Use the one on the release card.');
  return [{ type: 'DeployRequested', step: c.step, by: c.by }];
}

function decideOutside(release: Release, c: Of<'CompleteOutside'>): Decided {
  const planned = current(release, c.step);
  if ('refused' in planned && planned.refused !== 'paused') return planned;
  const step = 'refused' in planned ? plannedStep(release, c.step) : planned;
  if (step === undefined) return refusal('not_current', 'This release has no such step.');
  const barred = mayNotCompleteOutside(release, step, c.by);
  if (barred !== undefined) return barred;
  if (c.evidence.trim() === '') return refusal('evidence_missing', 'Say what was done and where that can be seen.');
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
  if (c.type === 'Cancel') return [{ type: 'ReleaseCancelled', by: c.by, reason: c.reason.trim() }];
  if (release.status === 'paused') return refusal('already_done', 'The release is paused already.');
  return [{ type: 'ReleasePaused', by: c.by, reason: c.reason.trim() }];
}

/** A push that voids a sign-off also takes its turn away: the signer is told of the push. */
function movedAway(release: Release, command: Of<'SignOff'>): Refusal | undefined {
  const step = plannedStep(release, command.step)?.step;
  return step !== undefined && 'sign-off' in step ? staleSubject(release, command) : undefined;
}

/** What a person's wish makes happen, or why not. Judged on the release as it is now, whatever they were shown. */
export function decidePerson(release: Release, command: PersonCommand): Decided {
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
      return decideDeploy(release, command);
    case 'CompleteOutside':
      return decideOutside(release, command);
    case 'RetryStep':
      return decideRetry(release, command);
    default: {
      const barred = mayNotManage(release, command.by);
      if (barred !== undefined) return barred;
      return decideRunning(release, command);
    }
  }
}
