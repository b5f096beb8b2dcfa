import { withLink } from './accounts.ts';
import { chasedAfter } from './chase.ts';
import { checklistComplete } from './checklist.ts';
import { circumstancesOf, touchChecks } from './circumstances.ts';
import { calledBack, isDeploying } from './deploy-window.ts';
import type { ReleaseEvent, ReleaseStarted } from './events.ts';
import { applyToRoles } from './evolve-roles.ts';
import { applyToStep } from './evolve-step.ts';
import { withFreeze } from './freeze.ts';
import { withLesson, withSetback } from './lessons.ts';
import { messagesOf } from './messages.ts';
import { type PlannedStep, planOf } from './plan.ts';
import { liveSteps, type Message, type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';
import { withTakeOut } from './take-out.ts';
import { tagOf } from './version.ts';
import { untouched } from './void-judgements.ts';
import { withWithdrawal } from './withdrawal.ts';

/** An event with when it happened and its number in the release's stream, from 1. */
export interface Recorded {
  readonly version: number;
  readonly at: Date;
  readonly event: ReleaseEvent;
}

function begin(id: string, event: ReleaseStarted, at: Date): Release {
  const plan = planOf(event.playbook, { answers: event.answers, bump: event.bump });
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
    sources: event.sources ?? {},
    delegations: [],
    roleLog: [],
    owners: {},
    starter: event.by,
    changes: event.changes,
    startedAt: at,
    targetAt: event.targetAt === undefined ? undefined : new Date(event.targetAt),
    status: 'open',
    statusChange: { at, by: event.by },
    plan,
    steps: Object.fromEntries(plan.map((p) => [p.id, untouched])),
    tracked: {},
    freezes: {},
    takeOuts: [],
    reviews: [],
    outbox: [],
    posted: {},
    lessons: [],
    setbacks: [],
    chased: {},
    visible: 0,
  };
}

/** A pause ends: the time of it counts for no deadline. */
function stopHolding(release: Release, at: Date): Release {
  const steps = { ...release.steps };
  for (const [id, state] of Object.entries(release.steps)) {
    if (state.since === undefined || state.status === 'done') continue;
    const from = Math.max(state.since.getTime(), release.statusChange.at.getTime());
    steps[id] = { ...state, held: state.held + at.getTime() - from };
  }
  return { ...release, steps };
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
      return { ...stopHolding(release, at), status: 'open', statusChange: { at, by: event.by } };
    case 'StepRetried': // what GitHub refused may be allowed by now
      return release.mirrored?.refused === undefined ? release : { ...release, mirrored: undefined };
    case 'BreakGlassConfirmed': {
      const asked = stepState(release, event.step).breakGlass;
      if (asked === undefined) return release;
      const askedFor = asked.for === undefined ? {} : { askedFor: asked.for };
      const review = {
        step: event.step,
        askedBy: asked.by,
        ...askedFor,
        confirmedBy: event.by,
        reason: asked.reason,
        at,
      };
      return { ...release, reviews: [...release.reviews, review] };
    }
    case 'ReviewClosed': {
      const closed = { by: event.by, at, conclusion: event.conclusion };
      const reviews = release.reviews.map((r) => (r.step === event.step ? { ...r, closed: r.closed ?? closed } : r));
      return { ...release, reviews };
    }
    case 'ReleaseCancelled':
      return { ...release, status: 'cancelled', statusChange: { at, by: event.by, reason: event.reason } };
    case 'ReleaseClosed':
      return { ...release, status: 'closed', statusChange: { at } };
    case 'StatusMirrored':
      return {
        ...release,
        mirrored: { sha: event.sha, state: event.state, description: event.description, refused: event.refused },
      };
    case 'TrackingWritten':
      return {
        ...release,
        tracked: { ...release.tracked, [event.step]: { print: event.print, refused: event.refused } },
      };
    case 'MessagePosted':
      return {
        ...release,
        outbox: release.outbox.filter((m) => m.id !== event.message),
        posted: { ...release.posted, [event.message]: { channel: event.channel, ts: event.ts } },
      };
    case 'IdentityLinked':
      return { ...release, component: withLink(release.component, event) };
    case 'MessageDropped':
      return { ...release, outbox: release.outbox.filter((m) => m.id !== event.message) };
    default:
      return release;
  }
}

/** What the changes touch decides which steps there are: the plan follows what was read of them. */
function replanned(before: Release, after: Release): Release {
  if (after.withdrawn !== undefined) return after; // what is not done of it will not be
  if (touchChecks(after.playbook).every((id) => before.steps[id] === after.steps[id])) return after;
  const plan = planOf(after.playbook, circumstancesOf(after));
  const steps = { ...Object.fromEntries(plan.map((p) => [p.id, untouched])), ...after.steps };
  const release = { ...after, plan, steps };
  for (const { id, kind } of plan) {
    const state = stepState(release, id);
    if (kind === 'checklist' && state.done?.how === 'made' && !checklistComplete(release, id))
      steps[id] = { ...state, status: 'pending', since: undefined, done: undefined }; // it has items more now
    const last = Object.values(state.ticks).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
    if (kind === 'checklist' && state.done === undefined && last !== undefined && checklistComplete(release, id))
      steps[id] = {
        ...state,
        status: 'done',
        done: { how: 'made', by: last.by, at: last.at, sentence: 'All items ticked' },
      }; // the last open ones are gone
  }
  return release;
}

/** Who pressed Deploy did so before what is judged anew now: they are asked again. An announcement is written and reviewed anew. */
function sentBack({ kind }: PlannedStep, state: StepState): Partial<StepState> {
  const { attempt, requested, facts } = state;
  if (kind === 'announce' && facts['draft'] !== undefined)
    return { attempt: attempt + 1, facts: {}, reading: undefined, reviewed: undefined };
  if (kind !== 'deploy' || requested === undefined) return {};
  return calledBack(state);
}

/** Gives each unfinished step its turn: the first group with anything left is active, later ones are pending, but for a deployment that runs. */
function advance(release: Release, at: Date): Release {
  const live = liveSteps(release);
  const group = live.find((p) => stepState(release, p.id).status !== 'done')?.group;
  const steps = { ...release.steps };
  for (const planned of live) {
    const state = stepState(release, planned.id);
    if (state.status === 'done' || state.status === 'failed') continue;
    if (planned.group === group) {
      if (state.status !== 'active' || state.since === undefined)
        steps[planned.id] = { ...state, status: 'active', since: state.since ?? at };
    } else if ((state.status === 'active' || state.requested !== undefined) && !isDeploying(release, planned))
      steps[planned.id] = { ...state, ...sentBack(planned, state), status: 'pending', since: undefined };
  }
  return { ...release, steps };
}

/** The steps with how often people were asked for them: only who was asked before is asked again. */
function withAsks({ steps }: Release, messages: readonly Message[]): Release['steps'] {
  const asked = messages.flatMap(({ about }) => (about.type === 'StepAsked' ? [about.step] : []));
  if (asked.length === 0) return steps;
  const counted = asked.map((id) => [id, { ...(steps[id] ?? untouched), asked: (steps[id]?.asked ?? 0) + 1 }] as const);
  return { ...steps, ...Object.fromEntries(counted) };
}

const unseen = new Set<ReleaseEvent['type']>([
  'MessagePosted',
  'MessageDropped',
  'WindowTold',
  'StatusMirrored',
  'TrackingWritten',
  'TrackedTickUndone',
  'AttemptRefused',
  'CheckSeenGreen',
  'DirectMessagePosted',
  'DirectMessageUpdated',
  'DirectMessageMoot',
  'DirectMessageDropped',
  'PersonReminded',
  'ReminderPutOff',
]);

/** The release after one more event. The first one must be ReleaseStarted. */
export function evolve(before: Release | undefined, recorded: Recorded, id: string): Release {
  const { event, at, version } = recorded;
  if (before === undefined && event.type !== 'ReleaseStarted')
    throw new Error(`${id} does not begin with ReleaseStarted.`);
  const started = event.type === 'ReleaseStarted' ? begin(id, event, at) : before;
  if (started === undefined) throw new Error(`${id} has no beginning.`);
  const noted = withFreeze(withSetback(withLesson(started, event, at), event, at), event, at);
  const remembered = withWithdrawal(withTakeOut(noted, event, at), event, at);
  const applied = applyToRelease(applyToStep(applyToRoles(remembered, event, at), event, at), event, at);
  const after = advance(replanned(started, applied), at);
  const messages = messagesOf(before, after, recorded);
  return {
    ...after,
    version,
    visible: unseen.has(event.type) ? after.visible : version,
    steps: withAsks(after, messages),
    outbox: [...after.outbox, ...messages],
    chased: chasedAfter(before, after, recorded),
  };
}

/** The fold of a whole stream; undefined when it is empty. */
export function releaseOf(id: string, events: readonly Recorded[]): Release | undefined {
  return events.reduce<Release | undefined>((release, recorded) => evolve(release, recorded, id), undefined);
}
