import { knowsLink } from './accounts.ts';
import type { JobCommand } from './commands.ts';
import { decideChaseReport } from './decide-chase.ts';
import { decideEvidence } from './decide-evidence.ts';
import { decideRoleReport } from './decide-roles.ts';
import { decideTracking } from './decide-tracking.ts';
import { windowTold } from './decide-window.ts';
import type { ReleaseEvent } from './events.ts';
import { decideFreeze } from './freeze.ts';
import { decideHeldLook } from './held-checks.ts';
import { lessonAdded } from './lessons.ts';
import { isAdoptable } from './may-complete-outside.ts';
import { isMachines, isRunning, plannedStep, type Release, resumesWith, stepState } from './release.ts';
import { decideTakeOutReport } from './take-out.ts';
import { withdrawalCarriedOut } from './withdrawal.ts';

type Of<T extends JobCommand['type']> = Extract<JobCommand, { type: T }>;

function optional<K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } {
  const made: { [k in K]?: V } = {};
  if (value !== undefined) made[key] = value;
  return made;
}

function decideReading(release: Release, c: Of<'RecordReading'>): readonly ReleaseEvent[] {
  const { status, attempt, reading, facts } = stepState(release, c.step);
  if (status !== 'active' || attempt !== c.attempt) return [];
  const sameFacts = Object.entries(c.facts ?? {}).every(([name, value]) => facts[name] === value);
  if (reading?.outcome === c.outcome && reading.sentence === c.sentence && sameFacts) return [];
  return [
    {
      type: 'StepRead',
      step: c.step,
      outcome: c.outcome,
      sentence: c.sentence,
      ...optional('link', c.link),
      ...optional('facts', c.facts),
    },
  ];
}

/** Whether a withdrawal has ended this step: nothing that is still reported of it stops or moves the release. */
function isAbandoned(release: Release, step: string): boolean {
  return release.withdrawn !== undefined && plannedStep(release, step)?.redeploys === undefined;
}

function decideCompletion(release: Release, c: Of<'RecordCompletion'>): readonly ReleaseEvent[] {
  const { status, attempt } = stepState(release, c.step);
  if (status === 'done') return [];
  const inTime = status === 'active' || isAbandoned(release, c.step); // of a withdrawn release only what was done still is a fact
  if (c.how === 'made' && !inTime) return [];
  const planned = plannedStep(release, c.step);
  const anyTry = c.how === 'adopted' && planned !== undefined && isAdoptable(planned); // a fact of the world, whichever try saw it
  if (attempt !== c.attempt && !anyTry) return []; // of others it may be of a commit that was voided since
  const completed: ReleaseEvent = {
    type: 'StepCompleted',
    step: c.step,
    how: c.how,
    sentence: c.sentence,
    ...optional('link', c.link),
    ...optional('facts', c.facts),
  };
  return resumesWith(release, c.step) ? [completed, { type: 'ReleaseResumed', by: 'slipway' }] : [completed];
}

function decideFailure(release: Release, c: Of<'RecordFailure'>): readonly ReleaseEvent[] {
  const { status, attempt } = stepState(release, c.step);
  if (status === 'done' || status === 'failed' || attempt !== c.attempt) return [];
  const failed: ReleaseEvent = {
    type: 'StepFailed',
    step: c.step,
    sentence: c.sentence,
    remedy: c.remedy,
    ...optional('link', c.link),
    ...optional('jobs', c.jobs === undefined ? undefined : [...c.jobs]),
  };
  return release.status === 'open'
    ? [failed, { type: 'ReleasePaused', by: 'slipway', reason: c.sentence, step: c.step }]
    : [failed];
}

function decideHeadMoved(release: Release, c: Of<'RecordHeadMoved'>): readonly ReleaseEvent[] {
  const from = stepState(release, c.step).facts['head'];
  const merged = release.plan.find(
    (p) => 'action' in p.step && p.step.action === 'merge-pull-request' && p.step.of === c.step,
  );
  if (from === undefined || from === c.to || (merged !== undefined && stepState(release, merged.id).status === 'done'))
    return [];
  return [
    {
      type: 'HeadMoved',
      step: c.step,
      from,
      to: c.to,
      sentence: c.sentence,
      facts: c.facts,
      ...optional('link', c.link),
      ...optional('news', c.news),
      ...optional('merged', c.merged),
    },
  ];
}

function decideBarred(release: Release, c: Of<'RecordBarred'>): readonly ReleaseEvent[] {
  if (!isRunning(release)) return [];
  const step = release.plan.find(({ id }) => id === c.at)?.id;
  return [{ type: 'AttemptRefused', by: c.by, attempted: c.attempted, code: c.code, ...optional('step', step) }];
}

/** What a job's report makes happen. A report of what is known already, or for an attempt that is over, makes nothing happen. */
export function decideJob(release: Release, command: JobCommand): readonly ReleaseEvent[] {
  if ('step' in command && command.type !== 'RecordDeadline' && !isMachines(release, command.step)) return [];
  if ('step' in command && command.type !== 'RecordCompletion' && isAbandoned(release, command.step)) return [];
  if ('step' in command && command.type !== 'RecordCompletion' && !isRunning(release)) return []; // only what was done still is a fact
  switch (command.type) {
    case 'RecordReading':
      return decideReading(release, command);
    case 'RecordCompletion':
      return decideCompletion(release, command);
    case 'RecordFailure':
      return decideFailure(release, command);
    case 'RecordHeadMoved':
      return decideHeadMoved(release, command);
    case 'RecordHeldLook':
      return decideHeldLook(release, command);
    case 'RecordRerun': {
      const { status, attempt, rerun } = stepState(release, command.step);
      if (status !== 'active' || attempt !== command.attempt) return [];
      if (rerun === undefined || rerun.answered || rerun.ask !== command.ask) return [];
      const { step, sentence, link } = command;
      return [{ type: 'CheckRerunAnswered', step, askedBy: rerun.by, sentence, ...optional('link', link) }];
    }
    case 'RecordDeadline': {
      if (plannedStep(release, command.step) === undefined) return [];
      const { status, attempt, reminders } = stepState(release, command.step);
      const due = status === 'active' && attempt === command.attempt && command.times > reminders;
      return due ? [{ type: 'DeadlinePassed', step: command.step, times: command.times }] : [];
    }
    case 'RecordEvidenceHash':
    case 'RecordEvidenceLost':
      return decideEvidence(release, command);
    case 'RecordTracking':
    case 'RecordTickUndone':
      return decideTracking(release, command);
    case 'RecordRole':
    case 'RecordEscalation':
    case 'RecordOwners':
      return decideRoleReport(release, command);
    case 'RecordWindowTold':
      return windowTold(release, command);
    case 'RecordDelegationOver': // decide.ts: it is a matter of the time
    case 'RecordWindowTurn':
    case 'RecordBegins':
      return [];
    case 'RecordBarred':
      return decideBarred(release, command);
    case 'RecordIdentity': {
      const { person, login, id } = command;
      const known = !isRunning(release) || knowsLink(release.component, command);
      return known ? [] : [{ type: 'IdentityLinked', person, login, id }];
    }
    case 'RecordMirror':
      return [
        {
          type: 'StatusMirrored',
          sha: command.sha,
          state: command.state,
          description: command.description,
          ...optional('refused', command.refused),
        },
      ];
    case 'RecordTakeOutOpened':
    case 'RecordTakeOutEnded':
      return decideTakeOutReport(release, command);
    case 'RecordFrozen':
    case 'RecordFreezeLifted':
      return decideFreeze(release, command);
    case 'RecordWithdrawal':
      return withdrawalCarriedOut(release, command);
    case 'RecordLessonAdded':
      return lessonAdded(release, command);
    case 'RecordPosted':
      return release.outbox.some((m) => m.id === command.message)
        ? [{ type: 'MessagePosted', message: command.message, channel: command.channel, ts: command.ts }]
        : [];
    case 'RecordDirectMessage':
    case 'RecordDirectUpdate':
    case 'RecordDirectMoot':
    case 'RecordDirectDropped':
    case 'RecordReminded':
    case 'RecordPutOff':
    case 'RecordAwake':
      return decideChaseReport(release, command);
    case 'RecordDropped':
      return release.outbox.some((m) => m.id === command.message)
        ? [{ type: 'MessageDropped', message: command.message, because: command.because }]
        : [];
  }
}
