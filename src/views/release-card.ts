import type { KnownBlock } from '@slack/types';
import { currentStage, isRunning, type Release } from '../release/release.ts';
import { waitingOf } from '../release/waiting.ts';
import { counted, listed } from '../release/wording.ts';
import { inZone } from '../zoned-time.ts';
import { context, fitting, header, inline, section } from './blocks.ts';
import { cardActions } from './card-actions.ts';
import { summaryLines } from './closed-summary.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { leftBehind } from './left-behind.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { madeLinks, referenceLinks } from './release-links.ts';
import { stageLines } from './stage-lines.ts';
import { waitingLines } from './waiting-lines.ts';

const statusWord = {
  open: '🟢 Running',
  paused: '⏸️ Paused',
  closed: '🏁 Released',
  cancelled: '🚫 Cancelled',
} as const;

function statusLine(release: Release): string {
  const zone = release.playbook['time-zone'];
  const { status, statusChange, playbook } = release;
  const by = statusChange.by === undefined ? '' : ` by ${mention(statusChange.by)}`;
  const why = statusChange.reason === undefined ? '' : `: ${inertLine(statusChange.reason, 500)}`;
  const at = slackDate(statusChange.at, zone);
  if (status === 'open')
    return `*${statusWord.open}* · stage ${currentStage(release) + 1} of ${playbook.stages.length}: *${inertLine(playbook.stages[currentStage(release)]?.stage ?? '', 80)}*`;
  return status === 'closed' ? `*${statusWord.closed}* ${at}` : `*${statusWord[status]}*${by} ${at}${why}`;
}

function originLine(release: Release): string {
  const zone = release.playbook['time-zone'];
  const { changes, previousTag, targetAt } = release;
  const after = previousTag === undefined ? 'the first release' : `after ${inertLine(previousTag, 80)}`;
  const due = targetAt === undefined ? '' : ` · due ${slackDate(targetAt, zone)}`;
  return `Started by ${mention(release.starter)} ${slackDate(release.startedAt, zone)} · ${release.bump}, ${after} · ${counted(changes.commits, 'commit')}, ${counted(changes.pullRequests, 'pull request')}${due}`;
}

/** What notifications and screen readers say of the card. */
function cardText(release: Release): string {
  const what = `${inertLine(release.component.name, 80)} ${release.semver}`;
  if (release.status === 'closed') return `${what} is released.`;
  if (release.status === 'cancelled') return `${what} was cancelled.`;
  const waiting = waitingOf(release);
  if (waiting.length === 0) return `${what} is paused with every step done.`;
  const due = waiting.flatMap((w) => w.deadline ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  const until = due === undefined ? '' : `, by ${inZone(due, release.playbook['time-zone'])}`;
  const titles = waiting.slice(0, 3).map((w) => inertLine(w.title, 160));
  const more = waiting.length > 3 ? [`${waiting.length - 3} more`] : [];
  return `${what} is ${release.status === 'paused' ? 'paused at' : 'waiting for'}: ${listed([...titles, ...more])}${until}.`;
}

function bodyOf(release: Release): readonly KnownBlock[] {
  if (release.status === 'closed') return [section(...summaryLines(release))];
  const stages = section(fitting(stageLines(release), 2500)); // a message's blocks hold about 13,200 characters in all
  if (isRunning(release)) {
    const waiting = waitingLines(release);
    return [stages, section('*Waiting for*', ...(waiting.length === 0 ? ['Resume: every step is done.'] : waiting))];
  }
  const left = leftBehind(release);
  return left.length === 0 ? [stages] : [stages, section('*What stays*', ...left.map((line) => `• ${line}`))];
}

/**
 * The release's one message in its channel: where it stands, what is waited for, on whom, since when, and the one thing to do now.
 * @param githubUrl where people see repositories, such as https://github.com
 */
export function releaseCard(release: Release, githubUrl: string): MessageView {
  const links = isRunning(release) ? madeLinks(release) : [];
  const references = referenceLinks(release, githubUrl);
  const unmirrored = isRunning(release) ? release.mirrored?.refused : undefined;
  return {
    text: cardText(release),
    blocks: [
      header(`${release.component.name} ${release.semver} · ${release.playbook.title}`),
      section(statusLine(release), originLine(release)),
      ...bodyOf(release),
      ...(unmirrored === undefined
        ? []
        : [context(`⚠️ GitHub does not show the status of this release: ${inertLine(unmirrored, 800)}`)]),
      ...(links.length === 0 ? [] : [context(`🔗 ${inline(links)}`)]),
      ...(references.length === 0 || !isRunning(release) ? [] : [context(`📖 ${inline(references)}`)]),
      cardActions(release),
    ],
  };
}
