import type { JobCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { isMachines, isRunning, plannedStep, type Release, resumesWith, stepState } from './release.ts';

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

function decideCompletion(release: Release, c: Of<'RecordCompletion'>): readonly ReleaseEvent[] {
  const { status, attempt } = stepState(release, c.step);
  if (status === 'done') return [];
  if (c.how === 'made' && (attempt !== c.attempt || status !== 'active')) return []; // an adopted one is a fact of the world, whichever attempt saw it
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
      ...optional('merged', c.merged),
    },
  ];
}

/** What a job's report makes happen. A report of what is known already, or for an attempt that is over, makes nothing happen. */
export function decideJob(release: Release, command: JobCommand): readonly ReleaseEvent[] {
  if ('step' in command && command.type !== 'RecordDeadline' && !isMachines(release, command.step)) return [];
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
    case 'RecordDeadline': {
      if (plannedStep(release, command.step) === undefined) return [];
      const { status, attempt, reminders } = stepState(release, command.step);
      const due = status === 'active' && attempt === command.attempt && command.times > reminders;
      return due ? [{ type: 'DeadlinePassed', step: command.step, times: command.times }] : [];
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
    case 'RecordPosted':
      return release.outbox.some((m) => m.id === command.message)
        ? [{ type: 'MessagePosted', message: command.message, channel: command.channel, ts: command.ts }]
        : [];
    case 'RecordDropped':
      return release.outbox.some((m) => m.id === command.message)
        ? [{ type: 'MessageDropped', message: command.message, because: command.because }]
        : [];
  }
}
