import { checklistComplete } from './checklist.ts';
import type { ReleaseEvent, ReleaseStarted } from './events.ts';
import { messagesOf } from './messages.ts';
import { planOf } from './plan.ts';
import type { Step } from './playbook-steps.ts';
import { plannedStep, type Release, type StepState, stepState } from './release.ts';
import { quorumReached } from './sign-off.ts';
import { tagOf } from './version.ts';

/** An event with when it happened and its number in the release's stream, from 1. */
export interface Recorded {
  readonly version: number;
  readonly at: Date;
  readonly event: ReleaseEvent;
}

const untouched: StepState = { status: 'pending', attempt: 1, facts: {}, ticks: {}, signatures: [], reminders: 0 };

function begin(id: string, event: ReleaseStarted, at: Date): Release {
  const plan = planOf(event.playbook, event.answers, event.bump);
  return {
    id,
    version: 0,
    component: event.component,
    playbook: event.playbook,
    playbookDigest: event.playbookDigest,
    bump: event.bump,
    semver: event.version,
    tag: tagOf(event.playbook.tag, event.version),
    previousTag: event.previousTag,
    answers: event.answers,
    roles: event.roles,
    starter: event.by,
    changes: event.changes,
    startedAt: at,
    targetAt: event.targetAt === undefined ? undefined : new Date(event.targetAt),
    status: 'open',
    statusChange: { at, by: event.by },
    plan,
    steps: Object.fromEntries(plan.map((p) => [p.id, untouched])),
    outbox: [],
    posted: {},
    visible: 0,
  };
}

function withStep(release: Release, id: string, change: Partial<StepState>): Release {
  return { ...release, steps: { ...release.steps, [id]: { ...stepState(release, id), ...change } } };
}

/** The branches that a check read. */
function branchesRead(step: Step): readonly (string | undefined)[] {
  if (!('check' in step)) return [];
  return [
    'ref' in step ? step.ref : undefined,
    'branch' in step ? step.branch : undefined,
    'into' in step ? step.into : undefined,
  ];
}

/** What a moved head makes void: all that was judged of the pull request, and every check that read the moved branch. */
function voidJudgementsOf(release: Release, pullRequest: string): Release {
  const opened = plannedStep(release, pullRequest)?.step;
  const moved = opened !== undefined && 'from' in opened && 'action' in opened ? opened.from : undefined;
  const steps = { ...release.steps };
  for (const { id, step } of release.plan) {
    const { attempt, done } = stepState(release, id);
    const judgesIt = 'of' in step && step.of === pullRequest && ('sign-off' in step || 'check' in step);
    const readMovedBranch = moved !== undefined && branchesRead(step).includes(moved) && done?.how !== 'outside';
    if (judgesIt || readMovedBranch) steps[id] = { ...untouched, attempt: attempt + 1 };
  }
  return { ...release, steps };
}

function applySignature(release: Release, event: Extract<ReleaseEvent, { type: 'SignOffGiven' }>, at: Date): Release {
  const { by, decision, comment, subject, step } = event;
  const others = stepState(release, step).signatures.filter((s) => s.by !== by);
  const signed = withStep(release, step, { signatures: [...others, { by, decision, comment, subject, at }] });
  if (!quorumReached(signed, step)) return signed;
  return withStep(signed, step, { status: 'done', done: { how: 'made', by, at, sentence: 'Signed' } });
}

function applyTicks(release: Release, event: Extract<ReleaseEvent, { type: 'ChecklistSaved' }>, at: Date): Release {
  const ticks = { ...stepState(release, event.step).ticks };
  for (const [item, { ticked, evidence }] of Object.entries(event.ticks)) {
    if (ticked) ticks[item] = { by: event.by, at, evidence };
    else delete ticks[item];
  }
  const saved = withStep(release, event.step, { ticks });
  if (!checklistComplete(saved, event.step)) return saved;
  return withStep(saved, event.step, {
    status: 'done',
    done: { how: 'made', by: event.by, at, sentence: 'All items ticked' },
  });
}

function applyToStep(release: Release, event: ReleaseEvent, at: Date): Release {
  switch (event.type) {
    case 'StepRead':
      return withStep(release, event.step, {
        reading: { outcome: event.outcome, sentence: event.sentence, link: event.link, at },
        facts: { ...stepState(release, event.step).facts, ...event.facts },
      });
    case 'StepCompleted':
      return withStep(release, event.step, {
        status: 'done',
        done: { how: event.how, by: event.by, sentence: event.sentence, link: event.link, at },
        failure: undefined,
        facts: { ...stepState(release, event.step).facts, ...event.facts },
      });
    case 'StepFailed':
      return withStep(release, event.step, {
        status: 'failed',
        failure: { sentence: event.sentence, remedy: event.remedy, link: event.link },
      });
    case 'StepRetried': {
      const { attempt } = stepState(release, event.step);
      return withStep(release, event.step, {
        status: 'pending',
        attempt: attempt + 1,
        failure: undefined,
        reading: undefined,
        since: undefined,
        reminders: 0,
        signatures: [],
      });
    }
    case 'ChecklistSaved':
      return applyTicks(release, event, at);
    case 'SignOffGiven':
      return applySignature(release, event, at);
    case 'HeadMoved':
      return voidJudgementsOf(
        withStep(release, event.step, {
          facts: { ...stepState(release, event.step).facts, ...event.facts, head: event.to },
        }),
        event.step,
      );
    case 'DeployRequested':
      return withStep(release, event.step, { requested: { by: event.by, at } });
    case 'DeadlinePassed':
      return withStep(release, event.step, { reminders: event.times });
    default:
      return release;
  }
}

function applyToRelease(release: Release, event: ReleaseEvent, at: Date): Release {
  switch (event.type) {
    case 'ReleasePaused':
      return {
        ...release,
        status: 'paused',
        statusChange: { at, by: event.by, reason: event.reason, step: event.step },
      };
    case 'ReleaseResumed':
      return { ...release, status: 'open', statusChange: { at, by: event.by } };
    case 'ReleaseCancelled':
      return { ...release, status: 'cancelled', statusChange: { at, by: event.by, reason: event.reason } };
    case 'ReleaseClosed':
      return { ...release, status: 'closed', statusChange: { at } };
    case 'StatusMirrored':
      return { ...release, mirrored: { sha: event.sha, state: event.state, description: event.description } };
    case 'MessagePosted':
      return {
        ...release,
        outbox: release.outbox.filter((m) => m.id !== event.message),
        posted: { ...release.posted, [event.message]: { channel: event.channel, ts: event.ts } },
      };
    case 'MessageDropped':
      return { ...release, outbox: release.outbox.filter((m) => m.id !== event.message) };
    default:
      return release;
  }
}

/** Gives each unfinished step its turn: the first group with anything left is active, later ones are pending. */
function advance(release: Release, at: Date): Release {
  const group = release.plan.find((p) => stepState(release, p.id).status !== 'done')?.group;
  const steps = { ...release.steps };
  for (const planned of release.plan) {
    const state = stepState(release, planned.id);
    if (state.status === 'done' || state.status === 'failed') continue;
    if (planned.group === group) steps[planned.id] = { ...state, status: 'active', since: state.since ?? at };
    else if (state.status === 'active') steps[planned.id] = { ...state, status: 'pending', since: undefined };
  }
  return { ...release, steps };
}

const unseen = new Set<ReleaseEvent['type']>(['MessagePosted', 'MessageDropped', 'StatusMirrored', 'AttemptRefused']);

/** The release after one more event. The first one must be ReleaseStarted. */
export function evolve(before: Release | undefined, recorded: Recorded, id: string): Release {
  const { event, at, version } = recorded;
  if (before === undefined && event.type !== 'ReleaseStarted')
    throw new Error(`${id} does not begin with ReleaseStarted.`);
  const started = event.type === 'ReleaseStarted' ? begin(id, event, at) : before;
  if (started === undefined) throw new Error(`${id} has no beginning.`);
  const after = advance(applyToRelease(applyToStep(started, event, at), event, at), at);
  return {
    ...after,
    version,
    visible: unseen.has(event.type) ? after.visible : version,
    outbox: [...after.outbox, ...messagesOf(before, after, recorded)],
  };
}

/** The fold of a whole stream; undefined when it is empty. */
export function releaseOf(id: string, events: readonly Recorded[]): Release | undefined {
  return events.reduce<Release | undefined>((release, recorded) => evolve(release, recorded, id), undefined);
}
