import type { Button } from '@slack/types';
import { deploysIn } from '../release/deploy-window.ts';
import { peopleFor, rolesOf } from '../release/entitlement.ts';
import type { ReleaseEvent } from '../release/events.ts';
import type { PlannedStep } from '../release/plan.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { peopleInRole } from '../release/role-people.ts';
import { titleOf } from '../release/waiting.ts';
import { listed } from '../release/wording.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { mention, mentions } from './mentions.ts';
import { windowButton, windowSpan } from './window-lines.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;
type WindowEvent = Of<'WindowScheduled' | 'WindowOpened' | 'WindowClosed' | 'WindowTold'>;

interface Told {
  readonly lines: readonly string[];
  readonly buttons?: readonly Button[];
}

const everyone = 50;

function placeOf({ step }: PlannedStep): string {
  return `the window for *${inertLine('window' in step ? step.window : '', 60)}*`;
}

function scheduled(release: Release, planned: PlannedStep, event: Of<'WindowScheduled'>): readonly string[] {
  const [from, until] = [new Date(event.from), new Date(event.until)];
  const { news = [] } = stepState(release, planned.id).window ?? {};
  const before = news.find(
    (one) => one.from.getTime() === from.getTime() && one.until.getTime() === until.getTime(),
  )?.before;
  const did = event.reason === undefined ? 'Scheduled' : 'Moved';
  const why = event.reason === undefined ? '' : ` · “${inertLine(event.reason, 1000)}”`;
  const was = before === undefined ? [] : [`It was ${windowSpan(release, before)}.`];
  return [
    `🗓️ ${did} by ${mention(event.by)}: ${placeOf(planned)} is ${windowSpan(release, { from, until })}${why}`,
    ...was,
  ];
}

/** Those who deploy in a window: they are named, so that Slack notifies them. */
function deployersOf(release: Release, window: string): string {
  const people = deploysIn(release, window).flatMap((p) => rolesOf(p).flatMap((role) => peopleInRole(release, role)));
  return mentions([...new Set(people)], everyone, 'or');
}

function opened(release: Release, planned: PlannedStep): readonly string[] {
  const { window } = stepState(release, planned.id);
  const until = window === undefined ? '' : ` until ${slackDate(window.until, release.playbook['time-zone'])}`;
  return [
    `🗓️ ${deployersOf(release, planned.id)}: ${placeOf(planned)} is open${until}.`,
    'It is not the turn of the deployment yet: the release card says what is waited for.',
  ];
}

function closed(release: Release, planned: PlannedStep): readonly string[] {
  const missed = stepState(release, planned.id).window?.news.findLast(({ kind }) => kind === 'missed');
  const span = missed === undefined ? '' : `, ${windowSpan(release, missed)},`;
  const left = deploysIn(release, planned.id).filter((p) => stepState(release, p.id).status !== 'done');
  const titles = left.map((p) => `*${inertLine(titleOf(release, p), 160)}*`);
  return [
    `⌛ Closed: ${placeOf(planned)}${span} is over, and this was not deployed in it: ${listed(titles)}.`,
    `${mentions(peopleFor(release, planned), everyone, 'or')}: schedule it anew; nothing can be deployed there before, and Deploy is pressed anew then.`,
  ];
}

function linesOf(release: Release, planned: PlannedStep, event: WindowEvent): readonly string[] {
  switch (event.type) {
    case 'WindowScheduled':
      return scheduled(release, planned, event);
    case 'WindowOpened':
      return opened(release, planned);
    case 'WindowClosed':
      return closed(release, planned);
    case 'WindowTold':
      return [
        `⚠️ In the channel ${inertLine(event.channel, 60)}, ${placeOf(planned)} could not be told: ${inertLine(event.refused ?? '', 500)}`,
        'Tell them by hand.',
      ];
  }
}

/** What the thread is told of a window; undefined for a step that is none. */
export function windowNewsTold(release: Release, event: WindowEvent): Told | undefined {
  const planned = plannedStep(release, event.step);
  if (planned === undefined) return undefined;
  const button = event.type === 'WindowTold' ? undefined : windowButton(release, planned);
  return { lines: linesOf(release, planned, event), buttons: button === undefined ? [] : [button] };
}
