import { mirrorOf } from './mirror.ts';
import { currentSteps, isMachines, isRunning, plannedStep, type Release, stepState } from './release.ts';
import { deadlineOf } from './waiting.ts';

interface Debt {
  /** Stable: the same debt has the same key until it is paid. */
  readonly key: string;
  /** Waits for GitHub: looked at again more rarely than what nobody has tried yet. */
  readonly polls: boolean;
}

/** Something that the release owes the outside world or its people now. */
export type Owed =
  | (Debt & { readonly effect: 'message' | 'mirror-status' })
  | (Debt & { readonly effect: 'step' | 'watch-pull-request' | 'deadline'; readonly step: string });

function stepEffects(release: Release): readonly Owed[] {
  const mirror = mirrorOf(release);
  return currentSteps(release)
    .filter((p) => stepState(release, p.id).status === 'active' && isMachines(release, p.id))
    .filter(({ step }) => !('action' in step && step.action === 'merge-pull-request' && mirror?.shown === false)) // the merge may require our status
    .map((p) => {
      const { attempt, reading } = stepState(release, p.id);
      return { key: `step.${p.id}.${attempt}`, effect: 'step', step: p.id, polls: reading !== undefined };
    });
}

/** The pull requests that are open as far as Slipway knows: people may push to them, merge or close them by hand. */
function watches(release: Release): readonly Owed[] {
  return release.plan.flatMap((p) => {
    if (!('action' in p.step) || p.step.action !== 'merge-pull-request') return [];
    const { status } = stepState(release, p.id);
    const opened = plannedStep(release, p.step.of);
    if (status === 'done' || opened === undefined || stepState(release, opened.id).status !== 'done') return [];
    return [{ key: `watch.${opened.id}`, effect: 'watch-pull-request' as const, step: opened.id, polls: true }];
  });
}

function deadlines(release: Release, now: Date): readonly Owed[] {
  return currentSteps(release).flatMap((p) => {
    const state = stepState(release, p.id);
    const due = state.status === 'active' ? deadlineOf(p, state) : undefined;
    if (due === undefined || due > now) return [];
    return [
      {
        key: `deadline.${p.id}.${state.attempt}.${state.reminders + 1}`,
        effect: 'deadline' as const,
        step: p.id,
        polls: false,
      },
    ];
  });
}

/** All that is owed at this time, derived from the log alone: losing the queue loses nothing. A paused release owes only words. */
export function owedBy(release: Release, now: Date): readonly Owed[] {
  const first = release.outbox[0]; // one at a time, so that the thread reads in the order in which things happened
  const message: readonly Owed[] =
    first === undefined ? [] : [{ key: `message.${first.id}`, effect: 'message', polls: false }];
  const mirror = mirrorOf(release);
  const status: readonly Owed[] =
    mirror === undefined || mirror.upToDate
      ? []
      : [{ key: `mirror.${mirror.sha}.${mirror.state}`, effect: 'mirror-status', polls: false }];
  if (!isRunning(release) || release.status === 'paused') return [...message, ...status];
  return [...message, ...status, ...stepEffects(release), ...watches(release), ...deadlines(release, now)];
}

/** When something will be owed that is not owed yet; undefined where nothing waits for a time. */
export function nextDue(release: Release): Date | undefined {
  if (release.status !== 'open') return undefined;
  const times = currentSteps(release).flatMap((p) => {
    const state = stepState(release, p.id);
    return state.status === 'active' ? (deadlineOf(p, state) ?? []) : [];
  });
  return times.sort((a, b) => a.getTime() - b.getTime())[0];
}
