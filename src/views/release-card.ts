import type { KnownBlock } from '@slack/types';
import { currentStage, isRunning, type Release } from '../release/release.ts';
import { openReviews } from '../release/reviews.ts';
import { waitingOf } from '../release/waiting.ts';
import { counted, listed } from '../release/wording.ts';
import { inZone } from '../zoned-time.ts';
import { context, fitting, header, inline, section } from './blocks.ts';
import { cardActions } from './card-actions.ts';
import { summaryLines } from './closed-summary.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { reviewLines } from './forced-lines.ts';
import { freezeLines } from './freeze-lines.ts';
import { leftBehind } from './left-behind.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { madeLinks, referenceLinks } from './release-links.ts';
import { runsNowLines } from './runs-now-lines.ts';
import { stageLines } from './stage-lines.ts';
import { takeOutLines, takeOutsTooLate } from './take-out-lines.ts';
import { waitingLines } from './waiting-lines.ts';
import { waivedLines } from './waived-lines.ts';
import { windowBlocks } from './window-lines.ts';
import { withdrawnLines } from './withdrawn-lines.ts';

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
  if (release.withdrawn !== undefined)
    return `*⛔ Withdrawn* by ${mention(release.withdrawn.by)} ${slackDate(release.withdrawn.at, zone)}: ${inertLine(release.withdrawn.reason, 500)}`;
  if (status === 'open')
    return `*${statusWord.open}* · stage ${currentStage(release) + 1} of ${playbook.stages.length}: *${inertLine(playbook.stages[currentStage(release)]?.stage ?? '', 80)}*`;
  return status === 'closed' ? `*${statusWord.closed}* ${at}` : `*${statusWord[status]}*${by} ${at}${why}`;
}

function originLine(release: Release): string {
  const zone = release.playbook['time-zone'];
  const { changes, previousTag, targetAt } = release;
  const after = previousTag === undefined ? 'the first release' : `after ${inertLine(previousTag, 80)}`;
  const pinned = release.plan.find((p) => 'action' in p.step && p.step.action === 'pin-commit');
  const facts = pinned === undefined ? {} : (release.steps[pinned.id]?.facts ?? {});
  const commits = Number(facts['commits'] ?? changes.commits);
  const pullRequests = Number(facts['pullRequests'] ?? changes.pullRequests);
  const brings = // of a hotfix nothing is there yet when it starts
    commits === 0 ? '' : ` · ${counted(commits, 'commit')}, ${counted(pullRequests, 'pull request')}`;
  const due = targetAt === undefined ? '' : ` · due ${slackDate(targetAt, zone)}`;
  return `Started by ${mention(release.starter)} ${slackDate(release.startedAt, zone)} · ${release.bump}, ${after}${brings}${due}`;
}

/** What notifications and screen readers say of the card. */
function cardText(release: Release): string {
  const what = `${inertLine(release.component.name, 80)} ${release.semver}`;
  if (release.withdrawn !== undefined) {
    const next = isRunning(release) ? waitingOf(release).map((w) => inertLine(w.title, 160)) : [];
    return `${what} was withdrawn${next.length === 0 ? '' : `, and waits for: ${listed(next)}`}.`;
  }
  if (release.status === 'closed') return `${what} is released.`;
  if (release.status === 'cancelled') return `${what} was cancelled.`;
  const waiting = waitingOf(release);
  const reviews = openReviews(release).length;
  if (waiting.length === 0 && reviews > 0)
    return `${what} waits for the review of what was forced, and closes with it.`;
  if (waiting.length === 0) return `${what} is paused with every step done.`;
  const due = waiting.flatMap((w) => w.deadline ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  const until = due === undefined ? '' : `, by ${inZone(due, release.playbook['time-zone'])}`;
  const titles = waiting.slice(0, 3).map((w) => inertLine(w.title, 160));
  const more = waiting.length > 3 ? [`${waiting.length - 3} more`] : [];
  return `${what} is ${release.status === 'paused' ? 'paused at' : 'waiting for'}: ${listed([...titles, ...more])}${until}.`;
}

function bodyOf(release: Release): readonly KnownBlock[] {
  if (release.withdrawn !== undefined) {
    const done = section(...runsNowLines(release), ...withdrawnLines(release), ...summaryLines(release));
    return isRunning(release) ? [section('*Waiting for*', ...waitingLines(release)), done] : [done];
  }
  if (release.status === 'closed') return [section(...summaryLines(release))];
  const stages = section(fitting(stageLines(release), 2500)); // a message's blocks hold about 13,200 characters in all
  if (isRunning(release)) {
    const waiting = [
      ...takeOutLines(release),
      ...waitingLines(release),
      ...reviewLines(release),
      ...takeOutsTooLate(release),
    ];
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
  const goesOn = isRunning(release) && release.withdrawn === undefined;
  const links = goesOn ? madeLinks(release) : [];
  const references = referenceLinks(release, githubUrl);
  const frozen = freezeLines(release);
  const summed = release.status === 'closed' || release.withdrawn !== undefined; // the summary names what was waived
  const waived = summed ? [] : waivedLines(release);
  const unmirrored = goesOn ? release.mirrored?.refused : undefined;
  return {
    text: cardText(release),
    blocks: [
      header(`${release.component.name} ${release.semver} · ${release.playbook.title}`),
      section(statusLine(release), originLine(release)),
      ...bodyOf(release),
      ...windowBlocks(release),
      ...(waived.length === 0 ? [] : [context(fitting(waived, 1000))]),
      ...(frozen.length === 0 ? [] : [context(fitting(frozen, 1000))]),
      ...(unmirrored === undefined
        ? []
        : [context(`⚠️ GitHub does not show the status of this release: ${inertLine(unmirrored, 800)}`)]),
      ...(links.length === 0 ? [] : [context(`🔗 ${inline(links)}`)]),
      ...(references.length === 0 || !isRunning(release) ? [] : [context(`📖 ${inline(references)}`)]),
      cardActions(release),
    ],
  };
}
