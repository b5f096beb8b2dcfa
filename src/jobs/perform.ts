import type { Execute } from '../execute.ts';
import { mirrorOf } from '../release/mirror.ts';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import { type Owed, owedBy } from '../release/owed.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { deadlineOf } from '../release/waiting.ts';
import { cardKey, type EffectJob } from './effect-job.ts';
import { performStep, type StepPorts } from './perform-step.ts';
import { sentenceOf } from './step-outcome.ts';

export interface PerformPorts extends StepPorts {
  readonly execute: Execute;
  /** Runs the work only while nobody else holds the key, in any process. */
  hold(key: string, work: (signal: AbortSignal) => Promise<void>): Promise<{ readonly kind: 'held' | 'busy' }>;
  watchPullRequest(release: Release, step: string): Promise<void>;
  mirrorStatus(release: Release): Promise<void>;
  postMessage(release: Release): Promise<void>;
  refreshCard(release: Release): Promise<void>;
}

async function remindOf(ports: PerformPorts, release: Release, step: string): Promise<void> {
  const planned = plannedStep(release, step);
  if (planned === undefined) return;
  const state = stepState(release, step);
  let times = state.reminders + 1;
  const due = (): Date | undefined => deadlineOf(planned, { ...state, reminders: times });
  while ((due() ?? ports.now()) < ports.now()) times += 1; // after a long stop one reminder, not all that were missed
  await ports.execute(release.id, { type: 'RecordDeadline', step, attempt: state.attempt, times });
}

/** A status that GitHub does not let us set is not tried again until somebody retries the merge. */
async function recordUnset(ports: PerformPorts, release: Release, error: RefusedOutside): Promise<void> {
  const mirror = mirrorOf(release);
  if (mirror === undefined) return;
  const { sha, state, description } = mirror;
  await ports.execute(release.id, { type: 'RecordMirror', sha, state, description, refused: error.message });
}

/** What cannot be mirrored or watched for good must stop the merge that stands on it, with its remedy, instead of waiting in silence. */
async function stopMerge(ports: PerformPorts, release: Release, error: RefusedOutside): Promise<void> {
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

async function pay(ports: PerformPorts, release: Release, owed: Owed, signal: AbortSignal): Promise<void> {
  switch (owed.effect) {
    case 'message':
      return ports.postMessage(release);
    case 'mirror-status':
      return ports.mirrorStatus(release);
    case 'watch-pull-request':
      return ports.watchPullRequest(release, owed.step);
    case 'deadline':
      return remindOf(ports, release, owed.step);
    case 'step': {
      const planned = plannedStep(release, owed.step);
      return planned === undefined ? undefined : performStep(ports, release, planned, signal);
    }
  }
}

async function payIfOwed(ports: PerformPorts, { release: id, key }: EffectJob, signal: AbortSignal): Promise<void> {
  const release = await ports.execute.load(id);
  if (release === undefined) return;
  if (key === cardKey) return ports.refreshCard(release);
  const owed = owedBy(release, ports.now()).find((o) => o.key === key);
  if (owed === undefined) return; // paid already, or no longer wanted
  try {
    await pay(ports, release, owed, signal);
  } catch (error) {
    if (error instanceof RefusedOutside && owed.effect === 'mirror-status') await recordUnset(ports, release, error);
    if (error instanceof RefusedOutside && (owed.effect === 'mirror-status' || owed.effect === 'watch-pull-request'))
      return stopMerge(ports, release, error);
    throw error;
  }
}

/**
 * The worker's one job: re-reads the release, and pays the debt that the job names if it still is owed.
 * An outage is left to the sweep; anything unexpected fails the job, is logged, and is tried again by the sweep.
 */
export function performer(ports: PerformPorts): (job: EffectJob) => Promise<void> {
  return async (job) => {
    try {
      await ports.hold(`${job.release}/${job.key}`, (signal) => payIfOwed(ports, job, signal));
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      ports.log.warn({ err: error, ...job }, 'effect waits for an outage to end');
    }
  };
}
