import type { ReleaseEvent, ReleaseStarted } from './events.ts';
import { applyToStep, untouched } from './evolve-step.ts';
import { messagesOf } from './messages.ts';
import { planOf } from './plan.ts';
import { type Release, stepState } from './release.ts';
import { tagOf } from './version.ts';

/** An event with when it happened and its number in the release's stream, from 1. */
export interface Recorded {
  readonly version: number;
  readonly at: Date;
  readonly event: ReleaseEvent;
}

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
    case 'ReleaseCancelled':
      return { ...release, status: 'cancelled', statusChange: { at, by: event.by, reason: event.reason } };
    case 'ReleaseClosed':
      return { ...release, status: 'closed', statusChange: { at } };
    case 'StatusMirrored':
      return {
        ...release,
        mirrored: { sha: event.sha, state: event.state, description: event.description, refused: event.refused },
      };
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
