import type { JobCommand, PersonCommand } from './commands.ts';
import { current } from './current-step.ts';
import { deploysIn, isDeploying, scheduledFor, wantsWindow, windowFor, windowTurns } from './deploy-window.ts';
import { mayNotDo, rolesOf, schedulersOf, titlesOf } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { momentWords } from './moment-words.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { isRunning, plannedStep, type Release, stepState } from './release.ts';

const minute = 60_000;

/**
 * Why a deployment cannot begin now: its window is not scheduled, not open yet, or closed. undefined where it can.
 *
 * @param at now; undefined where only is asked whether there is a window.
 */
export function mayNotDeployNow(release: Release, planned: PlannedStep, at: Date | undefined): Refusal | undefined {
  const window = windowFor(release, planned);
  if (window === undefined || !('window' in window.step)) return undefined;
  const zone = release.playbook['time-zone'];
  const role = titlesOf(release, rolesOf(window));
  const shut = (sentence: string) => refusal('outside_window', sentence, schedulersOf(release, planned));
  const scheduled = scheduledFor(release, planned);
  if (scheduled === undefined)
    return shut(
      `To ${window.step.window} may be deployed in a window only, and none is scheduled yet: the role ${role} schedules it.`,
    );
  if (at !== undefined && at < scheduled.from)
    return shut(
      `The window for ${window.step.window} opens ${momentWords(scheduled.from, zone)}: deploy then. The role ${role} can move it, with a reason.`,
    );
  if (wantsWindow(release, planned) || (at !== undefined && at >= scheduled.until))
    return shut(
      `The window for ${window.step.window} closed ${momentWords(scheduled.until, zone)}: the role ${role} can move it to a later time, with a reason.`,
    );
  return undefined;
}

/** What is wrong with the times of a window; undefined where nothing is. */
function unfit(from: Date, until: Date, at: Date | undefined): Refusal | undefined {
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime()) || until <= from)
    return refusal('window_unfit', 'A window opens before it closes. Choose its start, and how long it lasts.');
  if (at !== undefined && from.getTime() + minute <= at.getTime())
    // forms know no seconds: the minute that runs is now
    return refusal('window_unfit', 'That start is over. Choose one that is still to come, or this minute.');
  return undefined;
}

/**
 * Those entitled say when may be deployed, or move that with a reason until the deployment has begun.
 *
 * @param at now; undefined where only is asked whether they may.
 */
export function decideWindow(
  release: Release,
  { step, by, from, until, reason }: Extract<PersonCommand, { type: 'ScheduleWindow' }>,
  at: Date | undefined,
): readonly ReleaseEvent[] | Refusal {
  const planned = plannedStep(release, step);
  if (planned === undefined || planned.kind !== 'window')
    return refusal('not_current', 'This release has no such window.');
  const { window } = stepState(release, step);
  const due = window === undefined && stepState(release, step).status !== 'done' ? current(release, step) : planned;
  if ('refused' in due) return due;
  const barred = mayNotDo(release, planned, by);
  if (barred !== undefined) return barred;
  const deploys = deploysIn(release, step);
  if (deploys.some((p) => isDeploying(release, p)))
    return refusal('not_current', 'The deployment has begun, so its window stays as it is.');
  if (deploys.every(({ id }) => stepState(release, id).status === 'done'))
    return refusal('not_current', 'That is deployed already, so its window stays as it was.');
  const wrong = unfit(from, until, at);
  if (wrong !== undefined) return wrong;
  const same = window?.from.getTime() === from.getTime() && window.until.getTime() === until.getTime();
  if (same && !window.closed) return [];
  if (window !== undefined && reason.trim() === '')
    return refusal('reason_missing', 'Say why it is moved: those who were told of it read the reason.');
  return [
    {
      type: 'WindowScheduled',
      step,
      by,
      from: from.toISOString(),
      until: until.toISOString(),
      ...(window === undefined ? {} : { reason: reason.trim() }),
    },
  ];
}

/** The windows whose time has come open, and those whose time is over close: of one that is over nobody is told that it opened. */
export function turnWindows(release: Release, at: Date): readonly ReleaseEvent[] {
  if (!isRunning(release) || release.status === 'paused') return [];
  return windowTurns(release)
    .filter((one) => one.at <= at)
    .map(({ window: step }) => {
      const until = stepState(release, step).window?.until;
      return { type: until !== undefined && until <= at ? 'WindowClosed' : 'WindowOpened', step };
    });
}

/** A channel was told the next of a window's news, or could not be. */
export function windowTold(
  release: Release,
  { window: step, channel, news, refused }: Extract<JobCommand, { type: 'RecordWindowTold' }>,
): readonly ReleaseEvent[] {
  const window = plannedStep(release, step) === undefined ? undefined : stepState(release, step).window;
  if (window === undefined || (window.told[channel] ?? 0) !== news || news >= window.news.length) return [];
  return [{ type: 'WindowTold', step, channel, news, ...(refused === undefined ? {} : { refused }) }];
}
