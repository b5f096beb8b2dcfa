import type { Button, KnownBlock } from '@slack/types';
import { deploysIn, isDeploying, scheduledFor, windowFor, windowsAhead } from '../release/deploy-window.ts';
import type { PlannedStep } from '../release/plan.ts';
import { isRunning, type Release, stepState } from '../release/release.ts';
import type { DeployWindow } from '../release/window-state.ts';
import { actionIds } from './action-ids.ts';
import { button, fitting, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { targetText } from './target.ts';

const day = 24 * 3_600_000;

/** From when until when, in the reader's own zone. Mrkdwn. */
export function windowSpan(release: Release, { from, until }: Pick<DeployWindow, 'from' | 'until'>): string {
  const zone = release.playbook['time-zone'];
  const end = until.getTime() - from.getTime() < day ? 'time' : 'moment';
  return `${slackDate(from, zone)} – ${slackDate(until, zone, end)}`;
}

function standing(release: Release, planned: PlannedStep, { from, until, opened, closed }: DeployWindow): string {
  const zone = release.playbook['time-zone'];
  if (deploysIn(release, planned.id).some((p) => isDeploying(release, p))) return 'the deployment has begun';
  if (closed) return `closed ${slackDate(until, zone)}`;
  return opened ? `open until ${slackDate(until, zone)}` : `opens ${slackDate(from, zone)}`;
}

function lineOf(release: Release, planned: PlannedStep, window: DeployWindow): string {
  const environment = 'window' in planned.step ? planned.step.window : '';
  return `🗓️ Window for *${inertLine(environment, 60)}* ${windowSpan(release, window)}: ${standing(release, planned, window)}`;
}

/** The window of a deployment that is still to end, and where it stands. Mrkdwn; empty where it has none, or none is scheduled. */
export function windowLine(release: Release, planned: PlannedStep): readonly string[] {
  const [step, window] = [windowFor(release, planned), scheduledFor(release, planned)];
  if (step === undefined || window === undefined || stepState(release, planned.id).status === 'done') return [];
  return [lineOf(release, step, window)];
}

/** The button by which a window is moved, or scheduled anew; undefined while something is deployed in it. */
export function windowButton(release: Release, planned: PlannedStep): Button | undefined {
  const { window } = stepState(release, planned.id);
  const deploys = deploysIn(release, planned.id);
  const movable =
    isRunning(release) &&
    !deploys.some((p) => isDeploying(release, p)) &&
    deploys.some(({ id }) => stepState(release, id).status !== 'done');
  if (!movable || !('window' in planned.step)) return undefined;
  const words = window === undefined || window.closed ? 'Schedule the window…' : 'Move the window…';
  return button({
    action: actionIds.scheduleWindow,
    words,
    value: targetText({ release: release.id, step: planned.id }),
    aloud: `${words} ${planned.step.window}, ${release.component.name} ${release.semver}`,
  });
}

/** The windows that are scheduled, with the button that moves the first: one block of the card. */
export function windowBlocks(release: Release): readonly KnownBlock[] {
  const ahead = isRunning(release) ? windowsAhead(release) : [];
  if (ahead.length === 0) return [];
  const [accessory] = ahead.flatMap(({ planned }) => windowButton(release, planned) ?? []);
  const lines = ahead.map(({ planned, window }) => lineOf(release, planned, window));
  return [{ ...section(fitting(lines, 800)), ...(accessory === undefined ? {} : { accessory }) }];
}
