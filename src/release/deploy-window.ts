import { hasBegun } from './begun-deployment.ts';
import type { PlannedStep } from './plan.ts';
import { isMachines, type Release, stepState } from './release.ts';
import type { StepState } from './step-state.ts';
import type { DeployWindow } from './window-state.ts';

/**
 * The step that schedules when a step may deploy; undefined for one that may at any time, and for what does not deploy.
 * What a withdrawal brings back waits for no window.
 */
export function windowFor(release: Release, { step, group, each, redeploys }: PlannedStep): PlannedStep | undefined {
  if (!('deploy' in step) || redeploys !== undefined) return undefined;
  return release.plan.findLast(
    (p) =>
      'window' in p.step &&
      p.step.window === step.deploy &&
      p.group <= group &&
      (p.each === undefined || p.each[1] === each?.[1]),
  );
}

/** The deployments that a window is for. */
export function deploysIn(release: Release, window: string): readonly PlannedStep[] {
  return release.plan.filter((p) => windowFor(release, p)?.id === window);
}

/** Whether people have said all that a deployment needs of them: it was pressed, and confirmed. It may still wait, as for its environment. */
function isOrdered(release: Release, { id, kind }: PlannedStep): boolean {
  return kind === 'deploy' && stepState(release, id).status === 'active' && isMachines(release, id);
}

/** Whether a deployment runs, or may run, outside: it is followed to its end, whatever becomes of its window and of what was judged before it. */
export function isDeploying(release: Release, { id, kind }: PlannedStep): boolean {
  const state = stepState(release, id);
  return kind === 'deploy' && state.status === 'active' && hasBegun(state);
}

/** The state of a deployment that did not begin in its time: whoever pressed it is asked anew, and what was about to be made is not. */
export function calledBack({ attempt }: StepState): Partial<StepState> {
  return { attempt: attempt + 1, requested: undefined, confirmed: [], reading: undefined };
}

/** Whether a deployment that has not begun comes too late for its window. */
export function missesWindow(release: Release, planned: PlannedStep, now: Date): boolean {
  const scheduled = scheduledFor(release, planned);
  return scheduled !== undefined && scheduled.until <= now && !isDeploying(release, planned);
}

/** The deployments of a window that are still to begin: never begun, or failed. */
function toCome(release: Release, window: string): readonly PlannedStep[] {
  return deploysIn(release, window).filter(
    (p) => stepState(release, p.id).status !== 'done' && !isDeploying(release, p),
  );
}

/** A deployment's window as it was scheduled last; undefined before, and for what has none. */
export function scheduledFor(release: Release, planned: PlannedStep): DeployWindow | undefined {
  const window = windowFor(release, planned);
  return window === undefined ? undefined : stepState(release, window.id).window;
}

/** Whether a deployment waits for a window to be scheduled: for the first time, or anew since it closed. */
export function wantsWindow(release: Release, planned: PlannedStep): boolean {
  const window = windowFor(release, planned);
  if (window === undefined || isOrdered(release, planned)) return false;
  const scheduled = stepState(release, window.id).window;
  return scheduled === undefined || scheduled.closed;
}

/** Whether nobody can be asked to deploy yet, because the window is still to open. */
export function awaitsOpening(release: Release, planned: PlannedStep): boolean {
  const scheduled = scheduledFor(release, planned);
  if (scheduled === undefined || isOrdered(release, planned)) return false;
  return !scheduled.opened && !scheduled.closed;
}

/** A window opens, or closes with something left to deploy. */
export interface WindowTurn {
  readonly window: string;
  readonly turn: 'open' | 'closed';
  readonly at: Date;
}

function nextTurnOf(release: Release, { id, kind }: PlannedStep): readonly WindowTurn[] {
  const { window } = stepState(release, id);
  const left = toCome(release, id);
  if (kind !== 'window' || window === undefined || left.length === 0) return [];
  if (window.closed && !left.some((p) => isOrdered(release, p))) return []; // one that seemed to run when it closed may turn out not to
  return window.opened || left.every((p) => isOrdered(release, p)) // nobody is to be told that it opens
    ? [{ window: id, turn: 'closed', at: window.until }]
    : [{ window: id, turn: 'open', at: window.from }];
}

/** The next turn of each window that matters still. */
export function windowTurns(release: Release): readonly WindowTurn[] {
  if (release.withdrawn !== undefined) return [];
  return release.plan.flatMap((planned) => nextTurnOf(release, planned));
}

/** The scheduled windows in which something is still to be deployed, or is being deployed. */
export function windowsAhead(
  release: Release,
): readonly { readonly planned: PlannedStep; readonly environment: string; readonly window: DeployWindow }[] {
  if (release.withdrawn !== undefined) return [];
  return release.plan.flatMap((planned) => {
    const { window } = stepState(release, planned.id);
    if (!('window' in planned.step) || window === undefined) return [];
    const open = deploysIn(release, planned.id).some((p) => stepState(release, p.id).status !== 'done');
    return open ? [{ planned, environment: planned.step.window, window }] : [];
  });
}

/** What a channel is still to be told of a window: the place of the news among all, and its name in slipway.yml. */
export function windowNewsOwed(
  release: Release,
): readonly { readonly window: string; readonly channel: string; readonly news: number }[] {
  return release.plan.flatMap(({ id, step }) => {
    const { window } = stepState(release, id);
    if (!('window' in step) || window === undefined) return [];
    const { announcements } = release.component;
    const channels = new Map(step['told-in'].map((name) => [announcements[name] ?? name, name])); // two names of one channel are one
    return [...channels.values()].flatMap((channel) => {
      const news = window.told[channel] ?? 0;
      return news < window.news.length ? [{ window: id, channel, news }] : [];
    });
  });
}

/** All of a deployment's window that changes what people are asked: a number that grows with each. */
export function windowChanges(release: Release, planned: PlannedStep): number {
  const scheduled = scheduledFor(release, planned);
  return scheduled === undefined ? 0 : scheduled.news.length + scheduled.openings;
}
