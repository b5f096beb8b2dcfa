import { plannedStep, type Release, stepState } from '../release/release.ts';
import type { WindowNews } from '../release/window-state.ts';
import { inZone } from '../zoned-time.ts';
import { section } from './blocks.ts';
import { inertLine } from './escape.ts';
import type { MessageView } from './message.ts';
import { windowSpan } from './window-lines.ts';

type Span = Pick<WindowNews, 'from' | 'until'>;

function lineOf({ kind, before, reason, ...span }: WindowNews, where: string, spanOf: (span: Span) => string): string {
  const when = spanOf(span);
  switch (kind) {
    case 'scheduled':
      return `the deployment to ${where} is scheduled: ${when}.`;
    case 'moved': {
      const was = before === undefined ? '' : ` It was to be ${spanOf(before)}.`;
      return `the deployment to ${where} is moved: ${when}.${was} Why: ${inertLine(reason ?? '', 1000)}`;
    }
    case 'missed':
      return `the deployment to ${where} did not take place ${when}. A new time is told here.`;
    case 'off':
      return `the deployment to ${where} ${when} is off: this release was cancelled.`;
  }
}

const marks = { scheduled: '🗓️', moved: '🗓️', missed: '⌛', off: '🚫' } as const;

/** What a channel reads of a window's news; undefined for news that there are not. */
export function windowAnnouncement(release: Release, window: string, number: number): MessageView | undefined {
  const step = plannedStep(release, window)?.step;
  const news = stepState(release, window).window?.news[number];
  if (step === undefined || !('window' in step) || news === undefined) return undefined;
  const zone = release.playbook['time-zone'];
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  const where = inertLine(step.window, 60);
  const plain = lineOf(news, where, ({ from, until }) => `${inZone(from, zone)} – ${inZone(until, zone)}`);
  return {
    text: `${what}: ${plain}`,
    blocks: [
      section(`${marks[news.kind]} *${what}*: ${lineOf(news, `*${where}*`, (span) => windowSpan(release, span))}`),
    ],
  };
}
